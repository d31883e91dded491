import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findForLetter, hasUnread } from './queries/pair.ts'
import { pairAddress, type Side } from './rules/pairs.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findForLetter>>>
type Words = Pick<EmailContent, 'subject' | 'heading' | 'paragraphs' | 'after'> & { button: string; path?: string }

/** Whom it goes to: a letter about somebody's own record goes to the candidate, any other to the supporter. */
const sideOf = ({ candidateId }: EmailAbout): Side => (candidateId === null ? 'supporter' : 'candidate')

/** A letter to one of a living pair. It names nobody but its reader: a shared inbox or a lit screen tells nobody else. */
const toPair =
  (write: (pair: Found, email: EmailAbout) => Promise<Words | undefined> | Words): EmailKind =>
  async (email) => {
    const pair = email.aboutId === null ? undefined : await findForLetter(email.aboutId, sideOf(email))
    if (pair?.state !== 'active') return undefined
    const words = await write(pair, email)
    if (!words) return undefined
    const { button, path = '', ...rest } = words
    return {
      ...rest,
      greeting: `Hello ${pair.name},`,
      button: { text: button, href: `${email.baseUrl}${pairAddress(pair.side, pair.id)}${path}` },
      why: `You get this e-mail because you are in a pairing on the portal of ${email.force.name}. It is about that, so it comes even if you said no to news.`,
    }
  }

const unread = toPair(async ({ id, side }) =>
  (await hasUnread(id, side))
    ? {
        subject: 'A message is waiting for you',
        heading: 'A message is waiting for you',
        paragraphs: [
          'Somebody you are paired with has written to you. The message stays on the site, so that only you read it.',
          'We will ask you to sign in first. You can answer there.',
        ],
        button: 'Read the message',
        path: '#messages',
        after: ['Please do not answer this e-mail: it would reach nobody. You get one until you have read what waits.'],
      }
    : undefined,
)

const firstContact = toPair(({ side }) => ({
  subject: 'Time to say hello',
  heading: 'You have not spoken yet, as far as we know',
  paragraphs: [
    'A pairing goes best when the two of you speak within the first five working days. Two lines on the site are enough: when would a first call suit?',
    ...(side === 'supporter' ? ['If you have spoken already, one press on the page says so. We never ask what about.'] : []),
    'If something has come up, you can let the pairing rest, or tell the team.',
  ],
  button: 'Open the page of your pairing',
}))

const quiet = toPair(() => ({
  subject: 'How is your pairing going?',
  heading: 'We have not heard of you two for three weeks',
  paragraphs: [
    'That may be just right, or it may have slipped. We ask the other person the same today.',
    'If you have spoken, one press on the page says so. If life is busy, you can let the pairing rest. If it does not fit, you can end it kindly, and no reason is needed.',
  ],
  button: 'Open the page of your pairing',
}))

const rematch = toPair(({ side }) =>
  side === 'candidate'
    ? {
        subject: 'Would you like somebody else?',
        heading: 'We can find you somebody else',
        paragraphs: [
          'We have not heard of the two of you for six weeks. That is nobody’s fault, and you need not wait any longer.',
          'You can ask for somebody else with one choice. You keep the date on which you first asked, so you do not start at the back.',
          'If you two are fine as you are, note when you last spoke, and nothing changes.',
        ],
        button: 'Choose what happens next',
        path: '/end',
      }
    : {
        subject: 'Does your pairing go on?',
        heading: 'We have not heard of you two for six weeks',
        paragraphs: [
          'So we have asked the other person whether they would like somebody else. That is nobody’s fault.',
          'If you have spoken, note when, and nothing changes. If you cannot go on, you can end the pairing on its page.',
        ],
        button: 'Open the page of your pairing',
      },
)

/** No name: who it is stands in the list. */
const quietTeam: EmailKind = async ({ aboutId, accountId, baseUrl, force }) => {
  const pair = aboutId === null ? undefined : await findForLetter(aboutId, 'candidate')
  if (pair?.state !== 'active' || accountId === null) return undefined
  return {
    subject: 'A pair has gone quiet',
    heading: 'Nothing has been heard of a pair for four weeks',
    paragraphs: [
      'You look after the candidate of a pair that has not noted a contact or answered a message for 28 days.',
      'A call to either of them may help. Both were asked how it goes a week ago.',
    ],
    button: { text: 'See the pairs that have gone quiet', href: `${baseUrl}/staff/quiet-pairs?whose=mine` },
    why: `You get this e-mail once for each silence, because you look after this candidate at the portal of ${force.name}.`,
  }
}

export const togetherEmails: Record<string, EmailKind> = {
  'together.unread': unread,
  'together.firstContact': firstContact,
  'together.quiet': quiet,
  'together.rematch': rematch,
  'together.quietTeam': quietTeam,
}
