import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { findOwners, LEFT, listTeam, namesOf } from '../../accounts/queries/team.ts'
import type { BarrierKind, CaseState } from '../rules/cases.ts'
import type { SystemicShow } from '../rules/shows.ts'
import { systemicEventsFor, type Decision, type Result, type SystemicState } from '../rules/systemic.ts'
import type { ToldState } from '../rules/told.ts'
import { dayOf } from './cases.ts'

const A_PAGE = 25
const CSV_MOST = 5000
const SUGGESTED = 10

type Where = Prisma.SystemicBarrierWhereInput
const shows: Record<SystemicShow, (at: Date) => Where> = {
  open: () => ({ state: { not: 'closed' } }),
  remeasure: (at) => ({ state: { in: ['decided', 'changed'] }, remeasureOn: { lte: dayOf(at) } }),
  publish: () => ({ told: { some: { state: 'proposed' } } }),
  closed: () => ({ state: 'closed' }),
  all: () => ({}),
}
export type SystemicFilter = { show: SystemicShow; kind?: BarrierKind | undefined; whose?: 'team' | 'mine' | undefined }

/**
 * One condition behind the register, its count, its file and what waits. Mine: what I answer for; of words for the public, what
 * somebody else wrote.
 */
export const systemicWhere = (actor: Team, { show, kind, whose }: SystemicFilter, at = now()): Where => ({
  AND: [
    shows[show](at),
    kind === undefined ? {} : { kind },
    whose !== 'mine'
      ? {}
      : show === 'publish'
        ? { told: { some: { state: 'proposed', proposedById: { not: actor.accountId } } } }
        : { ownerId: actor.accountId },
  ],
})

const live = { where: { unlinkedAt: null } } as const
const row = {
  links: { ...live, select: { id: true } },
  told: { where: { state: { in: ['proposed', 'published'] } }, select: { state: true } },
} satisfies Prisma.SystemicBarrierInclude
type Row = Prisma.SystemicBarrierGetPayload<{ include: typeof row }>
const listed = (found: Row, ownerOf: (id: string | null) => string | undefined, at: Date) => ({
  ...found,
  ...{ state: found.state as SystemicState, kind: found.kind as BarrierKind, owner: ownerOf(found.ownerId), cases: found.links.length },
  toldState: found.told[0]?.state as ToldState | undefined,
  due: ['decided', 'changed'].includes(found.state) && found.remeasureOn !== null && found.remeasureOn <= dayOf(at),
})
export type ListedSystemic = ReturnType<typeof listed>

/** One page of the register: what is to be measured again soonest first. */
export async function listSystemic(actor: Team, { page, ...filter }: SystemicFilter & { page: number }) {
  const { total, rows } = await readRegister(actor, filter, { skip: (page - 1) * A_PAGE, take: A_PAGE })
  return { total, rows, pages: Math.max(1, Math.ceil(total / A_PAGE)) }
}
export const listSystemicForFile = async (actor: Team, filter: SystemicFilter): Promise<ListedSystemic[]> =>
  (await readRegister(actor, filter, { skip: 0, take: CSV_MOST })).rows

async function readRegister(actor: Team, filter: SystemicFilter, cut: { skip: number; take: number }) {
  const at = now()
  const where = systemicWhere(actor, filter, at)
  const orderBy: Prisma.SystemicBarrierOrderByWithRelationInput[] = [
    { remeasureOn: { sort: 'asc', nulls: 'last' } },
    { madeAt: 'desc' },
    { id: 'asc' },
  ]
  const [total, rows, ownerOf] = await Promise.all([
    db.systemicBarrier.count({ where }),
    db.systemicBarrier.findMany({ where, include: row, orderBy, ...cut }),
    findOwners(actor),
  ])
  return { total, rows: rows.map((each) => listed(each, ownerOf, at)) }
}

const theCase = {
  select: { id: true, kind: true, state: true, openedAt: true, candidate: { select: { name: true, reference: true, closedAt: true } } },
} as const
const shownCase = ({ candidate, ...found }: Prisma.BarrierCaseGetPayload<typeof theCase>) => ({
  ...{ ...found, state: found.state as CaseState, kind: found.kind as BarrierKind },
  // who has gone is not named: their case counts on
  candidate: candidate.closedAt === null ? { name: candidate.name, reference: candidate.reference } : undefined,
})

/** One of the register with its cases, its history and what the public reads; undefined where there is none. */
export async function findSystemic(actor: Team, id: string) {
  const found = await db.systemicBarrier.findUnique({
    where: { id },
    include: {
      changes: { orderBy: { id: 'desc' } },
      links: { ...live, orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }], include: { case: theCase } },
      told: { orderBy: [{ proposedAt: 'desc' }, { id: 'desc' }] },
    },
  })
  if (!found) return undefined
  const gone = await db.systemicLink.count({ where: { systemicId: id, unlinkedAt: { not: null } } })
  const people = await db.barrierCase.groupBy({ by: ['candidateId'], where: { links: { some: { systemicId: id, unlinkedAt: null } } } })
  const state = found.state as SystemicState
  const [decision, result] = [found.decision as Decision | null, found.result as Result | null]
  const names = await namesOf([
    ...[found.ownerId, found.decidedById, found.madeById],
    ...found.changes.map(({ byId }) => byId),
    ...found.told.flatMap(({ proposedById, decidedById, endedById }) => [proposedById, decidedById, endedById]),
  ])
  const nameOf = (accountId: string | null) => (accountId === null ? undefined : (names.get(accountId) ?? LEFT))
  return {
    ...found,
    ...{ state, decision, result, kind: found.kind as BarrierKind, gone, people: people.length },
    events: systemicEventsFor({ state, decision, result, cases: found.links.length, hasSources: found.sources !== '' }),
    ...{ owner: nameOf(found.ownerId), decidedBy: nameOf(found.decidedById) },
    cases: found.links.map(({ case: each }) => shownCase(each)),
    suggested: state === 'closed' ? [] : await suggestedFor(id, found.kind),
    changes: found.changes.map((change) => ({ ...change, by: nameOf(change.byId) })),
    told: found.told.map((entry) => ({
      ...{ ...entry, state: entry.state as ToldState, own: entry.proposedById === actor.accountId },
      ...{ proposedBy: nameOf(entry.proposedById), decidedBy: nameOf(entry.decidedById), endedBy: nameOf(entry.endedById) },
    })),
    team: await listTeam(actor),
  }
}

/** Cases of the same kind that are not linked here yet, the latest first. */
const suggestedFor = async (systemicId: string, kind: string) =>
  (
    await db.barrierCase.findMany({
      where: { kind, state: { not: 'withdrawn' }, candidate: { closedAt: null }, links: { none: { systemicId, unlinkedAt: null } } },
      orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
      take: SUGGESTED,
      ...theCase,
    })
  ).map(shownCase)

/** What everybody may read: words of the team’s own that two have looked at, the latest first. */
export const listTold = (kind?: BarrierKind) =>
  db.toldEntry.findMany({
    where: { state: 'published', ...(kind !== undefined && { systemic: { kind } }) },
    orderBy: [{ decidedAt: 'desc' }, { id: 'asc' }],
    take: 200,
    select: {
      id: true,
      youSaid: true,
      weDid: true,
      people: true,
      decidedAt: true,
      systemic: { select: { kind: true, decision: true, result: true, state: true } },
    },
  })
