import { date } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import * as letters from './queries/letters.ts'
import { firstNameOf } from './queries/own.ts'

const why = 'You get this e-mail because our support goes on through your first year. You can stop the check-ins on your page.'
const forBuddies = 'You get this e-mail because you are a buddy.'

const begun: EmailKind = async ({ aboutId, baseUrl }) => {
  const year = aboutId === null ? null : await letters.findYearToTell(aboutId)
  if (year?.endedAt !== null) return undefined
  return {
    subject: 'Your first year, and who is beside you',
    heading: 'Congratulations. We stay with you',
    greeting: `Hello ${year.candidate.name},`,
    paragraphs: [
      'Starting is the beginning, not the end. For twelve months we ask now and then how it goes: after 2, 6, 13, 26, 39 and 52 weeks.',
      'You choose for each answer who may read it: you alone, your buddy, or our team. Neither your supervisor nor anybody who recruits ever does.',
    ],
    facts: [{ label: 'Your first day', value: date(year.startedOn) }],
    button: { text: 'See my first year', href: `${baseUrl}/my/first-year` },
    why,
  }
}

const buddyGoesOn: EmailKind = async ({ aboutId, baseUrl }) => {
  const pairing = aboutId === null ? null : await letters.findPairingToTell(aboutId)
  if (pairing?.state !== 'active') return undefined
  return {
    subject: 'Being a buddy goes on into the first year',
    heading: 'They have started, and you stay beside them',
    greeting: `Hello ${pairing.supporter.account.name},`,
    paragraphs: [
      `${firstNameOf(pairing.candidate.name)} has begun the job. The first months are when somebody to ask matters most.`,
      'You see what they choose to share with you, and when we ask them how it goes. If you cannot go on, tell the team: somebody takes over on a day that suits you both.',
    ],
    button: { text: 'See their first year', href: `${baseUrl}/supporting/pairings/${pairing.id}/first-year` },
    why: forBuddies,
  }
}

const checkIn: EmailKind = async ({ aboutId, baseUrl }) => {
  const asked = aboutId === null ? null : await letters.findCheckInToTell(aboutId)
  if (asked?.openedAt == null || asked.answeredAt !== null || asked.year.endedAt !== null) return undefined
  return {
    subject: 'How is it going?',
    heading: `Week ${String(asked.week)}: how is it going?`,
    greeting: `Hello ${asked.candidate.name},`,
    paragraphs: ['Five short questions, and each can be left out. You choose who may read each answer, and it may be you alone.'],
    button: { text: 'Say how it goes', href: `${baseUrl}/my/first-year/${asked.id}` },
    after: ['If something cannot wait, you can ask for help on the same page at any time.'],
    why,
  }
}

const help: EmailKind = async ({ aboutId, baseUrl }) => {
  const asked = aboutId === null ? null : await letters.findHelpToTell(aboutId)
  if (asked?.pairing?.state !== 'active' || asked.metAt !== null) return undefined
  return {
    subject: 'Somebody you support would like to hear from you',
    heading: `${firstNameOf(asked.candidate.name)} asks for you`,
    greeting: `Hello ${asked.pairing.supporter.account.name},`,
    paragraphs: ['What it is about stands on the page of your pairing. A short word, even to say when you have time, helps most.'],
    button: { text: 'See what they ask', href: `${baseUrl}/supporting/pairings/${asked.pairing.id}/first-year` },
    why: forBuddies,
  }
}

/** To whoever looks after the person: neither who nor what, as these stand on a page that asks who reads it. */
const alert: EmailKind = async ({ aboutId, baseUrl }) => {
  const raised = aboutId === null ? null : await letters.findAlertToTell(aboutId)
  if (raised?.closedAt !== null) return undefined
  return {
    subject: 'Something in a first year waits for you',
    heading: 'Please look at this within two working days',
    paragraphs: ['Whom it is about, and by which rule it was raised, stands in the portal.'],
    button: { text: 'Look at it', href: `${baseUrl}/staff/first-year/${raised.yearId}` },
    why: 'You get this e-mail because you look after the person it is about.',
  }
}

const handOver: EmailKind = async ({ aboutId, baseUrl }) => {
  const planned = aboutId === null ? null : await letters.findHandOverToTell(aboutId)
  if (planned?.settledAt !== null) return undefined
  return {
    subject: 'Somebody else will be your buddy',
    heading: `From ${date(planned.onDay)} somebody else will be your buddy`,
    greeting: `Hello ${planned.candidate.name},`,
    paragraphs: [
      'Until that day nothing changes. Then we ask the new person, and you meet them once you have both said yes.',
      'What you shared with your buddy until now is not shown to the next one.',
    ],
    button: { text: 'See my first year', href: `${baseUrl}/my/first-year` },
    after: ['Is there something that we should know about this? Ask for help on the same page.'],
    why,
  }
}

const finished: EmailKind = async ({ aboutId, baseUrl }) => {
  const year = aboutId === null ? null : await letters.findYearToTell(aboutId)
  if (year?.endReason !== 'twelveMonths') return undefined
  return {
    subject: 'Twelve months. Thank you, and what comes next',
    heading: 'You have done your first year',
    greeting: `Hello ${year.candidate.name},`,
    paragraphs: [
      'Thank you for letting us be beside you. The check-ins end here, and so does the time with your buddy.',
      'Coaching, networks and ways into leadership go on for as long as you like. And somebody who is where you were may be glad of you: you can become a buddy yourself.',
    ],
    button: { text: 'See what comes next', href: `${baseUrl}/my/work/progress` },
    why: 'You get this e-mail because your first year with our support is over.',
  }
}

const thanks: EmailKind = async ({ aboutId, baseUrl }) => {
  const pairing = aboutId === null ? null : await letters.findPairingToTell(aboutId)
  if (pairing?.endReason !== 'twelveMonths') return undefined
  return {
    subject: 'Thank you for a year beside somebody',
    heading: 'Thank you',
    greeting: `Hello ${pairing.supporter.account.name},`,
    paragraphs: [
      `${firstNameOf(pairing.candidate.name)} has been in the job for twelve months, and you were beside them. That is where people stay or leave, and you made it easier to stay.`,
      'The pairing ends here. There is room with you again for somebody else, whenever you would like that.',
    ],
    button: { text: 'Go to my page', href: `${baseUrl}/supporting` },
    why: forBuddies,
  }
}

export const firstYearEmails: Record<string, EmailKind> = {
  'firstYear.begun': begun,
  'firstYear.buddy': buddyGoesOn,
  'firstYear.checkIn': checkIn,
  'firstYear.help': help,
  'firstYear.alert': alert,
  'firstYear.handOver': handOver,
  'firstYear.finished': finished,
  'firstYear.thanks': thanks,
}
