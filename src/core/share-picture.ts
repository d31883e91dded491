import type { ForceProfile } from '../forces/profile.ts'
import { art } from './art.ts'
import { esc } from './view-helpers.ts'

type Drawn = { title: string; lines: string[] }
type Force = Pick<ForceProfile, 'name' | 'service' | 'mark' | 'colours'>

const [WIDTH, HEIGHT] = [1200, 630]
const TEXT_WIDTH = 690

/** What the font cannot draw is left out, rather than shown as boxes. */
const drawable = (text: string): string =>
  text
    .replaceAll(/[^\p{Script=Latin}\p{N}\p{P}\p{Zs}+<>=|~^$£€]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Words in lines that fit, at about so many letters each; what is over the last line ends in an ellipsis. */
function inLines(text: string, letters: number, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').map((each) => (each.length > letters ? `${each.slice(0, letters - 1)}…` : each))) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= letters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`]
}

const styles = ({ deep, primary, accent, tint }: Force['colours']) =>
  `.a-sq{fill:${primary}}.a-gap{fill:none;stroke:${accent};stroke-width:2}` +
  [accent, '#ffffff', tint, accent, '#ffffff', tint].map((colour, i) => `.a${String(i + 1)}{fill:${colour}}`).join('') +
  `.f-primary{fill:${primary}}.f-accent{fill:${accent}}.f-deep{fill:${deep}}.st-white{stroke:#ffffff}.st-accent{stroke:${accent}}` +
  `text{font-family:'Bricolage Grotesque';font-weight:800}`

/** A drawing for where somebody shares an address: 1200 by 630, in the look of the force. */
export function sharePicture({ name, service, mark, colours }: Force, { title, lines }: Drawn): string {
  const words = drawable(title) === '' ? service : drawable(title)
  const size = words.length > 46 ? 52 : words.length > 24 ? 62 : 76
  const shown = inLines(words, Math.floor(TEXT_WIDTH / (size * 0.53)), 4)
  const top = 210 + size * 0.2
  const under = top + shown.length * size * 1.12 + 4
  const text = (x: number, y: number, big: number, colour: string, said: string) =>
    `<text x="${String(x)}" y="${y.toFixed(0)}" font-size="${String(big)}" fill="${colour}">${esc(said)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(HEIGHT)}" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}">`,
    `<style>${styles(colours)}</style><rect width="100%" height="100%" fill="${colours.deep}"/>`,
    art({ cols: 5, rows: 8, seed: 23, people: true }).replace('<svg class=""', '<svg x="800" y="-5" width="400" height="640"'),
    `<svg x="64" y="56" width="72" height="72" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" class="f-primary"/>${mark}</svg>`,
    text(156, 88, 30, '#ffffff', name),
    text(156, 122, 24, colours.accent, service),
    ...shown.map((line, i) => text(64, top + i * size * 1.12, size, '#ffffff', line)),
    ...lines.map((line, i) => text(64, under + i * 44, 32, i === 0 ? colours.accent : '#ffffff', drawable(line))),
    '</svg>',
  ].join('')
}
