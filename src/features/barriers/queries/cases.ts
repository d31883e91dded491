import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { findOwners, LEFT, listTeam, namesOf } from '../../accounts/queries/team.ts'
import { caseEventsFor, lateness, liveCaseStates, type BarrierKind, type CaseState } from '../rules/cases.ts'
import type { Show } from '../rules/shows.ts'

export const CASES_A_PAGE = 25
const CSV_MOST = 5000

type Where = Prisma.BarrierCaseWhereInput
const live = { in: [...liveCaseStates] }
export const dayOf = (at: Date): Date => new Date(`${londonDay(at)}T00:00:00Z`)

const shows: Record<Show, (at: Date) => Where> = {
  live: () => ({ state: live }),
  new: () => ({ state: 'opened' }),
  answer: (at) => ({ state: live, answeredAt: null, answerDueAt: { lte: at } }),
  outcome: (at) => ({ state: live, outcomeDueAt: { lte: at } }),
  actions: (at) => ({ state: live, actions: { some: { doneAt: null, droppedAt: null, who: 'team', dueOn: { lt: dayOf(at) } } } }),
  waiting: () => ({ state: 'waitingOnOthers' }),
  escalated: () => ({ state: live, escalatedAt: { not: null } }),
  closed: () => ({ state: { in: ['closed', 'withdrawn'] } }),
  all: () => ({}),
}

export type CaseFilter = {
  show: Show
  kind?: BarrierKind | undefined
  /** An account of the team, or nobody. */
  owner?: string | undefined
  whose?: 'team' | 'mine' | undefined
  q?: string | undefined
}

const like = (q: string) => ({ contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })
const ownedBy = (owner: string | undefined): Where => (owner === undefined ? {} : { ownerId: owner === 'nobody' ? null : owner })

/** One condition behind the list, its counts, its file and what waits. Mine: what I have, and what nobody has of those I look after. */
export const casesWhere = (actor: Team, { show, kind, owner, whose, q = '' }: CaseFilter, at = now()): Where => ({
  AND: [
    { candidate: { closedAt: null } },
    shows[show](at),
    kind === undefined ? {} : { kind },
    ownedBy(owner),
    whose === 'mine' ? { OR: [{ ownerId: actor.accountId }, { ownerId: null, candidate: { ownerId: actor.accountId } }] } : {},
    q === '' ? {} : { candidate: { OR: [{ name: like(q) }, { reference: like(q) }] } },
  ],
})

const row = {
  candidate: { select: { id: true, name: true, reference: true } },
  actions: { where: { doneAt: null, droppedAt: null }, select: { dueOn: true, who: true } },
  links: { where: { unlinkedAt: null }, select: { systemicId: true } },
} as const
type Row = Prisma.BarrierCaseGetPayload<{ include: typeof row }>

const listed = (found: Row, ownerOf: (id: string | null) => string | undefined, at: Date) => ({
  ...found,
  ...{ state: found.state as CaseState, kind: found.kind as BarrierKind, owner: ownerOf(found.ownerId), late: lateness(found, at) },
  lateActions: found.actions.filter(({ who, dueOn }) => who === 'team' && dueOn < dayOf(at)).length,
})
export type ListedCase = ReturnType<typeof listed>
const order = [{ outcomeDueAt: 'asc' }, { id: 'asc' }] satisfies Prisma.BarrierCaseOrderByWithRelationInput[]
const latest = [{ closedAt: 'desc' }, { id: 'asc' }] satisfies Prisma.BarrierCaseOrderByWithRelationInput[]

/** One page of the cases, the most pressing first, and how many there are. */
export async function listCases(actor: Team, { page, ...filter }: CaseFilter & { page: number }) {
  const at = now()
  const where = casesWhere(actor, filter, at)
  const [total, rows, ownerOf] = await Promise.all([
    db.barrierCase.count({ where }),
    db.barrierCase.findMany({
      ...{ where, include: row, skip: (page - 1) * CASES_A_PAGE, take: CASES_A_PAGE },
      orderBy: filter.show === 'closed' ? latest : order,
    }),
    findOwners(actor),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / CASES_A_PAGE)), rows: rows.map((each) => listed(each, ownerOf, at)) }
}

/** The same list for a file: all of it, up to five thousand. */
export async function listCasesForFile(actor: Team, filter: CaseFilter): Promise<ListedCase[]> {
  const at = now()
  const [rows, ownerOf] = await Promise.all([
    db.barrierCase.findMany({ where: casesWhere(actor, filter, at), include: row, orderBy: order, take: CSV_MOST }),
    findOwners(actor),
  ])
  return rows.map((each) => listed(each, ownerOf, at))
}

/** How many each part of the list holds. */
export async function countCases(actor: Team, filter: Omit<CaseFilter, 'show'>): Promise<Partial<Record<Show, number>>> {
  const at = now()
  const parts: Show[] = ['live', 'new', 'answer', 'outcome', 'actions', 'escalated']
  const counts = await Promise.all(parts.map((show) => db.barrierCase.count({ where: casesWhere(actor, { ...filter, show }, at) })))
  return Object.fromEntries(parts.map((show, n) => [show, counts[n] ?? 0]))
}

const whole = {
  candidate: { select: { id: true, name: true, reference: true } },
  actions: { orderBy: [{ dueOn: 'asc' }, { id: 'asc' }] },
  notes: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
  changes: { orderBy: { id: 'desc' } },
  links: { where: { unlinkedAt: null }, include: { systemic: { select: { id: true, title: true, state: true } } } },
} as const satisfies Prisma.BarrierCaseInclude

/** One case with everything about it; undefined where there is none, or where whose it was has gone. */
export async function findCase(actor: Team, caseId: string) {
  const at = now()
  const found = await db.barrierCase.findFirst({ where: { id: caseId, candidate: { closedAt: null } }, include: whole })
  if (!found) return undefined
  const [names, team, others] = await Promise.all([
    namesOf([found.ownerId, ...found.notes.map(({ byId }) => byId), ...found.changes.flatMap(({ byId, ownerId }) => [byId, ownerId])]),
    listTeam(actor),
    db.systemicBarrier.findMany({
      where: { state: { not: 'closed' }, links: { none: { caseId, unlinkedAt: null } } },
      orderBy: [{ title: 'asc' }, { id: 'asc' }],
      select: { id: true, title: true, kind: true },
    }),
  ])
  const nameOf = (id: string | null) => (id === null ? undefined : (names.get(id) ?? LEFT))
  const state = found.state as CaseState
  return {
    ...found,
    ...{ state, kind: found.kind as BarrierKind, late: lateness(found, at), events: caseEventsFor(state, 'team'), team },
    owner: nameOf(found.ownerId),
    // the same kind first: most likely what this case shows
    others: others.sort((a, b) => Number(b.kind === found.kind) - Number(a.kind === found.kind)),
    notes: found.notes.map((note) => ({ ...note, by: nameOf(note.byId) })),
    changes: found.changes.map((change) => ({ ...change, by: nameOf(change.byId), to: nameOf(change.ownerId) })),
    actions: found.actions.map((action) => ({
      ...action,
      isLate: action.doneAt === null && action.droppedAt === null && action.dueOn < dayOf(at),
    })),
  }
}

/** The cases of one person, for their page: what kind and where each stands, without a word of it. */
export const listCasesOf = async (actor: Team, candidateId: string): Promise<ListedCase[]> => {
  const at = now()
  const [rows, ownerOf] = await Promise.all([
    db.barrierCase.findMany({
      where: { candidateId, candidate: { closedAt: null } },
      include: row,
      orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
    }),
    findOwners(actor),
  ])
  return rows.map((each) => listed(each, ownerOf, at))
}
