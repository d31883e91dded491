import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery, Show } from '../forms.ts'
import { LAPSING_DAYS, rationaleEventsFor, standingOf, type RationaleState } from '../rules.ts'

export const RATIONALES_A_PAGE = 25

/** A day of the calendar as the database keeps it. */
const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
const today = () => londonDay(now())
const soon = () => londonDay(daysAfter(now(), LAPSING_DAYS))
const dayOf = (d: Date): string => d.toISOString().slice(0, 10)

const shown: Record<Show, () => Prisma.RationaleWhereInput> = {
  inDate: () => ({ state: 'approved', fromOn: { lte: asDate(today()) }, untilOn: { gte: asDate(today()) } }),
  lapsing: () => ({ state: 'approved', fromOn: { lte: asDate(today()) }, untilOn: { gte: asDate(today()), lte: asDate(soon()) } }),
  lapsed: () => ({ state: 'approved', untilOn: { lt: asDate(today()) } }),
  waiting: () => ({ state: 'submitted' }),
  writing: () => ({ state: { in: ['draft', 'returned'] } }),
  all: () => ({ state: { not: 'superseded' } }),
}

/** Workshops still to come that people have been told of. */
const toCome = (): Prisma.WorkshopWhereInput => ({ state: 'published', openness: { not: 'all' }, startsAt: { gt: now() } })

type Filter = { show: Show; group?: string | undefined; resting?: 'yes' | undefined }
/** One condition behind a list and its count. */
export const rationalesWhere = ({ show, group, resting }: Filter): Prisma.RationaleWhereInput => ({
  AND: [shown[show](), group === undefined || group === '' ? {} : { groupKey: group }, resting ? { workshops: { some: toCome() } } : {}],
})

type Dated = { state: string; fromOn: Date; untilOn: Date }
const standing = ({ state, fromOn, untilOn }: Dated) =>
  standingOf({ state: state as RationaleState, from: dayOf(fromOn), until: dayOf(untilOn) }, today(), soon())

/** One page of the register, and how many each part of it holds. */
export async function listRationales(_actor: Team, { page, ...filter }: ListQuery) {
  const where = rationalesWhere(filter)
  const parts = Object.keys(shown) as Show[]
  const [total, rows, ...counts] = await Promise.all([
    db.rationale.count({ where }),
    db.rationale.findMany({
      where,
      orderBy: filter.show === 'waiting' ? [{ submittedAt: 'asc' }, { id: 'asc' }] : [{ untilOn: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * RATIONALES_A_PAGE,
      take: RATIONALES_A_PAGE,
      include: { _count: { select: { workshops: { where: toCome() } } } },
    }),
    ...parts.map((show) => db.rationale.count({ where: shown[show]() })),
  ])
  const names = await namesOf(rows.map(({ authorId }) => authorId))
  return {
    total,
    pages: Math.max(1, Math.ceil(total / RATIONALES_A_PAGE)),
    counts: Object.fromEntries(parts.map((show, at) => [show, counts[at] ?? 0])) as Record<Show, number>,
    rows: rows.map(({ _count, ...row }) => ({
      ...{ ...row, standing: standing(row), resting: _count.workshops, author: names.get(row.authorId) ?? LEFT },
    })),
  }
}

/** One version with its history, its other versions, the workshops that rest on it, and what this reader may do with it. */
export async function findRationale(actor: Team, id: string) {
  const found = await db.rationale.findUnique({
    where: { id },
    include: {
      changes: { orderBy: { id: 'desc' } },
      workshops: { where: { state: { not: 'cancelled' } }, orderBy: [{ startsAt: 'desc' }, { id: 'asc' }], take: 50 },
    },
  })
  if (!found) return undefined
  const versions = await db.rationale.findMany({ where: { seriesId: found.seriesId }, orderBy: { version: 'desc' } })
  const names = await namesOf([found.authorId, found.approverId, ...found.changes.map(({ byId }) => byId)])
  const nameOf = (who: string | null) => (who === null ? 'The portal' : (names.get(who) ?? LEFT))
  const whole = [found.evidence, found.aim, found.proportionate, found.alternatives].every((text) => text.trim() !== '')
  const wrote = found.changes.some(({ what, byId }) => byId === actor.accountId && ['written', 'edited', 'submitted'].includes(what))
  const newest = versions.every(({ version, state }) => version <= found.version || state === 'withdrawn')
  const facts = { state: found.state as RationaleState, whole, until: dayOf(found.untilOn), newest }
  return {
    ...{ ...found, whole, wrote, standing: standing(found) },
    author: nameOf(found.authorId),
    approver: found.approverId === null ? undefined : nameOf(found.approverId),
    changes: found.changes.map((change) => ({ ...change, by: nameOf(change.byId) })),
    versions: versions.map((version) => ({ ...version, standing: standing(version) })),
    events: rationaleEventsFor(facts, { role: actor.role, wrote }, today()),
  }
}
export type FoundRationale = NonNullable<Awaited<ReturnType<typeof findRationale>>>

/** Those that a new workshop can rest on: approved, and not over. */
export const listApproved = (_actor: Team) =>
  db.rationale.findMany({
    where: { state: 'approved', untilOn: { gte: asDate(today()) } },
    orderBy: [{ title: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, groupKey: true, groupName: true, routes: true, fromOn: true, untilOn: true },
  })
