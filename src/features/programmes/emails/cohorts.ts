import { now } from '../../../core/clock.ts'
import { date, days } from '../../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../../messages/rules.ts'
import { findMembershipToTell } from '../queries/cohorts.ts'
import { findRatingToAsk } from '../queries/ratings.ts'
import { afterCloses } from '../rules/ratings.ts'

type Group = { id: string; name: string; startsOn: Date; endsOn: Date; closesAt: Date; programme: { name: string } }
type Content = Pick<EmailContent, 'subject' | 'heading' | 'paragraphs'> & { button: string }

/** A kind of e-mail about a cohort, for somebody who stands there as the e-mail says; where that has changed, nothing is sent. */
const about =
  (state: string, write: (cohort: Group, reason: string | null) => Content): EmailKind =>
  async ({ aboutId, candidateId, baseUrl }: EmailAbout) => {
    if (aboutId === null || candidateId === null) return undefined
    const found = await findMembershipToTell(aboutId, candidateId, state)
    if (found?.cohort.closedAt !== null) return undefined
    const { cohort, candidate, reason, beganAt } = found
    const { button, ...content } = write(cohort, reason)
    return {
      ...content,
      greeting: `Hello ${candidate.name},`,
      facts: [
        { label: 'Group', value: cohort.name },
        { label: 'Programme', value: cohort.programme.name },
        { label: 'Runs', value: days(cohort.startsOn, cohort.endsOn) },
      ],
      button: { text: button, href: `${baseUrl}/cohorts/${cohort.id}` },
      why: `You get this e-mail because something changed in your support on ${date(beganAt)}. It comes even if you said no to news.`,
    }
  }

const invited = about('invited', ({ closesAt }) => ({
  subject: 'An invitation for you',
  heading: 'You are invited to join a group',
  paragraphs: [
    'The team would like to invite you to the group below. You decide: nothing happens until you say yes, and saying no changes nothing else.',
    ...(closesAt > now() ? [`Please answer by ${date(new Date(closesAt.getTime() - 1))}.`] : []),
    'We will ask you to sign in first, so that nobody else can answer for you.',
  ],
  button: 'See the invitation and answer',
}))

const joined = about('joined', () => ({
  subject: 'You are in',
  heading: 'You are a member of the group',
  paragraphs: ['You can ask for a place at each of its workshops now, singly or together. You can leave whenever you like.'],
  button: 'Choose my workshops',
}))

const refused = about('left', (_cohort, reason) => ({
  subject: 'About your request',
  heading: 'You cannot join this group',
  paragraphs: [
    'We are sorry that we cannot take you into the group below.',
    ...(reason === null ? [] : [`Why: ${reason}`]),
    'Your other support goes on as before. Answer by the contact page if you would like to talk about what else could help.',
  ],
  button: 'See the group',
}))

/** Sent once, after the last workshop; not to somebody who has answered or left meanwhile, nor when it is too late to answer. */
const rateAfter: EmailKind = async ({ aboutId, candidateId, baseUrl }) => {
  if (aboutId === null || candidateId === null) return undefined
  const found = await findRatingToAsk(aboutId, candidateId)
  if (!found) return undefined
  return {
    subject: 'How do you feel now?',
    heading: 'The last workshop is over. How do you feel now?',
    greeting: `Hello ${found.name},`,
    paragraphs: [
      found.before
        ? 'Before the workshops you told us how sure you felt. Say it once more, and you see what has changed.'
        : 'If you like, say how sure you feel after the workshops. It takes a minute.',
      'You may leave it out. We ask this once, and the team sees only averages unless you choose otherwise.',
    ],
    facts: [
      { label: 'Group', value: found.cohort.name },
      { label: 'Open until', value: date(new Date(afterCloses(found.cohort).getTime() - 1)) },
    ],
    button: { text: 'Say how it is now', href: `${baseUrl}/cohorts/${aboutId}/after` },
    why: 'You get this e-mail once, because the last workshop of your group is over. You can turn such e-mails off under Messages when you are signed in.',
  }
}

export const cohortEmails: Record<string, EmailKind> = {
  'cohort.invited': invited,
  'cohort.joined': joined,
  'cohort.refused': refused,
  'cohort.rateAfter': rateAfter,
}
