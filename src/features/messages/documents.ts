import path from 'node:path'
import { createRenderer, viewsFolder } from '../../core/views.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { EmailContent } from './rules.ts'

const render = createRenderer({ cache: true })
const template = path.join(viewsFolder, 'emails/message.ejs')

/** One e-mail as HTML, its styles inlined, and as the plain text twin of the same words in the same order. */
export async function writeEmail(content: EmailContent, force: ForceProfile): Promise<{ html: string; text: string }> {
  const { default: juice } = await import('juice') // a fifth of a second of every start, were it read then
  return { html: juice(render(template, { content, force })), text: asText(content, force) }
}

function asText(
  { heading, greeting, paragraphs, facts = [], button, after = [], quote, why, unsubscribe }: EmailContent,
  force: ForceProfile,
): string {
  const parts = [
    heading.toUpperCase(),
    ...(greeting === undefined ? [] : [greeting]),
    ...paragraphs,
    ...(facts.length === 0 ? [] : [facts.map(({ label, value }) => `${label}: ${value}`).join('\n')]),
    ...(button === undefined ? [] : [`${button.text}:\n${button.href}`]),
    ...after,
    ...(quote === undefined ? [] : [`${quote.title}\n${quote.paragraphs.map((line) => `> ${line}`).join('\n')}`]),
    `--\n${why}\n${unsubscribe === undefined ? '' : `No more news: ${unsubscribe}\n`}${force.name}, ${force.service}`,
  ]
  return `${parts.join('\n\n').replaceAll('\u00a0', ' ')}\n`
}
