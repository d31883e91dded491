import { timeRange, weekday } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { pairAddress, type Side } from '../together/rules/pairs.ts'
import { sessionCalendar } from './documents.ts'
import { findPairForLetter, findPlanForLetter, findSessionForLetter } from './queries/plan.ts'
import { hows, type How } from './rules/sessions.ts'

const sideOf = ({ candidateId }: EmailAbout): Side => (candidateId === null ? 'supporter' : 'candidate')
type Reader = { pairingId: string; live: boolean; side: Side; name: string }
type Words = Omit<EmailContent, 'why' | 'greeting' | 'button'> & { button: string; path?: string }

/** The frame of a letter to one of a mentoring or coaching pair. It names nobody but its reader. */
const letter = ({ baseUrl, force }: EmailAbout, reader: Reader, { button, path = '', ...words }: Words): EmailContent => ({
  ...words,
  greeting: `Hello ${reader.name},`,
  button: { text: button, href: `${baseUrl}${pairAddress(reader.side, reader.pairingId)}/plan${path}` },
  why: `You get this e-mail because you are in a pairing on the portal of ${force.name}. It is about that, so it comes even if you said no to news.`,
})

const about =
  <F extends { reader: Reader }>(
    find: (id: string, side: Side) => Promise<F | undefined>,
    write: (found: F, email: EmailAbout) => Words | undefined,
  ): EmailKind =>
  async (email) => {
    const found = email.aboutId === null ? undefined : await find(email.aboutId, sideOf(email))
    if (!found?.reader.live) return undefined
    const words = write(found, email)
    return words && letter(email, found.reader, words)
  }

const planProposed = about(findPlanForLetter, ({ state }) =>
  state === 'proposed'
    ? {
        subject: 'A plan waits for your answer',
        heading: 'A plan waits for your answer',
        paragraphs: [
          'The person you are paired with has written down goals and how you could work together. Read it, and agree or say that you would like another version.',
        ],
        button: 'Read the plan',
      }
    : undefined,
)

const planAgreed = about(findPlanForLetter, ({ state, number }) =>
  state === 'agreed'
    ? {
        subject: 'Your plan is agreed',
        heading: 'You have both agreed to the plan',
        paragraphs: [
          `Version ${String(number)} holds now and is kept as it is. If something changes, either of you can propose the next version.`,
        ],
        button: 'See the plan',
      }
    : undefined,
)

const extensionAsked = about(findPairForLetter, ({ extension, reader }) =>
  extension?.agreedAt === null && extension.side !== reader.side
    ? {
        subject: 'More weeks together?',
        heading: 'You are asked for more weeks',
        paragraphs: [
          'The person you are paired with would like to go on for longer than planned, and says why on the page. It takes a yes from you, and is possible once.',
        ],
        button: 'Answer',
      }
    : undefined,
)

type Found = NonNullable<Awaited<ReturnType<typeof findSessionForLetter>>>
const factsOf = ({ startsAt, minutes, how, place }: Found) => [
  { label: 'When', value: `${weekday(startsAt)}, ${timeRange(startsAt, new Date(startsAt.getTime() + minutes * 60_000))}` },
  { label: 'How', value: [hows[how as How], place].filter((part) => part !== '').join(', ') },
]
const entry = (session: Found, { force, baseUrl }: EmailAbout): Pick<EmailContent, 'calendar'> => {
  const path = `${pairAddress(session.reader.side, session.reader.pairingId)}/plan`
  const file = sessionCalendar(session, { force, baseUrl, path })
  return { calendar: { method: session.state === 'notHeld' ? 'CANCEL' : 'PUBLISH', file, name: 'conversation.ics' } }
}

const session = about(findSessionForLetter, (found, email) =>
  found.state === 'planned'
    ? {
        subject: found.sequence === 0 ? 'A conversation is planned' : 'A conversation has a new time',
        heading: found.sequence === 0 ? 'Your conversation is planned' : 'Your conversation has a new time',
        paragraphs: ['What holds now is below; the file puts it into your calendar. If it does not suit, choose another time on the page.'],
        facts: factsOf(found),
        ...entry(found, email),
        button: 'See the conversation',
        path: `/sessions/${found.id}`,
      }
    : undefined,
)

const sessionOff = about(findSessionForLetter, (found, email) =>
  found.state === 'notHeld'
    ? {
        subject: 'A conversation will not happen',
        heading: 'This conversation will not happen',
        paragraphs: ['It was called off before its time. The file takes it out of your calendar. You can plan another on the page.'],
        facts: factsOf(found),
        ...entry(found, email),
        button: 'Plan another',
        path: '/sessions/new',
      }
    : undefined,
)

const review = about(findPairForLetter, ({ open: [point] }) =>
  point === undefined
    ? undefined
    : {
        subject: point === 'halfway' ? 'Half-way: how is it going?' : 'Looking back together',
        heading: point === 'halfway' ? 'You are half-way' : 'Your plan comes to its end',
        paragraphs: [
          'Two short questions, for both of you: how far have you come, and what would you like to say? You see each other’s answers once both have written.',
        ],
        button: 'Look back',
        path: `/reviews/${point}`,
      },
)

export const mentoringEmails: Record<string, EmailKind> = {
  'mentoring.planProposed': planProposed,
  'mentoring.planAgreed': planAgreed,
  'mentoring.extensionAsked': extensionAsked,
  'mentoring.session': session,
  'mentoring.sessionOff': sessionOff,
  'mentoring.review': review,
}
