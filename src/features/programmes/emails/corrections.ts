import { dateTime } from '../../../core/dates.ts'
import type { EmailKind } from '../../messages/rules.ts'
import { findCorrectionToTell } from '../queries/no-shows.ts'

/** What became of a mark that somebody said was wrong. The subject names neither the mark nor what they said. */
const correction: EmailKind = async ({ aboutId, baseUrl }) => {
  const said = aboutId === null ? null : await findCorrectionToTell(aboutId)
  if (said?.outcome == null) return undefined
  const changed = said.outcome === 'changed'
  return {
    subject: 'An answer about your workshop',
    greeting: `Hello ${said.candidate.name},`,
    heading: changed ? 'We have put it right' : 'We looked at it again',
    paragraphs: changed
      ? ['Thank you for telling us. The register of your workshop has been changed.']
      : [
          'Thank you for telling us. We looked at the register of your workshop and left it as it is.',
          ...(said.answer === null ? [] : [`Why: ${said.answer}`]),
          'It closes no door: it never decides about a place, and after six months nobody looks at it.',
        ],
    facts: [
      { label: 'Workshop', value: said.place.workshop.title },
      { label: 'When', value: dateTime(said.place.workshop.startsAt) },
    ],
    button: { text: 'See the workshop', href: `${baseUrl}/workshops/${said.place.workshopId}` },
    why: `You get this e-mail because you wrote to us about it on ${dateTime(said.askedAt)}.`,
  }
}

export const correctionEmails: Record<string, EmailKind> = { 'place.correction': correction }
