import { date, dateRange } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { visitCalendar } from './documents.ts'
import { findHostToTell, findPlacementToTell, type ToldPlacement } from './queries/letters.ts'
import { isLive } from './rules/placements.ts'
import { toldOf } from './rules/words.ts'

type Words = Omit<EmailContent, 'greeting' | 'why'>
type Side = 'candidate' | 'host'
type Write = (placement: ToldPlacement, side: Side, email: EmailAbout) => Words

/** A letter to one of the two, or nothing where it is no longer true. To the host where the log names no candidate. */
const about =
  (isTrue: (placement: ToldPlacement, email: EmailAbout) => boolean, write: Write): EmailKind =>
  async (email) => {
    const placement = email.aboutId === null ? null : await findPlacementToTell(email.aboutId)
    if (!placement || !isTrue(placement, email)) return undefined
    if (email.candidateId !== null)
      return {
        ...write(placement, 'candidate', email),
        greeting: `Hello ${placement.candidate.name},`,
        why: 'You get this e-mail because you asked to see the work of a department. It comes even if you said no to news.',
      }
    const host = email.accountId === null ? undefined : await findHostToTell(email.accountId)
    if (!host) return undefined
    return {
      ...write(placement, 'host', email),
      greeting: `Hello ${host.name},`,
      why: 'You get this e-mail because you host visitors in your department.',
    }
  }

const inState =
  (...states: string[]) =>
  ({ state }: ToldPlacement) =>
    states.includes(state)
const always = () => true

const pathOf = ({ id }: { id: string }, side: Side) => (side === 'candidate' ? `/my/placements/${id}` : `/supporting/placements/${id}`)
const page = (placement: ToldPlacement, side: Side, { baseUrl }: EmailAbout, text = 'Open your page') => ({
  ...{ text, href: `${baseUrl}${pathOf(placement, side)}` },
})
const list = ({ baseUrl }: EmailAbout, side: Side) => ({
  text: side === 'candidate' ? 'See my visits' : 'See my visitors',
  href: `${baseUrl}${side === 'candidate' ? '/my/placements' : '/supporting/placements'}`,
})
const when = ({ date: day }: ToldPlacement) => (day === null ? [] : [{ label: 'When', value: dateRange(day.startsAt, day.endsAt) }])
const facts = (placement: ToldPlacement) => ({ facts: [{ label: 'Department', value: placement.host.name }, ...when(placement)] })
const calendar = (placement: ToldPlacement, side: Side, { force, baseUrl }: EmailAbout) =>
  placement.date === null
    ? {}
    : {
        calendar: {
          ...{ method: isLive(placement.state) ? ('PUBLISH' as const) : ('CANCEL' as const), name: 'visit.ics' },
          file: visitCalendar({ ...placement, date: placement.date }, { force, baseUrl, path: pathOf(placement, side) }),
        },
      }

const toHost = about(inState('underConsideration'), (placement, side, email) => ({
  subject: 'Somebody would like to visit your department',
  heading: 'Could you show somebody your work?',
  paragraphs: [
    'What they hope to see is on your page. Nobody is named before both of you have said yes.',
    'Offer a day that suits you, or say no: a no is a fair answer, and why is for the team alone.',
  ],
  ...facts(placement),
  button: page(placement, side, email, 'Read more and answer'),
}))

const offered = about(inState('offered'), (placement, side, email) => ({
  subject: 'About the visit you asked for',
  heading: `${placement.host.name} would like to show you its work`,
  paragraphs: [
    placement.date === null
      ? 'They said yes. Say yes too, and a day is found that suits you both.'
      : 'They said yes, and offer a day. Say yes, ask for another day, or take your wish back: all three are fine.',
  ],
  facts: when(placement),
  button: page(placement, side, email, 'Read more and answer'),
}))

const offeredForYou = about(inState('offered'), (placement, side, email) => ({
  subject: 'We wrote down that you can receive a visitor',
  heading: 'The team noted your yes',
  paragraphs: ['As you told us, you can receive somebody. They are asked now, and we write to you when they have answered.'],
  ...facts(placement),
  button: page(placement, side, email),
}))

const accepted = about(inState('accepted', 'checks', 'confirmed'), (placement, side, email) => ({
  subject: 'Your visitor said yes',
  heading: 'They would like to come',
  paragraphs: [
    placement.date === null
      ? 'There is no day yet: please offer one that suits you on your page.'
      : 'The checks are being made now. We write to you once it is certain; until then it may still change.',
  ],
  ...facts(placement),
  button: page(placement, side, email),
}))

const confirmed = about(inState('confirmed'), (placement, side, email) => ({
  subject: 'The visit is certain',
  heading: side === 'candidate' ? `You are expected at ${placement.host.name}` : 'Your visitor is coming',
  paragraphs: [
    side === 'candidate'
      ? 'Everything is ready. Your page says where to go, what to wear and whom to ask for. If something comes up, say so there: nobody minds.'
      : 'All checks are made. Your page says who comes and what they hope to see.',
  ],
  ...facts(placement),
  button: page(placement, side, email),
  ...calendar(placement, side, email),
}))

const moved = about(
  (placement) => isLive(placement.state) && placement.date !== null,
  (placement, side, email) => ({
    subject: 'A visit has a new time',
    heading: placement.state === 'confirmed' ? 'The day has changed, and is certain' : 'The day has changed',
    paragraphs: [
      placement.state === 'checks'
        ? 'Some checks have to be looked at again for the new day. We write once it is certain.'
        : 'Please look whether it suits you. If it does not, say so on your page.',
    ],
    ...facts(placement),
    button: page(placement, side, email),
    ...(placement.state === 'confirmed' && calendar(placement, side, email)),
  }),
)

const dateLost = about(
  ({ state, date: day }) => isLive(state) && day === null,
  (placement, side, email) => ({
    subject: 'About your visit',
    heading: 'The day falls through',
    paragraphs: [
      `We are sorry: the day with ${placement.host.name} is not possible after all. It says nothing about you.`,
      'You keep your turn, and another day is looked for. You need not do anything.',
    ],
    button: page(placement, side, email),
  }),
)

const dateOff = about(
  ({ state, date: day }) => isLive(state) && day === null,
  (placement, side, email) => ({
    subject: 'A visit needs another day',
    heading: 'The day does not suit after all',
    paragraphs: ['Nobody comes on the day that was planned. If you can, offer another one on your page.'],
    facts: [{ label: 'Department', value: placement.host.name }],
    button: page(placement, side, email),
  }),
)

const rechecked = about(inState('checks'), (placement, side, email) => ({
  subject: 'A visit is not certain any more',
  heading: 'Something has to be looked at again',
  paragraphs: [
    side === 'candidate'
      ? 'Something that the visit needs has changed or run out. Your page says whether there is anything for you to do; the team sees to the rest.'
      : 'Something that the visit needs has changed or run out. The team sees to it, and writes once it is certain again.',
  ],
  ...facts(placement),
  button: page(placement, side, email),
}))

const declined = about(inState('declined'), (placement, side, email) => ({
  subject: 'About the visit you asked for',
  heading: 'It will not be there this time',
  paragraphs: [
    `${placement.host.name} cannot receive you just now. It says nothing about you.`,
    ...toldOf(placement.reasons),
    'Other departments that fit what you hope for are on your page: you can ask one of them with one press, and keep your turn.',
  ],
  button: page(placement, side, email, 'See other departments'),
}))

const cancelled = about(inState('cancelled', 'withdrawn'), (placement, side, email) => ({
  subject: 'About your visit',
  heading: placement.state === 'withdrawn' ? 'Your wish is taken back' : 'The visit is called off',
  paragraphs:
    placement.state === 'withdrawn'
      ? ['As you told us, we took it back. You can ask again whenever you like.']
      : ['We are sorry: the visit cannot take place. It says nothing about you. You can ask for another one, and the team helps.'],
  ...facts(placement),
  button: page(placement, side, email),
  ...(placement.confirmedAt !== null && calendar(placement, side, email)),
}))

const notNeeded = about(always, (placement, side, email) => ({
  subject: 'A visit does not take place',
  heading: 'You need not prepare anything',
  paragraphs: ['The visit that was planned with you does not take place, or somebody else receives them. Thank you for being there.'],
  facts: when(placement),
  button: list(email, side),
}))

const expiring = about(
  ({ state, expiresAt }) => isLive(state) && expiresAt !== null,
  (placement, side, email) => ({
    subject: 'A wish of yours runs out soon',
    heading: 'There is no day yet for your visit',
    paragraphs: [
      `What you asked of ${placement.host.name} runs out on ${placement.expiresAt === null ? 'a day soon' : date(placement.expiresAt)}, as no day has been found.`,
      'You can say when it would suit you, ask another department, or simply let it run out. You can always ask again.',
    ],
    button: page(placement, side, email),
  }),
)

const expired = about(inState('expired'), (placement, side, email) => ({
  subject: 'A wish of yours has run out',
  heading: 'No day was found in time',
  paragraphs: [
    `What you asked of ${placement.host.name} has run out after two months. It says nothing about you.`,
    'You can ask there again, or somewhere else.',
  ],
  button: page(placement, side, email, 'See other departments'),
}))

/** To whoever of the team looks after the candidate. It names nobody: the page does, to those who may see it. */
const apart: EmailKind = async ({ aboutId, baseUrl }) => {
  const placement = aboutId === null ? null : await findPlacementToTell(aboutId)
  if (!placement || !isLive(placement.state)) return undefined
  return {
    subject: 'A placement needs you to look',
    heading: 'A placement has come back to you',
    paragraphs: ['Something keeps the two apart now. Neither of them was told what. Please find somebody else to receive them.'],
    button: { text: 'See the placement', href: `${baseUrl}/staff/placements/${placement.id}` },
    why: 'You get this e-mail because you look after this candidate.',
  }
}

export const placementEmails: Record<string, EmailKind> = {
  'placement.toHost': toHost,
  'placement.offered': offered,
  'placement.offeredForYou': offeredForYou,
  'placement.accepted': accepted,
  'placement.confirmed': confirmed,
  'placement.moved': moved,
  'placement.dateLost': dateLost,
  'placement.dateOff': dateOff,
  'placement.rechecked': rechecked,
  'placement.declined': declined,
  'placement.cancelled': cancelled,
  'placement.notNeeded': notNeeded,
  'placement.expiring': expiring,
  'placement.expired': expired,
  'placement.apart': apart,
}
