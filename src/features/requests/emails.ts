import { date } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findRequestToTell } from './queries/letters.ts'
import { countStillWaiting } from './queries/remind.ts'
import { MISTAKE } from './rules/requests.ts'
import type { Digest } from './rules/reminders.ts'
import { reasonWords, requestWords } from './rules/words.ts'

type Request = NonNullable<Awaited<ReturnType<typeof findRequestToTell>>> & { name: string }
type Words = Omit<EmailContent, 'greeting' | 'why' | 'button'> & { button?: string }

const nameOf = (kind: string, { force }: EmailAbout) => force.support.find((each) => each.kind === kind)?.name ?? 'Support'

/** A letter about one request. It says nothing where the request has moved on meanwhile. */
const about =
  (isTrue: (request: Request) => boolean, write: (request: Request, email: EmailAbout) => Words): EmailKind =>
  async (email) => {
    const found = email.aboutId === null ? undefined : await findRequestToTell(email.aboutId)
    const request = found && { ...found, name: nameOf(found.kind, email) }
    if (!request || !isTrue(request)) return undefined
    const { button = 'See my request', ...words } = write(request, email)
    return {
      ...words,
      greeting: `Hello ${request.candidate.name},`,
      button: { text: button, href: `${email.baseUrl}/my/support/${request.id}` },
      why: 'You get this e-mail because you asked for this support. It comes even if you said no to news.',
    }
  }

const inState = (state: string) => (request: Request) => request.state === state
const asked = ({ name }: Request) => ({ label: 'You asked for', value: name })
const withWords = ({ words }: Request, label: string) => (words === null ? [] : [{ label, value: words }])
const ANSWERED = 'We have answered what you asked for'
const NEWS = 'There is news about what you asked for'

const accepted = about(inState('accepted'), (request) => ({
  subject: ANSWERED,
  heading: 'We said yes',
  paragraphs: [
    `Thank you for asking. ${request.helper ?? 'Somebody from the team'} is arranging it, and will be in touch about when and where.`,
    ...(request.hopes === 0 ? ['Meanwhile you can say what you hope to get from it. It helps us to fit it to you.'] : []),
  ],
  facts: [asked(request), ...withWords(request, 'What happens next')],
}))

const underway = about(inState('underway'), (request) => ({
  subject: NEWS,
  heading: request.last?.fromState === 'paused' ? 'It goes on' : 'It has begun',
  paragraphs: [`${request.helper ?? 'The team'} is there for you if anything is not as you hoped. You can stop at any time.`],
  facts: [asked(request)],
}))

const paused = about(
  (request) => request.state === 'paused' && request.reviewOn !== null,
  (request) => ({
    subject: NEWS,
    heading: 'It is on hold',
    paragraphs: ['Nothing is lost: we keep where you were. You can ask to carry on at any time, with one button on your page.'],
    facts: [
      asked(request),
      { label: 'We look at it again on', value: request.reviewOn === null ? '' : date(request.reviewOn) },
      ...withWords(request, 'From the team'),
    ],
  }),
)

const howItWent = ({ hopes }: Request) =>
  hopes === 0
    ? []
    : [
        'When you asked, you said what you hoped to get from it. Would you tell us how that came out? It takes a minute, and nobody who decides on an application sees it.',
      ]

const completed = about(inState('completed'), (request) => ({
  subject: NEWS,
  heading: 'You have finished',
  paragraphs: ['Well done, and thank you for taking part.', ...howItWent(request)],
  facts: [asked(request)],
  ...(request.hopes > 0 && { button: 'Say how it went' }),
  after: ['You can ask for more support, or for this again, whenever you like.'],
}))

const withdrawn = about(inState('withdrawn'), (request) => ({
  subject: NEWS,
  heading: 'We have noted that it has ended',
  paragraphs: [
    'It makes no difference to any application, and you can ask again at any time.',
    ...(request.beganAt === null ? [] : howItWent(request)),
  ],
  facts: [asked(request), { label: 'Why', value: reasonWords(request.reason) ?? 'You did not say, and need not' }],
  ...(request.beganAt !== null && request.hopes > 0 && { button: 'Say how it went' }),
}))

const notOffered = about(inState('notOffered'), (request, email) => {
  const { reason, words, alternatives } = request
  const instead = alternatives.map(({ kind }) => nameOf(kind, email)).join(', ')
  const why = reason === 'other' && words !== null ? words : (reasonWords(reason) ?? 'We will tell you when we talk')
  return {
    subject: ANSWERED,
    heading: 'We cannot offer this now',
    paragraphs: [
      'We are sorry: we cannot offer this at present. It says nothing about you, and it changes nothing about any application.',
      ...(instead === '' ? [] : ['There is something else that may help. You can ask for it with one button.']),
    ],
    facts: [
      asked(request),
      { label: 'Why', value: why },
      ...(reason === 'other' ? [] : withWords(request, 'From the team')),
      ...(instead === '' ? [] : [{ label: 'Instead', value: instead }]),
    ],
    ...(instead !== '' && { button: 'See what you can have instead' }),
    after: [
      `There is other support you can choose, and you can ask for this again at any time. Questions: ${email.force.contacts.team.email}.`,
    ],
  }
})

const putBack = about(
  ({ last }) => last?.reason === MISTAKE,
  (request) => ({
    subject: 'Our last e-mail was a mistake',
    heading: 'Please leave our last e-mail aside',
    paragraphs: ['We made a mistake, and have put it right. We are sorry for the confusion.'],
    facts: [asked(request), { label: 'It stands at', value: requestWords[request.state as keyof typeof requestWords].tag }],
  }),
)

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
const many = (n: number, one: string, more: string) => `${String(n)} ${n === 1 ? one : more}`

/** To somebody of the team: how many wait, and where they stand. Nobody's name is in it. */
const reminder: EmailKind = async ({ data, baseUrl }) => {
  const digest: Digest = { soon: listOf(data['soon']), late: listOf(data['late']), review: listOf(data['review']) }
  const { soon, late, review } = await countStillWaiting(digest)
  const facts = [
    { n: late, label: `${many(late, 'request has', 'requests have')} had no answer in time`, value: `${baseUrl}/staff/requests?due=over` },
    {
      n: soon,
      label: `${many(soon, 'request needs', 'requests need')} an answer by the next working day`,
      value: `${baseUrl}/staff/requests?due=soon`,
    },
    { n: review, label: `${many(review, 'pause is', 'pauses are')} to be looked at again`, value: `${baseUrl}/staff/requests?due=review` },
  ].filter(({ n }) => n > 0)
  const [first] = facts
  if (!first) return undefined
  return {
    subject: 'Support requests that wait for the team',
    heading: late > 0 ? 'Somebody waits longer than we promised' : 'This waits for you',
    paragraphs: ['Each of these is told once. The lists show whatever is still open when you look.'],
    facts: facts.map(({ label, value }) => ({ label, value })),
    button: { text: 'Open the list', href: first.value },
    why: 'You get this e-mail because you are on the positive action team, and these are yours or nobody’s yet.',
  }
}

export const requestEmails: Record<string, EmailKind> = {
  'request.accepted': accepted,
  'request.underway': underway,
  'request.paused': paused,
  'request.completed': completed,
  'request.withdrawn': withdrawn,
  'request.notOffered': notOffered,
  'request.putBack': putBack,
  'requests.reminder': reminder,
}
