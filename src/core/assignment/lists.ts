// One function for each kind of list: shared between the two kinds, the reads would be several times slower.

export const int = (list: Int32Array, at: number) => list[at] ?? 0

export const real = (list: Float64Array, at: number) => list[at] ?? 0
