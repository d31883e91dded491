import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { hostSees, type Side } from '../rules/visits.ts'

/** Either of the two who meet on a visit. */
export type OfVisit = Candidate | Supporter
export const sideOf = (actor: OfVisit): Side => actor.role

/** The placements of one's own; a suspended supporter hosts nobody, and has none. */
export const ownVisits = (actor: OfVisit): Prisma.PlacementWhereInput =>
  actor.role === 'candidate'
    ? { candidateId: actor.candidateId }
    : { supporterId: actor.accountId, supporter: { suspendedAt: null }, state: { in: [...hostedStates] } }

/** What of a placement a host meets here: once it is confirmed, and what became of it. */
const hostedStates = ['confirmed', 'attended', 'notAttended', 'debriefed'] as const

const around = {
  date: { select: { id: true, startsAt: true, endsAt: true } },
  host: { select: { id: true, name: true, area: true, site: true, access: true, dress: true, travel: true, patrol: true } },
  supporter: { select: { title: true, account: { select: { name: true } } } },
  visitIntention: true,
  visitStop: true,
  visitDebriefs: true,
  visitCertificate: true,
} as const satisfies Prisma.PlacementInclude

/** One visit of one's own that has a day; undefined for any other. It holds nothing of the other side but a host's name. */
export async function findVisit(actor: OfVisit, placementId: string, from: Tx | typeof db = db) {
  const found = await from.placement.findFirst({ where: { id: placementId, ...ownVisits(actor) }, include: around })
  if (!found) return undefined
  const { date, supporter, visitIntention, visitStop, visitDebriefs, visitCertificate, ...placement } = found
  const { id, state, hostId, dateId, supporterId, candidateId, goals, host } = placement
  return {
    ...{ id, state, hostId, dateId, supporterId, candidateId, goals, host, side: sideOf(actor) },
    ...{ startsAt: date?.startsAt ?? null, endsAt: date?.endsAt ?? null },
    receiver: supporter && [supporter.title, supporter.account.name].filter((part) => part !== '').join(' '),
    ...{ before: visitIntention, stop: visitStop, certificate: visitCertificate },
    said: visitDebriefs.map(({ side }) => side),
    own: visitDebriefs.find(({ side }) => side === actor.role),
  }
}
export type Visit = NonNullable<Awaited<ReturnType<typeof findVisit>>>
/** A visit with a day. */
export type DatedVisit = Visit & { startsAt: Date; endsAt: Date }
export const isDated = (visit: Visit): visit is DatedVisit => visit.startsAt !== null && visit.endsAt !== null

/** What is written about a visitor for whoever receives them, from their checks: agreed needs, and whom to ring. */
export type Visitor = {
  placementId: string
  name: string
  needs: string | undefined
  contact: { name: string; phone: string; relation: string } | undefined
}

type Found = {
  placementId: string
  name: string
  needs: string | null
  contact: string | null
  phone: string | null
  relation: string | null
}

/** Whom a host receives: a name, agreed needs and the day's emergency contact, for placements whose time for it is not over. */
async function visitorsOf(placementIds: string[]): Promise<Visitor[]> {
  const rows = await db.$queryRaw<Found[]>`
    SELECT p.id AS "placementId", c.name, n.words AS needs, e.contact_name AS contact, e.contact_phone AS phone, e.contact_relation AS relation
    FROM placements p JOIN candidates c ON c.id = p.candidate_id AND c.closed_at IS NULL
      LEFT JOIN LATERAL (SELECT k.words, k.result, k.revoked_at FROM checks k WHERE k.placement_id = p.id AND k.kind = 'accessNeeds'
        ORDER BY k.seq DESC LIMIT 1) n ON n.revoked_at IS NULL AND n.result = 'agreed'
      LEFT JOIN LATERAL (SELECT k.contact_name, k.contact_phone, k.contact_relation, k.revoked_at FROM checks k
        WHERE k.placement_id = p.id AND k.kind = 'emergencyContact' ORDER BY k.seq DESC LIMIT 1) e ON e.revoked_at IS NULL
    WHERE p.id = ANY (${placementIds}::uuid[]) ORDER BY c.name, p.id`
  return rows.map(({ placementId, name, needs, contact, phone, relation }) => ({
    ...{ placementId, name, needs: needs ?? undefined },
    contact: contact === null ? undefined : { name: contact, phone: phone ?? '', relation: relation ?? '' },
  }))
}

type Kept = { keptDays: number }

/** Who comes on this visit, for its host; undefined before it is confirmed, and once the days for it are over. */
export async function findVisitor({ id, state, startsAt, endsAt }: DatedVisit, { keptDays }: Kept): Promise<Visitor | undefined> {
  return hostSees({ state, startsAt, endsAt }, keptDays, now()) ? (await visitorsOf([id]))[0] : undefined
}

/** One day of a host with everybody whom they may see: for the sheet. Undefined where the day is not theirs, or nobody is left to see. */
export async function findDay(actor: Supporter, dateId: string, { keptDays }: Kept) {
  const date = await db.hostDate.findUnique({
    where: { id: dateId },
    include: { host: true, placements: { where: ownVisits(actor), select: { id: true, state: true } } },
  })
  if (!date) return undefined
  const shown = date.placements.filter(({ state }) => hostSees({ ...date, state }, keptDays, now()) && state !== 'notAttended')
  if (shown.length === 0) return undefined
  return {
    id: date.id,
    host: date.host,
    startsAt: date.startsAt,
    endsAt: date.endsAt,
    visitors: await visitorsOf(shown.map(({ id }) => id)),
  }
}

const A_PAGE = 25

/** A host's own visits: those to come and those that wait for something of theirs all, what is behind them by pages. */
export async function listVisits(actor: Supporter, { keptDays, page }: Kept & { page: number }) {
  const at = now()
  const own = ownVisits(actor)
  const open = { OR: [{ state: 'confirmed' }, { state: 'attended', visitDebriefs: { none: { side: 'supporter' } } }] }
  const include = { ...around, date: true }
  const [waiting, total, past] = await Promise.all([
    db.placement.findMany({ where: { AND: [own, open] }, include, orderBy: [{ date: { startsAt: 'asc' } }, { id: 'asc' }], take: 200 }),
    db.placement.count({ where: { AND: [own, { NOT: open }] } }),
    db.placement.findMany({
      where: { AND: [own, { NOT: open }] },
      ...{ include, orderBy: [{ date: { startsAt: 'desc' } }, { id: 'desc' }] as Prisma.PlacementOrderByWithRelationInput[] },
      ...{ skip: (page - 1) * A_PAGE, take: A_PAGE },
    }),
  ])
  const seen = [...waiting, ...past].filter(({ state, date }) => date !== null && hostSees({ ...date, state }, keptDays, at))
  const names = new Map((await visitorsOf(seen.map(({ id }) => id))).map(({ placementId, name }) => [placementId, name]))
  const row = ({ id, state, date, host, visitStop }: (typeof waiting)[number]) => ({
    ...{ id, state, host: host.name, dateId: date?.id ?? '', startsAt: date?.startsAt ?? at, endsAt: date?.endsAt ?? at },
    ...{ name: names.get(id), stopped: visitStop !== null },
  })
  const rows = waiting.map(row)
  return {
    coming: rows.filter(({ state, startsAt }) => state === 'confirmed' && startsAt > at),
    toMark: rows.filter(({ state, startsAt }) => state === 'confirmed' && startsAt <= at),
    toLookBack: rows.filter(({ state }) => state === 'attended'),
    past: past.map(row),
    ...{ total, pages: Math.max(1, Math.ceil(total / A_PAGE)) },
  }
}
