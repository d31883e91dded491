import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { dayAfter, londonDay, startOfDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Waiting, Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { causeOf, type OfferState } from '../rules/offers.ts'
import { wishEventsFor, type WishKind, type WishState } from '../rules/progress.ts'
import { figuresOf, type ReasonKind, type WorkReason } from '../rules/reasons.ts'
import { findStanding } from './standing.ts'

export const A_PAGE = 25
const person = { candidate: { select: { id: true, name: true, reference: true } } } as const
const open = ({ accountId }: Team, whose: Whose) => ({ closedAt: null, ...(whose === 'mine' && { ownerId: accountId }) })

/** Somebody as their page of support in work shows them; undefined where they are neither in work nor were offered anything. */
export async function findPerson(_actor: Team, candidateId: string) {
  const candidate = await db.candidate.findFirst({
    where: { id: candidateId, closedAt: null },
    select: { id: true, name: true, reference: true },
  })
  if (!candidate) return undefined
  const where = { candidateId }
  const [standing, reasons, offers, wishes] = await Promise.all([
    findStanding(candidateId),
    db.workReason.findMany({
      where: { ...where, reader: 'team', OR: [{ endedWhy: null }, { endedWhy: 'over' }] },
      orderBy: { saidAt: 'desc' },
    }),
    listOffersOf(candidateId),
    db.progressWish.findMany({ where, orderBy: { wantedAt: 'desc' } }),
  ])
  if (!standing && offers.length === 0) return undefined
  const names = await namesOf(reasons.flatMap(({ byId, seenById }) => [byId, seenById]))
  const nameOf = (id: string | null) => (id === null ? undefined : (names.get(id) ?? LEFT))
  return {
    ...{ candidate, standing, offers, wishes: wishes.map(withEvents) },
    reasons: reasons.map((reason) => ({ ...reason, by: nameOf(reason.byId), seenBy: nameOf(reason.seenById) })),
  }
}

async function listOffersOf(candidateId: string) {
  const offers = await db.supportOffer.findMany({ where: { candidateId }, orderBy: { madeAt: 'desc' }, include: { takes: true } })
  return offers.map((offer) => ({ ...offer, state: offer.state as OfferState, cause: causeOf(offer) }))
}

const withEvents = <W extends { state: string; kind: string }>(wish: W) => ({
  ...{ ...wish, state: wish.state as WishState, kind: wish.kind as WishKind },
  can: wishEventsFor(wish.state as WishState, 'team'),
})

/** What the team's page about a candidate tells of it; undefined where there is nothing. */
export async function findWorkOf(_actor: Team, candidateId: string) {
  const [standing, offers, wishes] = await Promise.all([
    findStanding(candidateId),
    listOffersOf(candidateId),
    db.progressWish.count({ where: { candidateId, state: { in: ['wanted', 'arranged'] } } }),
  ])
  return standing || offers.length > 0 ? { standing, offer: offers[0], wishes } : undefined
}

export type OffersFilter = { state?: OfferState | undefined; whose: Whose }

/** Offers made, the latest first. */
export async function listOffers(actor: Team, { state, whose }: OffersFilter, page: number) {
  const where: Prisma.SupportOfferWhereInput = { candidate: open(actor, whose), ...(state && { state }) }
  const [total, rows] = await Promise.all([
    db.supportOffer.count({ where }),
    db.supportOffer.findMany({
      ...{ where, orderBy: [{ madeAt: 'desc' }, { id: 'desc' }], skip: (page - 1) * A_PAGE, take: A_PAGE },
      include: { ...person, takes: true, record: { select: { route: true, stage: true } } },
    }),
  ])
  return { total, rows: rows.map((offer) => ({ ...offer, state: offer.state as OfferState, cause: causeOf(offer) })) }
}

export const wishTimes = ['overdue', 'today', 'week'] as const
export type WishTime = (typeof wishTimes)[number]
export type WishesFilter = { state?: WishState | undefined; kind?: WishKind | undefined; when?: WishTime | undefined; whose: Whose }

function due(when: WishTime): Prisma.DateTimeFilter {
  const tomorrow = startOfDay(dayAfter(londonDay(now()), 1))
  if (when === 'overdue') return { lt: now() }
  return when === 'today' ? { gte: now(), lt: tomorrow } : { gte: tomorrow }
}

const wishesWhere = (actor: Team, { state, kind, when, whose }: WishesFilter): Prisma.ProgressWishWhereInput => ({
  candidate: open(actor, whose),
  ...(kind && { kind }),
  ...(when ? { state: 'wanted', dueAt: due(when) } : state && { state }),
})

/** Who wants what after the first year, the most pressing first. */
export async function listWishes(actor: Team, filter: WishesFilter, page: number) {
  const where = wishesWhere(actor, filter)
  const [total, rows] = await Promise.all([
    db.progressWish.count({ where }),
    db.progressWish.findMany({
      ...{ where, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], skip: (page - 1) * A_PAGE, take: A_PAGE, include: person },
    }),
  ])
  return { total, rows: rows.map((wish) => ({ ...withEvents(wish), late: wish.state === 'wanted' && wish.dueAt < now() })) }
}

export const findWish = (_actor: Team, id: string) =>
  db.progressWish.findFirst({ where: { id, candidate: { closedAt: null } }, include: person })

const whens: Record<WishTime, string> = {
  overdue: 'Wishes after the first year that should have been answered',
  today: 'Wishes after the first year to answer today',
  week: 'Wishes after the first year to answer this week',
}

/** Wishes that nobody has arranged anything for. */
export const countWishes = async (
  actor: Team,
  whose: Whose,
  when: WishTime,
): Promise<Pick<Waiting, 'count' | 'oldest'> & { what: string }> => {
  const found = await db.progressWish.aggregate({ where: wishesWhere(actor, { when, whose }), _count: true, _min: { dueAt: true } })
  return { what: whens[when], count: found._count, oldest: found._min.dueAt ?? undefined }
}

/** Since when the oldest of what people said of leaving or deferring has not been read. */
export async function oldestUnread(actor: Team, whose: Whose): Promise<Date | undefined> {
  const found = await db.workReason.aggregate({
    where: { candidate: open(actor, whose), reader: 'team', endedAt: null, seenAt: null },
    _min: { saidAt: true },
  })
  return found._min.saidAt ?? undefined
}

/**
 * How often each reason was given, by the person or else by the team, of everybody that counts: a correction counts once, and what was
 * taken back not at all. Those that a recruitment stage tells alone count with the rest.
 */
export async function countReasons(_actor: Team, kind: ReasonKind) {
  const rows = await db.$queryRaw<{ reason: WorkReason; count: number }[]>`
    WITH said AS (
      SELECT w.candidate_id, w.reason FROM work_reasons w WHERE w.kind = ${kind} AND (w.ended_why IS NULL OR w.ended_why = 'over')
        AND (w.source = 'candidate' OR NOT EXISTS (SELECT FROM work_reasons o WHERE o.candidate_id = w.candidate_id AND o.kind = w.kind AND o.source = 'candidate'
          AND (o.ended_why IS NULL OR o.ended_why = 'over')))
      UNION ALL
      SELECT r.candidate_id, CASE r.reason WHEN 'notNow' THEN 'other' WHEN 'process' THEN 'other' ELSE r.reason END FROM stage_records r
      WHERE ${kind} = 'leaving' AND r.stage IN ('start', 'firstYear') AND r.state = 'withdrew' AND r.voided_at IS NULL AND r.reason IS NOT NULL
        AND NOT EXISTS (SELECT FROM work_reasons w WHERE w.candidate_id = r.candidate_id AND w.kind = 'leaving' AND (w.ended_why IS NULL OR w.ended_why = 'over'))
    ) SELECT reason, count(DISTINCT candidate_id)::int AS count FROM said GROUP BY reason`
  return figuresOf(Object.fromEntries(rows.map(({ reason, count }) => [reason, count])))
}
