// Not shared with the other files: each file's own are several times faster
const int = (list: Int32Array, at: number) => list[at] ?? 0
const real = (list: Float64Array, at: number) => list[at] ?? 0

/** Numbers below `size`, each at most once, taken out by the lowest key. */
export class Heap {
  readonly #items: Int32Array
  readonly #keys: Float64Array
  readonly #placeOf: Int32Array
  #count = 0

  constructor(size: number) {
    this.#items = new Int32Array(size)
    this.#keys = new Float64Array(size)
    this.#placeOf = new Int32Array(size).fill(-1)
  }

  #set(place: number, item: number) {
    this.#items[place] = item
    this.#placeOf[item] = place
  }

  #keyAt(place: number): number {
    return real(this.#keys, int(this.#items, place))
  }

  #rise(item: number, from: number) {
    let place = from
    const key = real(this.#keys, item)
    while (place > 0 && this.#keyAt((place - 1) >> 1) > key) {
      this.#set(place, int(this.#items, (place - 1) >> 1))
      place = (place - 1) >> 1
    }
    this.#set(place, item)
  }

  #sink(item: number) {
    let place = 0
    const key = real(this.#keys, item)
    for (let child = 1; child < this.#count; child = 2 * place + 1) {
      if (child + 1 < this.#count && this.#keyAt(child + 1) < this.#keyAt(child)) child++
      if (this.#keyAt(child) >= key) break
      this.#set(place, int(this.#items, child))
      place = child
    }
    this.#set(place, item)
  }

  clear() {
    for (let place = 0; place < this.#count; place++) this.#placeOf[int(this.#items, place)] = -1
    this.#count = 0
  }

  /** Puts it in, or lowers its key. */
  put(item: number, key: number) {
    this.#keys[item] = key
    const place = int(this.#placeOf, item)
    this.#rise(item, place < 0 ? this.#count++ : place)
  }

  /** The one with the lowest key; -1: none is left. */
  take(): number {
    if (this.#count === 0) return -1
    const lowest = int(this.#items, 0)
    this.#placeOf[lowest] = -1
    const last = int(this.#items, --this.#count)
    if (this.#count > 0) this.#sink(last)
    return lowest
  }
}
