import { date, dateRange } from '../../core/dates.ts'
import { signOutsideLink } from '../../core/links.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findOutsideLink } from '../outside/queries.ts'
import { firstNameOf } from '../pairings/rules/words.ts'
import { findFading, findForLetter, roleOf } from './queries/letters.ts'
import { hasBeen } from './rules/uses.ts'
import { now } from '../../core/clock.ts'

type Use = NonNullable<Awaited<ReturnType<typeof findForLetter>>>
const about =
  (write: (use: Use, email: EmailAbout) => EmailContent | undefined | Promise<EmailContent | undefined>): EmailKind =>
  async (email) => {
    const use = email.aboutId === null ? undefined : await findForLetter(email.force, email.aboutId)
    return use && write(use, email)
  }

const when = ({ startsAt, endsAt, about: of }: Use) =>
  startsAt === null || endsAt === null ? [] : [{ label: 'When', value: of === 'stage' ? date(startsAt) : dateRange(startsAt, endsAt) }]
const own = ({ force }: EmailAbout) =>
  `You get this e-mail because you shared something out of your adjustment passport on the portal of ${force.name}. It is about that, so it comes even if you said no to news.`

/** To a coach, a host or somebody of the team. It names nobody and no need: both stand behind the sign-in. */
const asked = about(async (use, { accountId, baseUrl, force }) => {
  if (accountId === null || use.state !== 'asked' || !use.open) return undefined
  const path = (await roleOf(accountId)) === 'team' ? 'staff' : 'supporting'
  const late = use.dueAt <= now()
  return {
    subject: late ? 'Something asked for still waits for your answer' : 'Something to arrange for somebody',
    heading: late ? 'Somebody still waits to hear what can be arranged' : 'Somebody shared what would help them',
    paragraphs: [
      'Please sign in, read it, and say what can be arranged. It is for this one occasion, and for your eyes alone.',
      'It says what helps. Please do not ask for a reason or for proof: nobody has to give one.',
    ],
    facts: [...when(use), { label: 'Answer by', value: date(use.dueAt) }],
    button: { text: 'Sign in and read it', href: `${baseUrl}/${path}/adjustments/${use.id}` },
    why: `You get this e-mail because what was shared on the portal of ${force.name} is for you to arrange.`,
  }
})

/** To whoever arranges it outside the portal: an address of their own, and no word of who or what. */
const toContact: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = aboutId === null ? null : await findOutsideLink(aboutId)
  const use = link ? await findForLetter(force, link.aboutId) : undefined
  if (!link || !use?.open) return undefined
  return {
    subject: 'Something to arrange for a candidate',
    heading: use.state === 'asked' ? 'Somebody shared what would help them' : 'What somebody shared with you',
    paragraphs: [
      'Please open it, and say what can be arranged. This e-mail holds no names. The address below is yours alone and opens this one thing; each opening is written down, and the person sees it.',
      'It says what helps. Please do not ask for a reason or for proof. They can take it back at any moment, and then the address opens nothing any more.',
    ],
    facts: [
      ...(use.state === 'asked' ? [{ label: 'Answer by', value: date(use.dueAt) }] : []),
      { label: 'It opens until', value: date(link.endsAt) },
    ],
    button: { text: 'Open it', href: `${baseUrl}/adjustments/${signOutsideLink(link.id)}` },
    why: `You get this e-mail because ${force.name} named you as whoever arranges adjustments.`,
  }
}

const answered = about((use, email) => {
  if (use.answer === null) return undefined
  return {
    subject: 'Something you asked for has an answer',
    heading: 'What you asked for has an answer',
    greeting: `Hello ${firstNameOf(use.name)},`,
    paragraphs: ['Sign in to read it. If it is not what helps, say so to the team: another way can often be found.'],
    button: { text: 'Read the answer', href: `${email.baseUrl}/my/passport/uses/${use.id}` },
    why: own(email),
  }
})

const didItWork = about((use, email) => {
  if (use.outcome !== null || !hasBeen(use, now())) return undefined
  return {
    subject: 'Did it work for you?',
    heading: 'Did it work for you?',
    greeting: `Hello ${firstNameOf(use.name)},`,
    paragraphs: [
      'You had shared what would help. Now that it has been: did it work? One tick is enough.',
      'What worked can be used again the next time in one press, and you never have to explain it anew.',
    ],
    button: { text: 'Say whether it worked', href: `${email.baseUrl}/my/passport/uses/${use.id}` },
    why: `You get this e-mail because you shared something out of your adjustment passport on the portal of ${email.force.name}. It comes once for each; you can turn such e-mails off under Messages.`,
  }
})

const fading: EmailKind = async ({ candidateId, baseUrl, force }) => {
  const found = candidateId === null ? undefined : await findFading(candidateId)
  if (!found) return undefined
  const months = String(force.retention.accessNeedsMonths)
  return {
    subject: 'Something of yours will be deleted in a month',
    heading: 'Do you still want your adjustment passport?',
    greeting: `Hello ${firstNameOf(found.name)},`,
    paragraphs: [
      `It has not been used since ${date(found.usedAt)}. So that nothing about you is kept for longer than it helps, it is deleted ${months} months after its last use.`,
      'Press “Keep it” on its page, or change or share something, and it stays. If you do not need it any more, do nothing.',
    ],
    button: { text: 'Look at it', href: `${baseUrl}/my/passport` },
    why: `You get this e-mail because you keep an adjustment passport on the portal of ${force.name}. It comes once before anything is deleted.`,
  }
}

export const passportEmails: Record<string, EmailKind> = {
  'adjustment.asked': asked,
  'adjustment.contact': toContact,
  'adjustment.answered': answered,
  'adjustment.didItWork': didItWork,
  'passport.fading': fading,
}
