// Recomputes a draw by lot and says whether it agrees. It needs Node.js and nothing of the portal:
//   node check-a-draw.mjs draw.csv
//   node check-a-draw.mjs page.html               (the page of the draw, saved)
//   node check-a-draw.mjs https://.../draw.csv    (or the address of either)
//   node check-a-draw.mjs draw.csv HASH           (HASH: the one you wrote down before asking closed)
// A draw is the tickets in the order of SHA-256(seed + ':' + ticket), written in hexadecimal, smallest first.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

const [source, known] = process.argv.slice(2)
if (source === undefined) {
  console.error('Say which draw: node check-a-draw.mjs FILE-OR-ADDRESS [HASH]')
  process.exit(2)
}
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const text = /^https?:\/\//.test(source) ? await (await fetch(source)).text() : await readFile(source, 'utf8')
const draw = text.trimStart().startsWith('<') ? fromPage(text) : fromTable(text)

const wrong = []
if (!draw.seed || !draw.hash) wrong.push('There is no seed or no hash here: the draw has not been made, or this is not its page.')
if (sha256(draw.seed) !== draw.hash) wrong.push('The seed is not the one whose hash was shown before the draw.')
if (known !== undefined && known.toLowerCase() !== draw.hash) wrong.push('The hash is not the one that you give.')
if (new Set(draw.tickets).size !== draw.tickets.length) wrong.push('A ticket stands there twice.')
const order = draw.tickets
  .map((ticket) => ({ ticket, hash: sha256(`${draw.seed}:${ticket}`) }))
  .sort((a, b) => (a.hash < b.hash ? -1 : 1))
  .map(({ ticket }) => ticket)
const first = order.findIndex((ticket, i) => ticket !== draw.tickets[i])
if (first >= 0) wrong.push(`The order differs from rank ${first + 1} on: ticket ${order[first]} belongs there, and ${draw.tickets[first]} stands there.`)

if (wrong.length === 0) console.log(`The draw agrees: ${draw.tickets.length} tickets, in the order that the seed gives.`)
else for (const each of wrong) console.log(each)
process.exit(wrong.length === 0 ? 0 : 1)

function fromTable(csv) {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '')
  const at = (name) => head.replace(/^\uFEFF/, '').split(',').indexOf(name)
  const rows = lines.map((line) => line.split(','))
  const tickets = rows.map((row) => row[at('ticket')] ?? '').filter((ticket) => ticket !== '')
  return { seed: rows[0]?.[at('seed')] ?? '', hash: rows[0]?.[at('seed_sha256')] ?? '', tickets: tickets.map(Number) }
}

function fromPage(html) {
  const told = (name) => new RegExp(`data-draw="${name}"[^>]*>\\s*([^<]*?)\\s*<`).exec(html)?.[1] ?? ''
  const tickets = [...html.matchAll(/data-draw="ticket"[^>]*>\s*(\d+)\s*</g)].map((found) => Number(found[1]))
  return { seed: told('seed'), hash: told('hash'), tickets }
}
