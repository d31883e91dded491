import { dateRange } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findForLetter } from './queries/letters.ts'
import { kindNames } from './rules/words.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findForLetter>>>
type Side = 'candidate' | 'host'
type Words = Pick<EmailContent, 'subject' | 'heading' | 'paragraphs'> & { button: string; path: string }

const when = ({ host, date }: Found) => [
  { label: 'Where', value: host.name },
  ...(date === null ? [] : [{ label: 'When', value: dateRange(date.startsAt, date.endsAt) }]),
]

/** The frame of a letter about the checks of a visit; it names nobody but its reader. */
const about =
  (write: (found: Found, side: Side) => Words | undefined): EmailKind =>
  async (email: EmailAbout) => {
    const found = email.aboutId === null ? undefined : await findForLetter(email.aboutId)
    if (found?.state !== 'checks') return undefined
    const side: Side = email.candidateId === null ? 'host' : 'candidate'
    const words = write(found, side)
    if (!words) return undefined
    const { button, path, ...rest } = words
    const name = side === 'candidate' ? found.candidate.name : (found.supporter?.account.name ?? '')
    return {
      ...rest,
      greeting: `Hello ${name.trim().split(/\s+/)[0] ?? ''},`,
      facts: when(found),
      button: { text: button, href: `${email.baseUrl}${path}` },
      why:
        side === 'candidate'
          ? `You get this e-mail because a visit is planned for you on the portal of ${email.force.name}. It is about that, so it comes even if you said no to news.`
          : `You get this e-mail because you host visits on the portal of ${email.force.name}.`,
    }
  }

const list = ({ toSign }: Found): string => toSign.map((kind) => kindNames[kind].toLowerCase()).join('; ')
const mine = ({ id }: Found): string => `/my/placements/${id}/checks`
const theirs = ({ id }: Found): string => `/supporting/placements/${id}/risk`

const sign = about((found, side) =>
  side === 'host' || found.toSign.length === 0
    ? undefined
    : {
        subject: 'A few things to sign before your visit',
        heading: 'A few things to sign before your visit',
        paragraphs: [
          'Your visit has a day. Before it is confirmed, some things have to be in place, and some of them only you can say.',
          `To do: ${list(found)}. It takes about five minutes, on a phone too. If something is not clear or does not fit, say so on the page: nobody holds a question against you.`,
        ],
        button: 'Read and sign',
        path: mine(found),
      },
)

const remind = about((found, side) =>
  side === 'host' || found.toSign.length === 0
    ? undefined
    : {
        subject: 'Your visit is near, and something is still to sign',
        heading: 'Your visit is near',
        paragraphs: [
          `It cannot be confirmed before this is done: ${list(found)}. If you would rather have another day, or not come after all, the page of your visit has a button for it.`,
        ],
        button: 'Read and sign',
        path: mine(found),
      },
)

const write = about((found) =>
  found.toWrite
    ? {
        subject: 'A visit needs your risk assessment',
        heading: 'Please write the risk assessment',
        paragraphs: [
          'Somebody has said yes to a day in your department. Before it is confirmed, please write down what could go wrong and what you do about it. Your last one is there to begin with; somebody of the team approves it.',
        ],
        button: 'Write it',
        path: theirs(found),
      }
    : undefined,
)

const riskReturned = about((found) =>
  found.toWrite
    ? {
        subject: 'A risk assessment came back to you',
        heading: 'Something is missing in the risk assessment',
        paragraphs: ['The team has read it and says on the page what is missing. Write the next version from there; the first is kept.'],
        button: 'Read what is missing',
        path: theirs(found),
      }
    : undefined,
)

const ready = about((found, side) =>
  found.gaps.length > 0
    ? undefined
    : {
        subject: 'Everything is in place for the visit',
        heading: 'Everything is in place',
        paragraphs: [
          side === 'candidate'
            ? 'All that had to be signed and checked is done. The team confirms the visit next, and writes to you.'
            : 'All that had to be signed and checked is done. The team confirms the visit next, and writes to both of you.',
        ],
        button: side === 'candidate' ? 'See what is in place' : 'See the risk assessment',
        path: side === 'candidate' ? mine(found) : theirs(found),
      },
)

export const checksEmails: Record<string, EmailKind> = {
  'checks.sign': sign,
  'checks.remind': remind,
  'checks.write': write,
  'checks.riskReturned': riskReturned,
  'checks.ready': ready,
}
