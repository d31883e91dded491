import { date } from '../../core/dates.ts'
import type { EmailContent, EmailKind } from '../messages/rules.ts'
import { findCaseForLetter, findReader, findToRemeasure } from './queries/letters.ts'
import { isLiveCase } from './rules/cases.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findCaseForLetter>>>
type Words = Omit<EmailContent, 'why' | 'greeting' | 'button'> & { button: string }
const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''

/** To whose case it is. It says that something is there, never what: people share addresses. */
const toThem =
  (write: (found: Found) => Words | undefined): EmailKind =>
  async ({ aboutId, baseUrl, force }) => {
    const found = aboutId === null ? null : await findCaseForLetter(aboutId)
    const words = found ? write(found) : undefined
    if (!found || !words) return undefined
    const { button, ...rest } = words
    return {
      ...rest,
      greeting: `Hello ${firstNameOf(found.candidate.name)},`,
      button: { text: button, href: `${baseUrl}/my/barriers/${found.id}` },
      why: `You get this e-mail because you told ${force.name} that something is in your way. It is about that, so it comes even if you said no to news.`,
    }
  }

const takenUp = toThem((found) =>
  isLiveCase(found.state) && found.state !== 'opened'
    ? {
        subject: 'Somebody is looking after what you told us',
        heading: 'Somebody has taken it up',
        paragraphs: ['What you told us has somebody of the team now. They look into it, and you can follow every step on its page.'],
        facts: [{ label: 'We tell you how it ends by', value: date(found.outcomeDueAt) }],
        button: 'See what happens',
      }
    : undefined,
)

const answer = toThem((found) =>
  found.answeredAt === null
    ? undefined
    : {
        subject: 'There is an answer for you',
        heading: 'There is an answer for you',
        paragraphs: ['The team has written to you on the page of what you told us. You can write back there.'],
        button: 'Read it',
      },
)

const closed = toThem((found) =>
  found.state === 'closed'
    ? {
        subject: 'How it ended, and what is next',
        heading: 'We have finished what we could do',
        paragraphs: [
          'The page says what came of it and what happens next. Tell us there whether it helped. If it is in your way again, one press opens it again.',
        ],
        button: 'See how it ended',
      }
    : undefined,
)

/** To somebody of the team, without a name: whoever sees it by chance learns only that there is work. */
const toTeam =
  (write: (found: Found) => Words | undefined): EmailKind =>
  async ({ aboutId, accountId, baseUrl }) => {
    const found = aboutId === null ? null : await findCaseForLetter(aboutId)
    const reader = accountId === null ? null : await findReader(accountId)
    const words = found && reader ? write(found) : undefined
    if (!found || !reader || !words) return undefined
    const { button, ...rest } = words
    return {
      ...rest,
      greeting: `Hello ${firstNameOf(reader.name)},`,
      button: { text: button, href: `${baseUrl}/staff/barriers/${found.id}` },
      why: 'You get this e-mail because you are in the positive action team.',
    }
  }

const given = toTeam((found) =>
  isLiveCase(found.state)
    ? {
        subject: 'A case is yours',
        heading: 'A case is yours now',
        paragraphs: ['Somebody of the team gave you a case. Its page says what is in the way and what was promised.'],
        facts: [{ label: 'An outcome is promised by', value: date(found.outcomeDueAt) }],
        button: 'Open the case',
      }
    : undefined,
)

const heard = toTeam(() => ({
  subject: 'Something new in a case of yours',
  heading: 'There is something new in a case of yours',
  paragraphs: ['Whoever it is about has written something, or said that it is over or in the way again.'],
  button: 'Open the case',
}))

const escalated = toTeam((found) =>
  isLiveCase(found.state) && found.escalatedAt !== null
    ? {
        subject: 'A promise to somebody has passed',
        heading: 'A promise to somebody has passed',
        paragraphs: [
          'We said by when somebody would hear from us about what is in their way, and did not keep to it. It goes to the heads of the team and to whoever has the case.',
          'Answer it, close it, or agree on another day and say why: all three are on its page.',
        ],
        button: 'Open the case',
      }
    : undefined,
)

const toRemeasure: EmailKind = async ({ aboutId, accountId, baseUrl }) => {
  const found = aboutId === null ? null : await findToRemeasure(aboutId)
  const reader = accountId === null ? null : await findReader(accountId)
  if (!found?.remeasureOn || !reader) return undefined
  return {
    subject: 'Did the change help?',
    heading: 'Time to measure again',
    greeting: `Hello ${firstNameOf(reader.name)},`,
    paragraphs: ['The day has come to look again at a barrier of the register: how was it before, how is it now, is it gone?'],
    facts: [{ label: 'The day agreed on', value: date(found.remeasureOn) }],
    button: { text: 'Open it', href: `${baseUrl}/staff/systemic/${found.id}` },
    why: 'You get this e-mail because you answer for it in the register.',
  }
}

export const barrierEmails: Record<string, EmailKind> = {
  ...{ 'barrier.takenUp': takenUp, 'barrier.answer': answer, 'barrier.closed': closed },
  ...{ 'barrier.given': given, 'barrier.heard': heard, 'barrier.escalated': escalated },
  'systemic.remeasure': toRemeasure,
}
