import type { Doer } from '../../../core/access.ts'
import type { Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { decidePlacement, expiresAfter, sideOf, type PlacementEvent, type PlacementState } from '../rules/placements.ts'
import { dayFor, type Day } from './days.ts'
import { gapsOf } from '../queries/facts.ts'
import { tellAbout } from './letters.ts'
import {
  doneBy,
  dropUnheld,
  factsOf,
  guarded,
  isApart,
  lockPlacement,
  note,
  receiversOf,
  type LockedPlacement,
  type PlacementRefusal,
} from './steps.ts'

/** Undefined where there is no such placement, or it is not the doer's. */
export type Moved = { ok: true; id: string; state: PlacementState } | { ok: false; reason: PlacementRefusal } | undefined

/**
 * What comes with an event. `reasons`: codes of rules/words.ts, needed by decline, withdraw, cancel and absent. `words`: for the team
 * alone. `day`: which day, with offer (may be left out) and setDate (needed). `wanted`: with askAnother, when it would suit.
 */
export type MoveDetails = { reasons?: readonly string[]; words?: string; day?: Day; wanted?: string }

/**
 * Moves one placement by one event, inside a transaction that may do more; a refusal leaves it as it was. Locks the person, who
 * receives people there, and the placement, in this order. Writes the step (history and support request follow by trigger), the
 * event and the letters. `at` is read once by whoever calls.
 */
export async function movePlacement(
  tx: Tx,
  doer: Doer,
  placementId: string,
  event: PlacementEvent,
  details: MoveDetails,
  at: Date,
): Promise<Moved> {
  const placement = await lockPlacement(tx, placementId, doer, at)
  if (!placement) return undefined
  const decision = decidePlacement(await factsOf(tx, placement, at), event, sideOf(doer.role), at)
  if (!decision.ok) return decision
  if (asksApart.has(event) && (await isApart(tx, placement.candidateId, placement.supporterId, at))) {
    // whatever came between them since is acted on at once, and neither learns why
    await tx.$queryRaw`SELECT part_placements(${placement.candidateId}::uuid, NULL, ${at}::timestamptz)::text`
    return { ok: false, reason: 'excluded' }
  }
  if (event === 'pass' && (await receiversOf(tx, placement.id, at)).length === 0) return { ok: false, reason: 'noHost' }
  const work: Work = { placement, doer, event, details, at, to: decision.state }
  const written = await guarded(tx, () => write(tx, work))
  if (!written.ok) return written
  if (typeof written.value === 'string') return { ok: false, reason: written.value }
  const { state } = written.value
  await tellAbout(tx, doer, { before: placement, after: written.value, event })
  return { ok: true, id: placement.id, state: state as PlacementState }
}

const asksApart = new Set<PlacementEvent>(['accept', 'confirm'])

type Work = { placement: LockedPlacement; doer: Doer; event: PlacementEvent; details: MoveDetails; at: Date; to: PlacementState }
type Data = Prisma.PlacementUncheckedUpdateInput
type Row = Prisma.PlacementGetPayload<object>

/** Writes what was decided: answers with the row, or with why its day cannot be. */
async function write(tx: Tx, work: Work): Promise<Row | PlacementRefusal> {
  const { placement, doer, event, at, to } = work
  const day = await chosenDay(tx, work)
  if (typeof day === 'string') return day
  const data: Data = { ...extras[event]?.(work), ...day, ...(takesDateOff.has(event) && { dateId: null }) }
  const row = await stepsTo(tx, work, data)
  if (row.dateId !== placement.dateId) await dropUnheld(tx, doer, placement.dateId, at)
  await noteSteps(tx, doer, placement, row, event === 'accept' && to === 'checks')
  return row
}

const takesDateOff = new Set<PlacementEvent>(['askAnother', 'dropDate'])

/** The day that comes with an offer or a change, and who receives the person then. */
async function chosenDay(tx: Tx, { placement, doer, event, details, at }: Work): Promise<Data | PlacementRefusal> {
  if (event !== 'offer' && event !== 'setDate') return {}
  const asked = details.day ?? (placement.dateId === null ? {} : { dateId: placement.dateId })
  return dayFor(tx, doer, placement, asked, at)
}

/** One step, or the two of a yes to a day, or a confirmed day's change that brings its checks back. */
async function stepsTo(tx: Tx, { placement, doer, event, to, at }: Work, data: Data): Promise<Row> {
  const put = (state: PlacementState) => step(tx, { placement, doer, at, data, state })
  if (event === 'accept' && to === 'checks') await put('accepted')
  if (event !== 'setDate' || to !== 'confirmed') return put(to)
  await tx.$executeRaw`SAVEPOINT placement_kept`
  const moved = await put('checks')
  if ((await gapsOf(placement.id, at, tx)).length > 0) return moved
  await tx.$executeRaw`ROLLBACK TO SAVEPOINT placement_kept`
  return put('confirmed')
}

type Step = { placement: LockedPlacement; doer: Doer; at: Date; data: Data; state: PlacementState }
const waitsForADay = ['requested', 'underConsideration', 'offered', 'accepted']

/** Writes one row; it runs out where it has no day, two months from when it lost it or was asked for. */
function step(tx: Tx, { placement, doer, at, data, state }: Step): Promise<Row> {
  const dated = (data.dateId === undefined ? placement.dateId : data.dateId) !== null
  const waits = !dated && waitsForADay.includes(state)
  const expiresAt = waits ? (placement.expiresAt ?? expiresAfter(at)) : null
  return tx.placement.update({
    where: { id: placement.id },
    data: { ...data, state, expiresAt, ...(!waits && { warnedAt: null }), changedAt: at, ...doneBy(doer) },
  })
}

async function noteSteps(tx: Tx, doer: Doer, before: LockedPlacement, { state, dateId }: Row, through: boolean): Promise<void> {
  if (through) await note(tx, doer, before, 'accepted')
  if (state !== before.state) await note(tx, doer, before, state)
  else if (dateId !== before.dateId) await note(tx, doer, before, dateId === null ? 'dateLost' : 'moved')
}

const ended = ({ doer, details, at }: Work): Data => ({
  ...{ reasons: [...(details.reasons ?? [])], reasonWords: details.words ?? null, endedAt: at, endedBy: sideOf(doer.role) },
})
/** What an event writes besides its state. */
const extras: Partial<Record<PlacementEvent, (work: Work) => Data>> = {
  askAnother: ({ details }) => ({ wanted: details.wanted ?? '' }),
  confirm: ({ at }) => ({ confirmedAt: at }),
  attend: () => ({ reasons: [], reasonWords: null, endedAt: null, endedBy: null }),
  absent: ended,
  debrief: ({ doer, at }) => ({ endedAt: at, endedBy: sideOf(doer.role) }),
  decline: ended,
  withdraw: ended,
  cancel: ended,
  expire: ended,
}
