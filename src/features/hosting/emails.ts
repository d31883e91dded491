import { date, londonDay, timeRange, weekday } from '../../core/dates.ts'
import { now } from '../../core/clock.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findDateToTell, findHostToTell } from './queries/letters.ts'
import { isOpen } from './rules/openness.ts'
import { openTo } from './rules/words.ts'

type Host = NonNullable<Awaited<ReturnType<typeof findHostToTell>>>
type Words = Pick<EmailContent, 'subject' | 'heading' | 'paragraphs' | 'button'>

const WHY = 'You get this e-mail because you host people who want to see the work of your department.'

/** A letter about a department to one of its people. Whoever hosts there no more gets none. */
const toHost =
  (write: (host: Host, email: EmailAbout) => Words | undefined): EmailKind =>
  async (email) => {
    const { aboutId, accountId } = email
    const host = aboutId === null || accountId === null ? null : await findHostToTell(aboutId, accountId)
    const words = host && write(host, email)
    if (!host || !words) return undefined
    return { ...words, greeting: `Hello ${host.people[0]?.supporter.account.name ?? ''},`, why: WHY }
  }

const trainingLine = (host: Host, phone: string): string => {
  const until = host.people[0]?.supporter.trainedUntil ?? null
  if (until === null || until.toISOString().slice(0, 10) < londonDay(now()))
    return `Your supporter training is not in date, so you can offer no days yet. Ring ${phone} for the next one.`
  return `Your supporter training holds until ${date(until)}. You can offer days up to then.`
}

const added = toHost((host, { baseUrl, force, aboutId }) => ({
  subject: 'You are down to host people',
  heading: 'You host people now',
  paragraphs: [
    `The team has put you down as somebody who receives people at: ${host.name}. They come for a few hours to see what the work is like.`,
    trainingLine(host, force.contacts.team.phone),
    `If that is a mistake, ring the team on ${force.contacts.team.phone}.`,
  ],
  button: { text: 'See your department', href: `${baseUrl}/supporting/hosting/${aboutId ?? ''}` },
}))

const asking = (heading: string, first: string): EmailKind =>
  toHost((host, { baseUrl, aboutId }) =>
    host.state !== 'published' || !isOpen(host)
      ? undefined
      : {
          subject: 'Are you open to hosting this year?',
          heading,
          paragraphs: [
            `${first} It is about: ${host.name}.`,
            `What holds now: ${openTo(host.openness).text.toLowerCase()}. One press is enough, “not now” is a fair answer, and any one of you may answer for all.`,
            'Visits that are agreed already go ahead, whatever you say.',
          ],
          button: { text: 'Answer', href: `${baseUrl}/supporting/hosting/${aboutId ?? ''}/openness` },
        },
  )

const openness = asking('Are you open to hosting?', 'Once a year we ask every department whether people may come and see its work.')
const reminder = asking(
  'One question is still open',
  'We asked two weeks ago whether people may come and see your work. This is the only reminder.',
)

const settled: EmailKind = async ({ aboutId, accountId, baseUrl, force }) => {
  const found = aboutId === null || accountId === null ? null : await findDateToTell(aboutId, accountId)
  if (!found || found.startsAt <= now()) return undefined
  const off = found.state === 'withdrawn'
  return {
    subject: off ? 'A day on which you were to host is withdrawn' : 'A day on which you host',
    heading: off ? 'This day is withdrawn' : 'You host on this day',
    greeting: `Hello ${found.supporter?.account.name ?? ''},`,
    paragraphs: [
      off
        ? 'Somebody of the team or a colleague has withdrawn it. Nobody comes then; whoever was to come is told.'
        : 'Somebody of the team or a colleague has put it down for you, or changed it. What holds now is below; there may be more days on your page.',
      `If it does not suit you, change or withdraw it on your page, or ring the team on ${force.contacts.team.phone}.`,
    ],
    facts: [
      { label: 'Department', value: found.host.name },
      { label: 'When', value: `${weekday(found.startsAt)}, ${timeRange(found.startsAt, found.endsAt)}` },
      ...(off ? [] : [{ label: 'Places', value: String(found.capacity) }]),
    ],
    button: { text: 'See your days', href: `${baseUrl}/supporting/hosting/${found.hostId}` },
    why: WHY,
  }
}

export const hostingEmails: Record<string, EmailKind> = {
  'host.added': added,
  'host.openness': openness,
  'host.opennessReminder': reminder,
  'host.date': settled,
}
