import { date, timeRange, weekday } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findDayForLetter, findVisitForLetter } from './queries/letters.ts'
import { debriefDay, type Side } from './rules/visits.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findVisitForLetter>>>
type Words = Omit<EmailContent, 'why' | 'greeting' | 'button'> & { button: string; path: string }

const firstOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
const sideOf = ({ candidateId }: EmailAbout): Side => (candidateId === null ? 'supporter' : 'candidate')
const bases: Record<Side, string> = { candidate: '/my/placements', supporter: '/supporting/visits' }
const whys: Record<Side, string> = {
  candidate: 'You get this e-mail because you asked to see the work of a department. It comes even if you said no to news.',
  supporter: 'You get this e-mail because you host visitors in your department.',
}

/** A letter to one of the two of a visit. It names nobody but its reader. */
const about =
  (write: (found: Found, side: Side) => Words | undefined): EmailKind =>
  async (email) => {
    const side = sideOf(email)
    const found = email.aboutId === null ? undefined : await findVisitForLetter(email.aboutId, side)
    const words = found && write(found, side)
    if (!words) return undefined
    const { button, path, ...rest } = words
    const href = `${email.baseUrl}${bases[side]}/${found.id}${path}`
    return { ...rest, greeting: `Hello ${firstOf(found.name)},`, button: { text: button, href }, why: whys[side] }
  }

const factsOf = ({ startsAt, endsAt, host }: { startsAt: Date; endsAt: Date; host: { name: string; site?: string } }) => [
  { label: 'When', value: `${weekday(startsAt)}, ${timeRange(startsAt, endsAt)}` },
  { label: 'Where', value: [host.name, host.site ?? ''].filter((part) => part !== '').join(', ') },
]

const dayBefore = about((visit) =>
  visit.state === 'confirmed'
    ? {
        subject: 'Your visit is close',
        heading: 'Your visit is close',
        paragraphs: ['Your joining pack says where to go, whom to ask for, what to wear and what to bring.'],
        facts: factsOf(visit),
        after: [
          'You can stop at any moment on the day, without a reason, and nothing follows from it. If you cannot come, say so on the page.',
        ],
        button: 'Open your joining pack',
        path: '/pack',
      }
    : undefined,
)

/** To whoever receives them: how many, never who. */
const dayBeforeHost: EmailKind = async ({ aboutId, baseUrl }) => {
  const day = aboutId === null ? undefined : await findDayForLetter(aboutId)
  if (!day) return undefined
  return {
    subject: 'You host a visit tomorrow',
    heading: 'You host a visit',
    greeting: `Hello ${firstOf(day.name)},`,
    paragraphs: [
      `${day.coming === 1 ? 'One person comes' : `${String(day.coming)} people come`}. The day sheet says who, what you have agreed on, and whom to ring. It prints on one page.`,
    ],
    facts: factsOf(day),
    button: { text: 'Open the day sheet', href: `${baseUrl}/supporting/visits/${day.id}/sheet` },
    why: whys.supporter,
  }
}

const mark = about((visit) =>
  visit.state === 'confirmed'
    ? {
        subject: 'Did the visit take place?',
        heading: 'Did the visit take place?',
        paragraphs: ['One click is enough. Until then the visitor can neither look back nor get a certificate.'],
        facts: factsOf(visit),
        button: 'Say how it was',
        path: '',
      }
    : undefined,
)

const debriefWords = (visit: Found, side: Side, subject: string): Words | undefined =>
  visit.state === 'attended' && !visit.said
    ? {
        subject,
        heading: subject,
        paragraphs: [
          side === 'candidate'
            ? 'Was it what you expected? Would you like the job more, or less? Five short questions, while it is fresh.'
            : 'Was it the job as it is? Would you host again? Five short questions, while it is fresh.',
        ],
        facts: [{ label: 'Please answer by', value: date(new Date(`${debriefDay(visit)}T12:00:00Z`)) }],
        button: 'Look back',
        path: '/debrief',
      }
    : undefined

const debrief = about((visit, side) => debriefWords(visit, side, side === 'candidate' ? 'How was your visit?' : 'How did the visit go?'))
const debriefReminder = about((visit, side) => debriefWords(visit, side, 'A reminder: how was the visit?'))

/** To the team: that a visit was stopped, and nothing of why or by whom. */
const stopped: EmailKind = async ({ aboutId, baseUrl }) => {
  const visit = aboutId === null ? undefined : await findVisitForLetter(aboutId, 'candidate')
  if (!visit?.stop || visit.stop.seenAt) return undefined
  return {
    subject: 'A visit was stopped',
    heading: 'A visit was stopped',
    paragraphs: [
      'One of the two has stopped a visit. That is always all right, and nobody is asked why.',
      'Please ring both today, ask how they are, and note on the page that you have looked at it.',
    ],
    button: { text: 'Open the visit', href: `${baseUrl}/staff/visits/${visit.id}` },
    why: 'You get this e-mail because you are of the positive action team.',
  }
}

export const visitEmails: Record<string, EmailKind> = {
  'visit.dayBefore': dayBefore,
  'visit.dayBeforeHost': dayBeforeHost,
  'visit.mark': mark,
  'visit.debrief': debrief,
  'visit.debriefReminder': debriefReminder,
  'visit.stopped': stopped,
}
