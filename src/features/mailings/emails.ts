import { signNewsLink } from '../../core/links.ts'
import { fillIn, fillingFor, paragraphsOf, type TemplatePurpose } from '../conversations/rules/templates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findLetter } from './queries/mailings.ts'

const why: Record<TemplatePurpose, string> = {
  service: 'You get this e-mail because you have support with us. It comes even if you said no to news.',
  reminder: 'You get this e-mail because you take reminders. You can turn them off under Messages when you are signed in.',
  news: 'You get this e-mail because you said yes to news.',
}

/** A letter of one purpose, in the words of the version that was confirmed. Each is a letter of its own: nobody sees another's address. */
const letter =
  (purpose: TemplatePurpose): EmailKind =>
  async ({ aboutId, candidateId, baseUrl, force }) => {
    const found = aboutId === null || candidateId === null ? undefined : await findLetter(aboutId, candidateId)
    if (!found) return undefined
    const { version, candidate } = found
    const link = candidate.preference?.id
    if (purpose === 'news' && link === undefined) return undefined
    const filling = fillingFor(candidate, force)
    const subject = fillIn(version.subject, filling)
    return {
      ...{ subject, heading: subject, paragraphs: paragraphsOf(fillIn(version.body, filling)), why: why[purpose] },
      ...(purpose === 'news' && link !== undefined && { unsubscribe: `${baseUrl}/unsubscribe/${signNewsLink(link)}` }),
    }
  }

export const mailingEmails: Record<string, EmailKind> = {
  'mailing.service': letter('service'),
  'mailing.reminder': letter('reminder'),
  'mailing.news': letter('news'),
}
