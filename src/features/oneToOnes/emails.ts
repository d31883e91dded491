import { timeRange, weekday } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { oneToOneCalendar } from './documents.ts'
import { findForLetter, type ShownOneToOne } from './queries/one-to-ones.ts'
import { firstNameOf, slotHowWords, slotKindWords } from './rules/words.ts'

type Side = 'candidate' | 'supporter'
const sideOf = ({ candidateId }: EmailAbout): Side => (candidateId === null ? 'supporter' : 'candidate')
const pathOf = (side: Side, id: string) => `${side === 'candidate' ? '/my' : '/supporting'}/one-to-ones/${id}`
type Words = Omit<EmailContent, 'why' | 'greeting' | 'button'> & { button: string; path?: string; why?: string }

const isOpen = ({ candidate }: ShownOneToOne, side: Side) => side === 'supporter' || candidate.closedAt === null

/** The frame of a letter to one of the two. It names nobody but its reader. */
const about =
  (write: (booking: ShownOneToOne, side: Side, email: EmailAbout) => Words | undefined): EmailKind =>
  async (email) => {
    const side = sideOf(email)
    const found = email.aboutId === null ? undefined : await findForLetter(email.aboutId, side)
    if (!found || !isOpen(found, side)) return undefined
    const words = write(found, side, email)
    if (!words) return undefined
    const { button, path = pathOf(side, found.id), ...rest } = words
    return {
      why: `You get this e-mail because of a one-to-one on the portal of ${email.force.name}. It is about that, so it comes even if you said no to news.`,
      ...rest,
      greeting: `Hello ${firstNameOf(side === 'candidate' ? found.candidate.name : found.coach.name)},`,
      button: { text: button, href: `${email.baseUrl}${path}` },
    }
  }

const factsOf = ({ kind, startsAt, endsAt, how, place }: ShownOneToOne) => [
  { label: 'What', value: slotKindWords[kind].name },
  { label: 'When', value: `${weekday(startsAt)}, ${timeRange(startsAt, endsAt)}` },
  { label: 'How', value: [slotHowWords[how], place].filter((part) => part !== '').join(', ') },
]
const entry = (booking: ShownOneToOne, side: Side, { force, baseUrl }: EmailAbout): Pick<EmailContent, 'calendar'> => {
  const off = !['booked', 'held', 'notHeld'].includes(booking.state)
  const file = oneToOneCalendar(booking, { force, baseUrl, path: pathOf(side, booking.id) })
  return { calendar: { method: off ? 'CANCEL' : 'PUBLISH', file, name: 'conversation.ics' } }
}

const booked = about((booking, side, email) => {
  if (booking.state !== 'booked') return undefined
  const moved = booking.sequence > 0
  const manners =
    side === 'candidate'
      ? 'The file puts it into your calendar. If it does not suit after all, move it or give it back on the page, so that somebody else can have the time.'
      : 'The file puts it into your calendar. What they would like to work on is on the page. If you cannot after all, say so there as early as you can.'
  return {
    subject: moved ? 'A one-to-one has a new time' : 'A one-to-one is booked',
    heading: moved ? 'Your one-to-one has a new time' : side === 'candidate' ? 'Your one-to-one is booked' : 'One of your times is booked',
    paragraphs: [manners],
    facts: factsOf(booking),
    ...entry(booking, side, email),
    button: 'See the one-to-one',
  }
})

const off = about((booking, side, email) => {
  if (['booked', 'held', 'notHeld'].includes(booking.state)) return undefined
  const own = booking.state === 'cancelled' || booking.state === 'lateCancelled'
  const next =
    side === 'candidate' ? ' You can choose another time whenever you like. Nothing follows from this.' : ' Nothing is asked of you.'
  return {
    subject: 'A one-to-one will not take place',
    heading: 'This one-to-one will not take place',
    paragraphs: [`${own ? 'It was given back.' : 'It cannot take place.'} The file takes it out of your calendar.${next}`],
    facts: factsOf(booking),
    ...entry(booking, side, email),
    button: side === 'candidate' ? 'Find another time' : 'See my times',
    path: side === 'candidate' ? '/my/one-to-ones/find' : '/supporting/one-to-ones',
  }
})

const reminder = (when: string): EmailKind =>
  about((booking, side, { force }) =>
    booking.state === 'booked' && side === 'candidate'
      ? {
          subject: `Your one-to-one is ${when}`,
          heading: `Your one-to-one is ${when}`,
          paragraphs: ['If something has come up, move it or give it back on the page: the earlier, the better for whoever comes next.'],
          facts: factsOf(booking),
          button: 'See the one-to-one',
          why: `You get this reminder because you have booked a one-to-one on the portal of ${force.name}. You can turn such e-mails off under Messages.`,
        }
      : undefined,
  )

const coming = about((booking) =>
  booking.state === 'booked'
    ? {
        subject: 'A one-to-one is coming up',
        heading: 'A one-to-one is coming up',
        paragraphs: ['This is a reminder, nothing more. If something has come up, say so on the page as early as you can.'],
        facts: factsOf(booking),
        button: 'See the one-to-one',
      }
    : undefined,
)

const toRecord = about((booking) =>
  booking.state === 'booked'
    ? {
        subject: 'How was the one-to-one?',
        heading: 'Did you meet?',
        paragraphs: [
          'Two presses: held or not, and then what you saw, while it is fresh. The candidate reads it, and nobody who decides does.',
        ],
        facts: factsOf(booking),
        button: 'Say how it was',
      }
    : undefined,
)

const feedback = about((booking) =>
  booking.feedback.length > 0
    ? {
        subject: 'Feedback is there for you',
        heading: 'Feedback is there for you',
        paragraphs: [
          'The person you met has written down what they saw and what you could try next. You read it on the page, and can answer there. Nobody who takes part in a decision about you sees it.',
        ],
        button: 'Read it',
      }
    : undefined,
)

const answered = about((booking) =>
  booking.feedback.some(({ answer }) => answer !== null)
    ? {
        subject: 'Your feedback has an answer',
        heading: 'Your feedback has an answer',
        paragraphs: ['The candidate has written something beside it. It waits for you on the page.'],
        button: 'Read it',
      }
    : undefined,
)

export const oneToOneEmails: Record<string, EmailKind> = {
  'oneToOne.booked': booked,
  'oneToOne.off': off,
  'oneToOne.reminder.week': reminder('a week away'),
  'oneToOne.reminder.day': reminder('tomorrow'),
  'oneToOne.coming': coming,
  'oneToOne.toRecord': toRecord,
  'oneToOne.feedback': feedback,
  'oneToOne.answered': answered,
}
