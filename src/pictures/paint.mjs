// Turns drawings (SVG) into pictures (PNG) on a thread of its own, as each takes a tenth of a second or more.
// Text is set in the site's own font, which the library reads as the browsers do.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

const require = createRequire(import.meta.url)
const face = (name) =>
  new Uint8Array(
    readFileSync(require.resolve(`@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-${name}-wght-normal.woff2`)),
  )
const font = { loadSystemFonts: false, fontBuffers: [face('latin'), face('latin-ext')] }

await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))

parentPort?.on('message', ({ id, svg }) => {
  try {
    parentPort?.postMessage({ id, png: new Resvg(svg, { font }).render().asPng() })
  } catch (error) {
    parentPort?.postMessage({ id, fault: String(error) })
  }
})
