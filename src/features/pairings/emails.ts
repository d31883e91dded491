import { dateTime } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findPairingToTell } from './queries/letters.ts'
import { isBegun, type PairingKind } from './rules/pairings.ts'
import { firstNameOf, kindWords } from './rules/words.ts'

type Pairing = NonNullable<Awaited<ReturnType<typeof findPairingToTell>>> & { told: (typeof kindWords)[PairingKind] }
type Words = Omit<EmailContent, 'greeting' | 'why'>
type Side = 'candidate' | 'supporter'
type Write = (pairing: Pairing, side: Side, email: EmailAbout) => Words

const isThere = ({ supporter: { account } }: Pairing) =>
  account.closedAt === null && account.deactivatedAt === null && account.roles.some(({ role }) => role === 'supporter')

/** A letter to one of the two, or nothing where it is no longer true. To the supporter where the log names no candidate. */
const about =
  (isTrue: (pairing: Pairing, side: Side) => boolean, write: Write): EmailKind =>
  async (email) => {
    const found = email.aboutId === null ? null : await findPairingToTell(email.aboutId)
    const pairing = found && { ...found, told: kindWords[found.kind as PairingKind] }
    const side = email.candidateId === null ? 'supporter' : 'candidate'
    if (!pairing || !isTrue(pairing, side) || (side === 'supporter' && !isThere(pairing))) return undefined
    return {
      ...write(pairing, side, email),
      greeting: `Hello ${side === 'candidate' ? pairing.candidate.name : pairing.supporter.account.name},`,
      why:
        side === 'candidate'
          ? 'You get this e-mail because you asked for this support. It comes even if you said no to news.'
          : 'You get this e-mail because you offered to support people who think of joining.',
    }
  }

const inState =
  (...states: string[]) =>
  ({ state }: Pairing) =>
    states.includes(state)

const proposal = ({ id }: Pairing, side: Side, { baseUrl }: EmailAbout) => ({
  text: 'Read more and answer',
  href: side === 'candidate' ? `${baseUrl}/my/pairings/${id}/proposal` : `${baseUrl}/supporting/proposals/${id}`,
})
const page = ({ id }: Pairing, side: Side, { baseUrl }: EmailAbout) => ({
  text: 'Open your page',
  href: side === 'candidate' ? `${baseUrl}/my/pairings/${id}` : `${baseUrl}/supporting/pairings/${id}`,
})
const home = (side: Side, { baseUrl }: EmailAbout) =>
  side === 'candidate'
    ? { text: 'See my support', href: `${baseUrl}/my/pairings` }
    : { text: 'See my supporting', href: `${baseUrl}/supporting` }
const answerBy = ({ dueAt }: Pairing) => (dueAt === null ? [] : [{ label: 'Answer by', value: dateTime(dueAt) }])

const toSupporter = about(inState('proposedToSupporter'), (pairing, side, email) => ({
  subject: 'Somebody would like your support',
  heading: `Would you ${pairing.told.beOne}?`,
  paragraphs: [
    'What they look for is on your page. Nobody is named until both of you have said yes, and they have not been told about you.',
    'A no is a fair answer. Why is for the team alone, so that it matches better.',
  ],
  facts: answerBy(pairing),
  button: proposal(pairing, side, email),
}))

const toCandidate = about(inState('proposedToCandidate'), (pairing, side, email) => ({
  subject: 'We have a suggestion for you',
  heading: `Somebody would like to be ${pairing.told.your}`,
  paragraphs: [
    'They have said yes already. What they bring is on your page; names come once you say yes too.',
    'If it is not right, say no: you keep your place, and we look for somebody else.',
  ],
  facts: answerBy(pairing),
  button: proposal(pairing, side, email),
}))

const asked = (pairing: Pairing, side: Side) => pairing.state === (side === 'supporter' ? 'proposedToSupporter' : 'proposedToCandidate')
const nudge = about(asked, (pairing, side, email) => ({
  subject: 'A question waits for your answer',
  heading: 'Half of the time has gone',
  paragraphs: [
    side === 'supporter'
      ? 'Somebody hopes for your support. Yes or no, both are fine: it is the waiting that is hard.'
      : 'Somebody has offered to support you. Say yes, or say no and we look for somebody else. This is the only reminder.',
  ],
  facts: answerBy(pairing),
  button: proposal(pairing, side, email),
}))

const began = about(inState('active'), (pairing, side, email) => ({
  subject: 'You have both said yes',
  heading:
    side === 'candidate'
      ? `${firstNameOf(pairing.supporter.account.name)} is ${pairing.told.your}`
      : `You support ${firstNameOf(pairing.candidate.name)} now`,
  paragraphs: [
    'You can write to each other on your page. Neither sees the other’s address, phone or surname, unless that person ticks it there.',
    side === 'candidate'
      ? 'They write first, within five working days. You may of course write before.'
      : 'Please write first, within five working days: a line to say hello is enough.',
  ],
  button: page(pairing, side, email),
}))

const declined = about(inState('supporterDeclined', 'candidateDeclined'), (_pairing, side, email) => ({
  subject: 'About the support we suggested',
  heading: 'It will not be this time',
  paragraphs:
    side === 'candidate'
      ? [
          'The person you asked cannot do it just now. It says nothing about you: people have a lot to do. You can ask somebody else, and the team helps.',
        ]
      : [
          'The person we suggested has chosen otherwise. It says nothing about you: they know no more of you than you of them. Thank you for saying yes. We will ask you again.',
        ],
  button: home(side, email),
}))

const expired = about(inState('expired'), (pairing, side, email) => ({
  subject: 'A question has run out',
  heading: 'The time for an answer is over',
  paragraphs: runOut(pairing, side),
  button: home(side, email),
}))
function runOut({ supporterAcceptedAt }: Pairing, side: Side): string[] {
  if (side === 'candidate')
    return supporterAcceptedAt === null
      ? ['The person you asked did not answer in time. You can ask somebody else, and the team helps.']
      : [
          'You did not answer, and that is all right. You keep the place that you had, and we look for somebody again. If you no longer want this, take the request back.',
        ]
  return supporterAcceptedAt === null
    ? ['You did not answer in time, so we ask somebody else. If you have too much to do just now, say on your page that you are away.']
    : ['The person did not answer in time. It says nothing about you. Thank you for saying yes: we will ask you again.']
}

const withdrawn = about(inState('withdrawn'), (_pairing, side, email) => ({
  subject: 'About the support we suggested',
  heading: side === 'candidate' ? 'We have taken a suggestion back' : 'This question is answered',
  paragraphs:
    side === 'candidate'
      ? ['We are sorry: what we suggested is not possible after all. You keep your place, and we look for somebody else.']
      : ['You need not do anything: this person no longer needs an answer from you. Thank you for being there. We will ask you again.'],
  button: home(side, email),
}))

const paused = about(inState('paused'), (pairing, side, email) => ({
  subject: 'Something of yours rests for a while',
  heading: 'It is on hold',
  paragraphs: [
    'You need not do anything, and you have done nothing wrong. While it is on hold you cannot write to each other.',
    'If you have a question, or need somebody meanwhile, send the team a message.',
  ],
  button: side === 'candidate' ? page(pairing, side, email) : home(side, email),
}))

const resumed = about(inState('active'), (pairing, side, email) => ({
  subject: 'It goes on',
  heading: 'You can be in touch again',
  paragraphs: ['What was on hold goes on. What you wrote before is still there.'],
  button: page(pairing, side, email),
}))

/** Never why: what one of them asked for, and a concern above all, stays with the team. */
const ended = about(inState('ended'), (pairing, side, email) => ({
  subject: 'Something of yours has come to its end',
  heading: 'It has ended',
  paragraphs: [
    side === 'supporter'
      ? 'Your time together has ended. Thank you for all that you gave: the person you supported had somebody at their side.'
      : `Your time with ${pairing.told.your} has ended. If you would like somebody else, ask: you keep the date of your first request.`,
    'If anything is on your mind about it, send the team a message.',
  ],
  button: home(side, email),
}))

/** To whoever of the team looks after the candidate. It names nobody: the page does, to those who may see it. */
const excluded: EmailKind = async ({ aboutId, baseUrl }) => {
  const pairing = aboutId === null ? null : await findPairingToTell(aboutId)
  if (!pairing || (pairing.state !== 'paused' && isBegun(pairing.state))) return undefined
  return {
    subject: 'A pairing needs you to look',
    heading: pairing.state === 'paused' ? 'A pairing was paused' : 'A suggestion was taken back',
    paragraphs: [
      pairing.state === 'paused'
        ? 'Something keeps these two apart now. Neither of them was told what. Please look, and end it or let it go on.'
        : 'Something keeps these two apart now. Neither of them was told what. The candidate waits for somebody else.',
    ],
    button: { text: 'See the pairing', href: `${baseUrl}/staff/pairings/${pairing.id}` },
    why: 'You get this e-mail because you look after this candidate.',
  }
}

export const pairingEmails: Record<string, EmailKind> = {
  'pairing.toSupporter': toSupporter,
  'pairing.toCandidate': toCandidate,
  'pairing.nudge': nudge,
  'pairing.began': began,
  'pairing.declined': declined,
  'pairing.expired': expired,
  'pairing.withdrawn': withdrawn,
  'pairing.paused': paused,
  'pairing.resumed': resumed,
  'pairing.ended': ended,
  'pairing.excluded': excluded,
}
