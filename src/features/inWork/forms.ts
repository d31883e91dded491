import { z } from 'zod'
import { readDay } from '../../core/dates.ts'
import { whoseThings } from '../../core/waiting.ts'
import { helpAbout, type HelpAbout } from '../firstYear/rules/answers.ts'
import type { StepRefusal } from '../preparing/rules/plan.ts'
import type { SaidRefusal } from './commands/reasons.ts'
import type { WantRefusal } from './commands/progress.ts'
import { shows } from './queries/people.ts'
import { wishTimes } from './queries/team.ts'
import { offerStates, type OfferRefusal } from './rules/offers.ts'
import { wishKinds, wishStates, type WishRefusal } from './rules/progress.ts'
import { readers, reasonKinds, workReasons } from './rules/reasons.ts'
import { parts } from './rules/standing.ts'

const text = (most: number) =>
  z
    .string('Write in one box only')
    .trim()
    .max(most, `Use ${String(most)} characters or fewer`)
    .optional()
    .transform((typed) => typed ?? '')

const readTyped = (typed: string, check: z.core.$RefinementCtx<string>) => {
  const day = readDay(typed)
  if (day !== undefined) return day
  check.addIssue({ code: 'custom', message: 'Enter a date, such as 14/1/2027' })
  return z.NEVER
}
const emptyIsNone = (typed: unknown) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed)
const maybeDay = z.preprocess(emptyIsNone, z.string('Enter a date, such as 14/1/2027').trim().transform(readTyped).optional())

export const nothingForm = z.object({})
export const helpForm = z.object({
  asked: z.enum(['buddy', 'team'], 'Choose whom you would like to hear from'),
  about: z.enum(Object.keys(helpAbout) as [HelpAbout, ...HelpAbout[]], 'Choose what it is about'),
  words: text(2000),
})
export type HelpInput = z.infer<typeof helpForm>
export const NO_BUDDY = 'You have no buddy just now. Choose the team, and somebody gets in touch'
export const TOO_MANY = 'That is a lot of messages in a short time. Wait a little, or ring us'

const CHOOSE_REASON = 'Choose what comes closest. You can choose to leave it unsaid'
const yes = z.literal('yes').optional().catch(undefined)
export const reasonForm = z.object({
  reason: z.enum(workReasons, CHOOSE_REASON),
  words: text(2000),
  reader: z.enum(readers, 'Choose who may know'),
  onDay: maybeDay,
  askAgain: yes,
})
export type ReasonInput = z.infer<typeof reasonForm>
export const noteForm = z.object({
  kind: z.enum(reasonKinds, 'Choose whether they leave or defer'),
  reason: z.enum(workReasons, 'Choose what comes closest'),
  words: text(2000),
  onDay: maybeDay,
  askAgain: yes,
})
export type NoteInput = z.infer<typeof noteForm>
export const saidRefusals: Record<SaidRefusal, { field: string; message: string }> = {
  notThis: { field: 'reason', message: CHOOSE_REASON },
  tooFar: { field: 'onDay', message: 'Check the year: that is more than two years away' },
}

export const takeForm = z.object({ what: z.string('Choose what you would like').max(40) })
export type TakeInput = z.infer<typeof takeForm>
export const offerRefusals: Record<OfferRefusal, string> = {
  notTheirs: 'This cannot be done here',
  settled: 'This offer has been answered already, or is no longer there',
  over: 'This offer is over. You can still ask for any support from your page',
  notYet: 'This offer is still open',
  notOffered: 'Choose one of the things on this page',
  alreadyTaken: 'You have taken this already',
}

export const wantForm = z.object({ kind: z.enum(wishKinds, 'Choose what you would like'), words: text(1000) })
export type WantInput = z.infer<typeof wantForm>
export const wantRefusals: Record<WantRefusal, string> = {
  another: 'You have asked for this already. It stands below',
  notYet: 'This opens when your first year is done',
}
export const wishRefusals: Record<WishRefusal, string> = {
  notTheirs: 'This cannot be done here',
  settled: 'This has changed meanwhile. It stands as it is now',
  another: 'The same is asked for already',
}
export const ownWishForm = z.object({ event: z.enum(['finish', 'reopen', 'withdraw', 'wantAgain'], 'Press one of the buttons') })
export type OwnWishInput = z.infer<typeof ownWishForm>
const MISSING = 'Say what is arranged: they read it'
export const arrangeForm = z.object({
  arranged: z.string(MISSING).trim().min(1, MISSING).max(1000, 'Use 1000 characters or fewer'),
})
export type ArrangeInput = z.infer<typeof arrangeForm>
export const teamWishForm = z.object({ event: z.enum(['putBack', 'finish', 'reopen'], 'Press one of the buttons') })
export type TeamWishInput = z.infer<typeof teamWishForm>

const GOAL = 'Write down what you would like to reach'
export const goalForm = z.object({
  goal: z.string(GOAL).trim().min(1, GOAL).max(300, 'Use 300 characters or fewer'),
  dueOn: maybeDay,
  remind: yes,
})
export type GoalInput = z.infer<typeof goalForm>
export const goalRefusals: Record<StepRefusal, { field: string; message: string }> = {
  hasBeen: { field: 'dueOn', message: 'Choose today or a day to come' },
  tooFar: { field: 'dueOn', message: 'Check the year: that is too far away' },
  noDay: { field: 'dueOn', message: 'Enter a day, so that we can remind you before it' },
  tooMany: { field: 'goal', message: 'Your plan is full. Tick off or take out what is over first' },
  twice: { field: 'goal', message: 'This is in your plan already' },
}

export const offerParams = z.object({ offerId: z.uuid() })
export type OfferParams = z.infer<typeof offerParams>
export const wishParams = z.object({ wishId: z.uuid() })
export type WishParams = z.infer<typeof wishParams>
export const personParams = z.object({ candidateId: z.uuid() })
export type PersonParams = z.infer<typeof personParams>
export const reasonParams = z.object({ candidateId: z.uuid(), reasonId: z.uuid() })
export type ReasonParams = z.infer<typeof reasonParams>

export const ownNotices = {
  helpTeam: 'The team has your request. Somebody gets in touch within two working days.',
  helpBuddy: 'Your buddy hears that you asked for them.',
  helpMessage: 'The team has your message. You find the answer under Messages.',
  coaching: 'You have asked for a coach. We tell you who it could be.',
  coachingAlready: 'You have asked for a coach already. Nothing more is needed.',
  said: 'Thank you for telling us.',
  takenBack: 'Taken back. It is neither read nor counted.',
}
export const offerNotices = {
  taken: 'You have it: it stands among your support now.',
  declined: 'That is fine. You can think again until the last day.',
  reconsidered: 'The offer is open again.',
}
export const progressNotices = {
  wanted: 'We know what you would like, and somebody of the team gets in touch.',
  moved: 'Saved.',
  goal: 'It is in your plan.',
}
export const staffNotices = {
  noted: 'Noted.',
  read: 'Marked as read.',
  removed: 'Taken off.',
  withdrawn: 'The offer is taken back.',
}
export const wishNotices = { arranged: 'They hear of it by letter, and read it on their page.', moved: 'Saved.' }

const noticeOf = <T extends object>(notices: T) =>
  z
    .enum(Object.keys(notices) as [keyof T & string, ...(keyof T & string)[]])
    .optional()
    .catch(undefined)
const query = <T extends object>(notices: T) => z.object({ notice: noticeOf(notices) })
export const ownQuery = query(ownNotices)
export type OwnQuery = z.infer<typeof ownQuery>
export const offerQuery = query(offerNotices)
export type OfferQuery = z.infer<typeof offerQuery>
export const progressQuery = query(progressNotices)
export type ProgressQuery = z.infer<typeof progressQuery>
export const personQuery = query(staffNotices)
export type PersonQuery = z.infer<typeof personQuery>

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const whose = z.enum(whoseThings).catch('team')
const blankOr = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values).optional().catch(undefined)
export const peopleQuery = z.object({
  ...{ show: z.enum(shows).catch('all'), part: blankOr(parts), whose, page },
  q: z.string().trim().max(80).catch(''),
})
export type PeopleQuery = z.infer<typeof peopleQuery>
export const offersQuery = z.object({ state: blankOr(offerStates), whose, page })
export type OffersQuery = z.infer<typeof offersQuery>
export const wishesQuery = z.object({
  ...{ state: blankOr(wishStates), kind: blankOr(wishKinds), when: blankOr(wishTimes), whose, page },
  notice: noticeOf(wishNotices),
})
export type WishesQuery = z.infer<typeof wishesQuery>
