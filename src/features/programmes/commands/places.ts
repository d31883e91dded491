import type { Candidate, Member, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool, type Tx } from '../../../core/db.ts'
import type { BookingRefusal } from '../rules/line.ts'
import type { AskRefusal, ChangeRefusal, LateReason, PlaceAct } from '../rules/places.ts'

/** What somebody says of themselves as they ask: kept as said, never proved. */
export type Said = { stated?: boolean; access?: boolean; companion?: boolean }
/** `ticket`: the place is drawn by lot, and the draw is still to come. */
type Asked = { ok: true; placeId: string; state: 'booked' | 'waiting'; ticket: boolean } | { ok: false; reason: AskRefusal }

/**
 * Asks for a place: booked where one is free, waiting otherwise. One statement, which takes the workshop's row lock and
 * decides by the same rules as `decideAsking`; undefined where there is no such workshop.
 */
export async function askForPlace(actor: Candidate, workshopId: string, said: Said = {}): Promise<Asked | undefined> {
  const { rows } = await pool.query<{
    outcome: 'ok' | 'notFound' | AskRefusal
    placeId: string
    state: 'booked' | 'waiting'
    ticket: boolean
  }>({
    name: 'ask-for-place',
    text: `SELECT a.outcome, a.place_id AS "placeId", a.state, EXISTS (SELECT FROM lotteries WHERE workshop_id = $1 AND drawn_at IS NULL) AS ticket
      FROM workshops w, LATERAL ask_for_place(w.id, $2, $3, $4, $5, $6, $7, $8) a WHERE w.id = $1 AND w.audience = 'candidates' AND workshop_shows(w, $2, $3)`,
    values: [
      ...[workshopId, actor.candidateId, actor.accountId, actor.role, now()],
      ...[said.stated ?? false, said.access ?? false, said.companion ?? false],
    ],
  })
  const [asked] = rows
  if (!asked || asked.outcome === 'notFound') return undefined
  return asked.outcome === 'ok'
    ? { ok: true, placeId: asked.placeId, state: asked.state, ticket: asked.ticket }
    : { ok: false, reason: asked.outcome }
}

type Changed = { ok: true; state: string } | { ok: false; reason: ChangeRefusal }

export const acceptOffer = (actor: Candidate, placeId: string) => changeOwn(actor, placeId, 'accept')
export const declineOffer = (actor: Candidate, placeId: string) => changeOwn(actor, placeId, 'decline')
export const leaveWaitingList = (actor: Candidate, placeId: string) => changeOwn(actor, placeId, 'leave')
/** Gives a booked place up; late, it needs a reason out of the list. */
export const cancelPlace = (actor: Candidate, placeId: string, reason?: LateReason) => changeOwn(actor, placeId, 'cancel', reason)

/** The team takes somebody off a workshop, with a reason that the person reads. Undefined where there is no such place. */
export const removeFromPlace = (actor: Team, placeId: string, reason: string): Promise<Changed | undefined> =>
  change({ actor, placeId, act: 'remove', reason, candidateId: undefined })

const changeOwn = (actor: Candidate, placeId: string, act: PlaceAct, reason?: string): Promise<Changed | undefined> =>
  change({ actor, placeId, act, reason, candidateId: actor.candidateId })

type Change = { actor: Member; placeId: string; act: PlaceAct; reason: string | undefined; candidateId: string | undefined }

async function change({ actor, placeId, act, reason, candidateId }: Change): Promise<Changed | undefined> {
  const { rows } = await pool.query<{ outcome: 'ok' | ChangeRefusal; state: string }>({
    name: 'change-place',
    text: `SELECT changed.outcome, changed.state FROM places p, LATERAL change_place(p.id, $3, $4, $5, $6, $7) changed
      WHERE p.id = $1 AND ($2::uuid IS NULL OR p.candidate_id = $2)`,
    values: [placeId, candidateId ?? null, act, reason ?? null, actor.accountId, actor.role, now()],
  })
  const [changed] = rows
  if (!changed) return undefined
  return changed.outcome === 'ok' ? { ok: true, state: changed.state } : { ok: false, reason: changed.outcome }
}

/**
 * Gives back every place of a candidate at workshops still to come, for somebody who closes their account or leaves a
 * cohort; those next in line move up. Workshops are gone through in one order, so that two such changes cannot block each other.
 */
export async function giveBackPlaces(tx: Tx, doer: Member, candidateId: string, why: string, cohortId?: string): Promise<void> {
  const places = await tx.place.findMany({
    where: {
      candidateId,
      state: { in: ['waiting', 'offered', 'booked'] },
      workshop: { startsAt: { gt: now() }, ...(cohortId !== undefined && { cohortId }) },
    },
    select: { id: true },
    orderBy: { workshopId: 'asc' },
  })
  for (const { id } of places) {
    await tx.$executeRaw`SELECT change_place(${id}::uuid, 'remove', ${why}, ${doer.accountId}::uuid, ${doer.role}, ${now()})`
  }
}

type Coming = { ok: true } | { ok: false; reason: 'notBooked' | 'alreadyBegan' }

/** Keeps that somebody is still coming, for the time at which the workshop now is; undefined where it is no place of theirs. */
export async function sayComing(actor: Candidate, placeId: string): Promise<Coming | undefined> {
  const { rows } = await pool.query<{ outcome: 'ok' | 'notFound' | 'notBooked' | 'alreadyBegan' }>(
    'SELECT say_coming($1, $2, $3, $4, $5) AS outcome',
    [placeId, actor.candidateId, actor.accountId, actor.role, now()],
  )
  const outcome = rows[0]?.outcome ?? 'notFound'
  if (outcome === 'notFound') return undefined
  return outcome === 'ok' ? { ok: true } : { ok: false, reason: outcome }
}

/** Asks for the reminders that have fallen due. Each is asked for once, however often and in how many processes this runs. */
export async function remindPlaces(): Promise<void> {
  await pool.query('SELECT remind_places($1)', [now()])
}

type Booked = { ok: true; placeId: string } | { ok: false; reason: BookingRefusal }
export type BookingFor = { workshopId: string; candidateId: string; reason: string; over: boolean } & Said

/**
 * Books a place for somebody, who waits or not, with a reason that they may read; over the capacity only where `over` says
 * so, which is kept and counted. Whom it passes over is written down. Undefined where there is no such workshop or person.
 */
export async function bookFor(actor: Team, { workshopId, candidateId, reason, over, ...said }: BookingFor): Promise<Booked | undefined> {
  const { rows } = await pool.query<{ outcome: 'ok' | 'notFound' | BookingRefusal; placeId: string }>({
    name: 'book-for',
    text: `SELECT b.outcome, b.place_id AS "placeId" FROM workshops w, LATERAL book_for(w.id, $2, $3, $4, $5, $6, $7, $8, $9, $10) b
      WHERE w.id = $1 AND w.audience = 'candidates' AND (w.network IS NULL OR w.network_open)`,
    values: [
      ...[workshopId, candidateId, reason, over, actor.accountId, actor.role, now()],
      ...[said.stated ?? false, said.access ?? false, said.companion ?? false],
    ],
  })
  const [booked] = rows
  if (!booked || booked.outcome === 'notFound') return undefined
  return booked.outcome === 'ok' ? { ok: true, placeId: booked.placeId } : { ok: false, reason: booked.outcome }
}

/**
 * Ends the offers that have run out and passes the places on. Safe to run at any time and as often as one likes: each
 * workshop is done under its own lock, and what has been done already is found done.
 */
export async function expireOffers(): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT w.id FROM workshops w JOIN places p ON p.workshop_id = w.id
      WHERE p.state = 'offered' AND least(p.expires_at, w.offers_end_at) <= $1 ORDER BY w.id`,
    [now()],
  )
  for (const { id } of rows) await pool.query('SELECT fill_places($1, $2)', [id, now()])
}

/**
 * Does what falls due at a moment and not by anybody's act: lotteries whose asking has closed are drawn, and bands whose
 * rationale has lapsed, or has come into date, stop or begin to count. As often as one likes: what is done is found done.
 */
export async function sweepLines(): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT w.id FROM workshops w WHERE w.state = 'published' AND w.starts_at > $1 AND (
        (w.policy = 'lottery' AND w.booking_closes_at <= $1 AND EXISTS (SELECT FROM lotteries l WHERE l.workshop_id = w.id AND l.drawn_at IS NULL))
        OR w.banded <> (w.openness = 'prioritised' AND rationale_covers(w.id, $1))) ORDER BY w.id`,
    [now()],
  )
  for (const { id } of rows) await pool.query('SELECT fill_places($1, $2)', [id, now()])
}
