import type { EmailContent } from '../../messages/rules.ts'

/** How somebody was told what could not be sent to them. */
export const toldWords = { call: 'By phone', letter: 'By letter', inPerson: 'In person', notNeeded: 'No need any more' } as const
export type ToldHow = keyof typeof toldWords

/** Within how many hours somebody whom no e-mail reaches ought to hear of a thing. */
export const TELL_WITHIN = 48

export type Letter = Pick<EmailContent, 'heading' | 'greeting'> & { paragraphs: string[]; facts: { label: string; value: string }[] }

const leadsSomewhere = /https?:\/\/|\bsign in\b|\blink\b|\bbutton\b|this e-?mail/i

/** An e-mail's words as a letter: without its button, and without what speaks of links or of signing in, which its reader cannot do. */
export const asLetter = ({ heading, greeting, paragraphs, facts = [], after = [] }: EmailContent): Letter => ({
  heading,
  ...(greeting !== undefined && { greeting }),
  paragraphs: [...paragraphs, ...after].filter((words) => !leadsSomewhere.test(words)),
  facts,
})
