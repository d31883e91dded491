import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'

/** The same depth below the project's root from `src/core` and from `dist/core`. */
const PAINTER = new URL('../../src/pictures/paint.mjs', import.meta.url)
const MOST_KEPT = 200

type Answer = { id: string; png?: Uint8Array; fault?: string }
type Waiting = { done: (png: Buffer) => void; failed: (error: Error) => void }

const kept = new Map<string, Promise<Buffer>>()
const waiting = new Map<string, Waiting>()
let painter: Worker | undefined

/** The painter, which starts with the first picture and holds no process up; one that fell over is followed by another. */
function aPainter(): Worker {
  if (painter) return painter
  const made = new Worker(PAINTER)
  made.unref()
  made.on('message', ({ id, png, fault }: Answer) => {
    if (png) waiting.get(id)?.done(Buffer.from(png))
    else waiting.get(id)?.failed(new Error(`no picture: ${fault ?? 'unknown'}`))
    waiting.delete(id)
  })
  made.on('error', (error: Error) => {
    painter = undefined
    for (const each of waiting.values()) each.failed(error)
    waiting.clear()
  })
  painter = made
  return made
}

/** A drawing as a PNG. The last two hundred are kept, so that a page shared widely is painted once. */
export function paint(svg: string): Promise<Buffer> {
  const id = createHash('sha256').update(svg).digest('base64url')
  const known = kept.get(id)
  if (known) return known
  const painted = new Promise<Buffer>((done, failed) => {
    waiting.set(id, { done, failed })
    aPainter().postMessage({ id, svg })
  })
  kept.set(id, painted)
  painted.catch(() => kept.delete(id))
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return painted
}
