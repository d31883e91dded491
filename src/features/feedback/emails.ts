import { date } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findPlaceToAsk } from './queries.ts'

const asked: EmailKind = async ({ aboutId, baseUrl }) => {
  const place = aboutId === null ? undefined : await findPlaceToAsk(aboutId)
  if (!place) return undefined
  const { workshop, candidate } = place
  return {
    subject: `How was your workshop on ${date(workshop.startsAt)}?`,
    greeting: `Hello ${candidate.name},`,
    heading: 'What was it like?',
    paragraphs: [
      `You were at “${workshop.title}”. Would you tell us what it was like? It is a handful of questions, and you can skip any of them.`,
      'Nobody sees who said what: the team reads the answers added up, once at least five people have answered.',
    ],
    button: { text: 'Say what it was like', href: `${baseUrl}/workshops/${workshop.id}/feedback` },
    after: ['We ask once. If you would rather not, you need do nothing.'],
    why: 'You get this e-mail because the register says that you came. You can turn such e-mails off under Messages when you are signed in.',
  }
}

export const feedbackEmails: Record<string, EmailKind> = { 'feedback.asked': asked }
