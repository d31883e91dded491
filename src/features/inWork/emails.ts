import { date } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import * as letters from './queries/letters.ts'

const firstNameOf = (name: string) => name.trim().split(/\s+/)[0] ?? ''

const offer: EmailKind = async ({ aboutId, baseUrl }) => {
  const made = aboutId === null ? null : await letters.findOfferToTell(aboutId)
  if (made?.state !== 'made') return undefined
  return {
    subject: 'Something you could take, if you like',
    heading: 'We are still here',
    greeting: `Hello ${made.candidate.name},`,
    paragraphs: [
      'Things can wait without support waiting too. There are a few things that you could have in the meantime. Take one, several or none.',
      'Nobody who recruits or assesses you learns whether you do.',
    ],
    facts: [{ label: 'Open until', value: date(made.untilOn) }],
    button: { text: 'See what is offered', href: `${baseUrl}/my/work/offers/${made.id}` },
    why: 'You get this e-mail because you use our support. It comes once, and there is no need to answer.',
  }
}

/** To a buddy, who knows that it rests: neither why nor until when is ours to tell. */
const keepInTouch: EmailKind = async ({ aboutId, baseUrl }) => {
  const pairing = aboutId === null ? null : await letters.findPairingToTell(aboutId)
  if (pairing?.state !== 'active') return undefined
  return {
    subject: 'Somebody you support would like to stay in touch',
    heading: `${firstNameOf(pairing.candidate.name)} would be glad of a word now and then`,
    greeting: `Hello ${pairing.supporter.account.name},`,
    paragraphs: [
      'Things go more slowly for them just now, and they would like you to stay in touch. A short message every few weeks is plenty.',
    ],
    button: { text: 'Write to them', href: `${baseUrl}/supporting/pairings/${pairing.id}` },
    why: 'You get this e-mail because you are a buddy.',
  }
}

const arranged: EmailKind = async ({ aboutId, baseUrl }) => {
  const wish = aboutId === null ? null : await letters.findWishToTell(aboutId)
  if (wish?.state !== 'arranged') return undefined
  return {
    subject: 'Something is arranged for you',
    heading: 'We have arranged what you asked for',
    greeting: `Hello ${wish.candidate.name},`,
    paragraphs: ['What it is, and how it goes on from here, stands on your page. If it does not suit you, say so there.'],
    button: { text: 'See what is arranged', href: `${baseUrl}/my/work/progress` },
    why: 'You get this e-mail because you told us what you would like after your first year.',
  }
}

export const inWorkEmails: Record<string, EmailKind> = {
  'inWork.offer': offer,
  'inWork.keepInTouch': keepInTouch,
  'inWork.arranged': arranged,
}
