import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { instantAt } from '../../../core/dates.ts'
import { line, typedDay, typedTime, wholeNumber, words } from '../../../core/fields.ts'
import { standardRoutes } from '../../../forces/routes.ts'
import type { GivingRefusal } from '../rules/line.ts'
import { lotteryClosesInTime, policies } from '../rules/lottery.ts'
import { closingHours, type WorkshopRefusal } from '../rules/workshops.ts'
import { networkFields, NOT_ALONE, standsAlone } from './network.ts'
import { openness, opennessRefusals } from './openness.ts'
import type { OpennessRefusal } from '../../rationales/queries/openness.ts'

/** Words that must be filled in, over several lines if need be. */
export const reason = (ask: string, most = 300) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)

const ticked = z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean)
const uuidOrNone = z
  .string('Choose from the list')
  .refine((typed) => typed === '' || z.uuid().safeParse(typed).success, 'Choose from the list')
  .default('')

const routeIds = standardRoutes.map(({ id }) => id)
/** None ticked is for every route. */
const routes = z
  .union([z.array(z.string()), z.string().transform((one) => [one])], 'Choose from the list')
  .default([])
  .refine((ids) => ids.every((id) => routeIds.includes(id)) && new Set(ids).size === ids.length, 'Choose from the list')

/** Candidates, or colleagues as a session of one of the force's courses. */
const forWhom = z
  .string('Choose whom it is for')
  .regex(/^[a-z][A-Za-z0-9-]*$/, 'Choose whom it is for')
  .default('candidates')

const about = {
  title: line('Enter a title'),
  safeLabel: words(80).refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
  restricted: ticked,
  routes,
  summary: words(2000),
  accessInfo: words(2000),
  travelInfo: words(2000),
  bring: words(1000),
  joiningLink: words(500).refine((typed) => typed === '' || /^https:\/\/\S+$/.test(typed), 'Enter a link that begins with https://'),
  facilitator: words(100).refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
}

const where = {
  venueId: uuidOrNone,
  how: z.enum(['inPerson', 'online'], 'Choose whether people come or join online'),
  venue: words(120).refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
  address: words(300),
  area: words(80),
}

const when = {
  date: typedDay('Enter the date'),
  start: typedTime('Enter when it starts'),
  end: typedTime('Enter when it ends'),
}

type When = { date: string; start: string; end: string }

/** Two instants out of a typed day and two typed times, by the clocks of London. */
function instants<T extends When>({ date, start, end, ...rest }: T, ctx: z.RefinementCtx) {
  const startsAt = instantAt(date, start)
  const endsAt = instantAt(date, end)
  const missing = 'The clocks go forward that night and this hour does not exist'
  if (startsAt === undefined) ctx.addIssue({ code: 'custom', path: ['start'], message: missing })
  if (endsAt === undefined) ctx.addIssue({ code: 'custom', path: ['end'], message: missing })
  if (startsAt === undefined || endsAt === undefined) return z.NEVER
  if (endsAt <= startsAt) ctx.addIssue({ code: 'custom', path: ['end'], message: 'The end must be later than the start' })
  return { ...rest, startsAt, endsAt }
}

const closes = z.enum(closingHours.map(String), 'Choose when asking for a place closes').transform(Number)

const places = {
  capacity: wholeNumber('Enter how many places there are', 1, 1000),
  accessPlaces: wholeNumber('Enter how many access places there are, or 0', 0, 200).default(0),
  supporterPlaces: wholeNumber('Enter how many supporters may come along, or 0', 0, 100).default(0),
}

export const draftForm = z
  .object({
    forWhom,
    ...about,
    ...where,
    ...when,
    closes,
    ...places,
    policy: z.enum(policies, 'Choose how places are given').default('firstCome'),
    programme: uuidOrNone,
    cohort: uuidOrNone,
    session: z
      .string('Enter a whole number')
      .trim()
      .default('')
      .refine((typed) => typed === '' || /^[1-9]\d?$/.test(typed), 'Enter a whole number from 1 to 99, or leave it empty')
      .transform((typed) => (typed === '' ? null : Number(typed))),
    membersOnly: ticked,
    ...networkFields,
    ...openness,
  })
  .transform(instants)
  .refine(standsAlone, { path: ['network'], message: NOT_ALONE })
  .refine(({ membersOnly, cohort }) => !membersOnly || cohort !== '', {
    path: ['cohort'],
    message: 'Choose the cohort whose members may come',
  })
  .refine(({ policy, closes: hours }) => lotteryClosesInTime(policy, hours), {
    path: ['closes'],
    message: 'Places drawn by lot need 3 days or more between closing and the start, so that those drawn can answer',
  })
export type DraftInput = z.infer<typeof draftForm>

/** What may still be put right once people know of a workshop: its words, not its time or place. */
export const wordsForm = z.object({ ...about, safeLabel: line('Enter the label that recruiters see', 80) })
export type WordsInput = z.infer<typeof wordsForm>

export const moveForm = z
  .object({ ...where, ...when })
  .transform(instants)
  .refine(({ how, venue, venueId }) => how === 'online' || venue !== '' || venueId !== '', { path: ['venue'], message: 'Enter the venue' })
type Moved = z.infer<typeof moveForm>
/** Without a venue of the list it is as typed. */
export type MoveInput = Omit<Moved, 'venueId'> & { venueId?: string }

const why = words(300)

/** Putting a workshop off: to a new time and place, or to a date that nobody knows yet. */
export const postponeForm = z
  .looseObject({ known: z.enum(['yes', 'no'], 'Choose whether the new date is known'), why })
  .transform(({ known, why, ...typed }, ctx) => {
    if (known === 'no') return { known: false as const, why }
    const read = moveForm.safeParse(typed)
    if (read.success) return { known: true as const, why, ...read.data }
    for (const { path, message } of read.error.issues) ctx.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
type Postponed = z.infer<typeof postponeForm>
export type PostponeInput = Extract<Postponed, { known: false }> | ({ known: true; why: string } & MoveInput)

export const capacityForm = z.object(places)
export type PlacesInput = z.infer<typeof capacityForm>
export const cancelForm = z.object({ reason: reason('Say why, in words that everybody booked may read') })
export const removeForm = z.object({ reason: reason('Say why, in words that this person may read') })
export const callForm = z.object({
  outcome: z.enum(['yes', 'no', 'noAnswer', 'message'], 'Choose what came of it'),
  reason: words(300),
})
export type CallInput = z.infer<typeof callForm>
export const nothingForm = z.object({})

export const workshopParams = z.object({ workshopId: z.uuid() })
export type WorkshopParams = z.infer<typeof workshopParams>
export const placeParams = z.object({ workshopId: z.uuid(), placeId: z.uuid() })
export type PlaceParams = z.infer<typeof placeParams>

export const shows = ['upcoming', 'past', 'drafts', 'unrecorded', 'cancelled'] as const
export type Show = (typeof shows)[number]
export const listQuery = z.object({
  show: z.enum(shows).catch('upcoming'),
  whose: z.enum(whoseThings).catch('team'),
  q: z.string().trim().max(100).catch('').default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.string().max(40).optional().catch(undefined),
})
export type ListQuery = z.infer<typeof listQuery>
export const noticeQuery = z.object({ notice: z.string().max(40).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const workshopRefusals: Record<
  WorkshopRefusal | OpennessRefusal | 'unknownCohort' | 'unknownVenue' | 'unknownCourse' | 'unknownNetwork',
  string
> = {
  ...opennessRefusals,
  notPublished: 'This workshop is still a draft',
  alreadyPublished: 'This workshop is published already. Use move, places or cancel instead',
  isPostponed: 'This workshop is postponed. Give it its new date first',
  alreadyHeld: 'This workshop has been held',
  alreadyCancelled: 'This workshop is cancelled',
  labelMissing: 'Give it the label that recruiters see before you publish it',
  placeMissing: 'Say where it is before you publish it',
  inThePast: 'Choose a date and time that are still to come',
  lotteryClosesLate: 'Places drawn by lot need 3 days or more between closing and the start. Change when asking closes',
  askingAlreadyClosed: 'Asking for a place would be closed already. Choose a later date or a shorter closing time',
  hasBegun: 'This workshop has begun. Record on the register what happened',
  notBegun: 'This workshop has not begun yet',
  marksRecorded: 'People have marks on the register. Undo them first',
  unknownCohort: 'Choose a programme and a cohort from the lists',
  unknownVenue: 'Choose a venue from the list',
  unknownCourse: 'Choose whom it is for from the list',
  unknownNetwork: 'Choose a network from the list',
}

export const callRefusals: Record<GivingRefusal, string> = {
  notPublished: 'This workshop takes nobody in just now',
  notWaiting: 'This person no longer waits',
  noFreePlace: 'No place is free any more',
  offersStillGo: 'Offers still go out by e-mail. The next in line has been told',
  hasBegun: 'This workshop has begun. Add people on the register instead',
  reasonNeeded: 'Others come first who were not rung. Say why this person does; it is counted',
}

/** What is said after something was done. */
export const notices: Record<string, string> = {
  drafted: 'Draft saved. Nobody has been told.',
  edited: 'Saved.',
  discarded: 'The draft is gone.',
  published: 'Published. People can ask for places now.',
  moved: 'Moved. Everybody booked, offered or waiting is being told by e-mail.',
  postponed: 'Postponed. Everybody booked, offered or waiting is being told by e-mail, and asked whether they come.',
  resized: 'The number of places has changed.',
  cancelled: 'Cancelled. Everybody booked, offered or waiting is being told by e-mail.',
  removed: 'They are off the list and are being told by e-mail.',
  bookedFor: 'Booked. They are being told as everybody is who gets a place.',
  given: 'The place is theirs. An e-mail confirms it.',
  called: 'Kept. Ring the next person.',
  saidNo: 'Kept. They no longer wait, and an e-mail says so.',
  notHeld: 'Recorded as not held. Everybody booked is being told by e-mail.',
}
