import type { Candidate, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { MarkLevel } from '../../../forces/competencies.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { endOf, isFree, oneToOneEventsFor, sideOf, type OneToOneState, type SlotHow, type SlotKind } from '../rules/one-to-ones.ts'
import { firstNameOf } from '../rules/words.ts'

export const ONE_TO_ONES_A_PAGE = 25

const whole = {
  slot: { include: { supporter: { select: { title: true, account: { select: { name: true } } } } } },
  candidate: { select: { id: true, name: true, reference: true, ownerId: true, closedAt: true } },
  campaign: { select: { name: true } },
  feedback: { orderBy: { number: 'desc' }, include: { marks: true } },
  supersededBy: { select: { id: true } },
  supersedes: { select: { id: true, slot: { select: { startsAt: true } } } },
  changes: { orderBy: { id: 'desc' } },
} as const satisfies Prisma.OneToOneInclude
type Row = Prisma.OneToOneGetPayload<{ include: typeof whole }>

function shaped(row: Row, role: string) {
  const { slot } = row
  const state = row.state as OneToOneState
  const facts = {
    state,
    startsAt: slot.startsAt,
    how: slot.how as SlotHow,
    movedBy: row.movedBy,
    closedAt: row.closedAt,
    hasFeedback: row.feedback.length > 0,
  }
  const name = slot.supporter?.account.name
  return {
    ...row,
    ...{
      state,
      kind: slot.kind as SlotKind,
      how: facts.how,
      startsAt: slot.startsAt,
      endsAt: endOf(slot),
      minutes: slot.minutes,
      area: slot.area,
      place: slot.place,
    },
    coach: {
      id: slot.supporterId,
      name: name ?? LEFT,
      first: name === undefined ? LEFT : firstNameOf(name),
      title: slot.supporter?.title ?? '',
    },
    first: row.candidate.closedAt === null ? firstNameOf(row.candidate.name) : LEFT,
    feedback: row.feedback.map((each) => ({ ...each, marks: each.marks.map((mark) => ({ ...mark, level: mark.level as MarkLevel })) })),
    events: oneToOneEventsFor(facts, sideOf(role), now()),
    isFree: isFree(facts, now()),
  }
}
export type ShownOneToOne = ReturnType<typeof shaped>

export async function findOwnOneToOne({ candidateId }: Candidate, id: string): Promise<ShownOneToOne | undefined> {
  const row = await db.oneToOne.findFirst({ where: { id, candidateId }, include: whole })
  return row ? shaped(row, 'candidate') : undefined
}
export async function findCoachedOneToOne({ accountId }: Supporter, id: string): Promise<ShownOneToOne | undefined> {
  const row = await db.oneToOne.findFirst({ where: { id, slot: { supporterId: accountId } }, include: whole })
  return row ? shaped(row, 'supporter') : undefined
}

/** One of somebody, with who did what; the feedback is for the team that runs the support. */
export async function findOneToOne(_actor: Team, id: string) {
  const row = await db.oneToOne.findUnique({ where: { id }, include: whole })
  if (!row) return undefined
  const names = await namesOf(row.changes.map(({ byId }) => byId))
  const shown = shaped(row, 'coordinator')
  const by = ({ byId, byRole }: { byId: string | null; byRole: string }) =>
    byRole === 'system' ? 'The portal' : byRole === 'candidate' ? row.candidate.name : (names.get(byId ?? '') ?? LEFT)
  return { ...shown, changes: row.changes.map((change) => ({ ...change, toState: change.toState as OneToOneState, by: by(change) })) }
}

/** A candidate's own: what is to come first, then what was. A row that was moved is shown by the one in its place. */
export async function listOwnOneToOnes({ candidateId }: { candidateId: string }) {
  const rows = await db.oneToOne.findMany({
    where: { candidateId, state: { not: 'superseded' } },
    include: whole,
    orderBy: [{ slot: { startsAt: 'desc' } }, { id: 'desc' }],
    take: 100,
  })
  const all = rows.map((row) => shaped(row, 'candidate'))
  const at = now()
  const isAhead = (each: ShownOneToOne) => each.state === 'booked' && each.endsAt > at
  return { ahead: all.filter(isAhead).reverse(), past: all.filter((each) => !isAhead(each)) }
}

export const oneToOneShows = ['upcoming', 'toRecord', 'calledOff', 'noFeedback', 'past', 'all'] as const
export type OneToOneShow = (typeof oneToOneShows)[number]
const DAY = 86_400_000
export const RECORD_DAYS = 2

/** Called off by the portal within four weeks, and nothing booked since: they wait for somebody to find another. */
const leftAlone = (at: Date): Prisma.OneToOneWhereInput => ({
  state: 'calledOff',
  closedAt: { gt: new Date(at.getTime() - 28 * DAY) },
  NOT: { reason: { in: ['requestEnded', 'personLeft'] } },
  candidate: { closedAt: null, oneToOnes: { none: { state: 'booked', slot: { startsAt: { gt: at } } } } },
})
const byShow: Record<OneToOneShow, (at: Date) => Prisma.OneToOneWhereInput> = {
  upcoming: (at) => ({ state: 'booked', slot: { startsAt: { gt: at } } }),
  toRecord: (at) => ({ state: 'booked', slot: { startsAt: { lte: new Date(at.getTime() - RECORD_DAYS * DAY) } } }),
  calledOff: leftAlone,
  noFeedback: () => ({ state: 'held', feedback: { none: {} } }),
  past: (at) => ({
    OR: [
      { state: { in: ['held', 'notHeld', 'cancelled', 'lateCancelled', 'calledOff'] } },
      { state: 'booked', slot: { startsAt: { lte: at } } },
    ],
  }),
  all: () => ({ state: { not: 'superseded' } }),
}

export type OneToOneFilter = { show: OneToOneShow; kind?: SlotKind | undefined; q?: string; whose?: 'mine' | undefined }
const like = (q: string) => ({ contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

/** One condition behind the list, its count, its file and what waits. */
export const oneToOnesWhere = (actor: Team, { show, kind, q = '', whose }: OneToOneFilter): Prisma.OneToOneWhereInput => ({
  AND: [
    byShow[show](now()),
    kind === undefined ? {} : { slot: { kind } },
    whose === 'mine' ? { candidate: { ownerId: actor.accountId } } : {},
    q === ''
      ? {}
      : {
          OR: [
            { candidate: { name: like(q) } },
            { candidate: { reference: like(q) } },
            { slot: { supporter: { account: { name: like(q) } } } },
          ],
        },
  ],
})

export async function listOneToOnes(actor: Team, { page, ...filter }: OneToOneFilter & { page: number }) {
  const where = oneToOnesWhere(actor, filter)
  const [total, rows] = await Promise.all([
    db.oneToOne.count({ where }),
    db.oneToOne.findMany({
      where,
      include: whole,
      orderBy: [{ slot: { startsAt: filter.show === 'upcoming' || filter.show === 'toRecord' ? 'asc' : 'desc' } }, { id: 'asc' }],
      skip: (page - 1) * ONE_TO_ONES_A_PAGE,
      take: ONE_TO_ONES_A_PAGE,
    }),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / ONE_TO_ONES_A_PAGE)), rows: rows.map((row) => shaped(row, 'coordinator')) }
}

const FILE_MOST = 5000
export async function listOneToOnesForFile(actor: Team, filter: OneToOneFilter): Promise<ShownOneToOne[]> {
  const rows = await db.oneToOne.findMany({
    where: oneToOnesWhere(actor, filter),
    include: whole,
    orderBy: [{ slot: { startsAt: 'desc' } }, { id: 'asc' }],
    take: FILE_MOST,
  })
  return rows.map((row) => shaped(row, 'coordinator'))
}

/** For a letter: the booking as it is when the letter is written. */
export async function findForLetter(id: string, side: 'candidate' | 'supporter') {
  const row = await db.oneToOne.findUnique({ where: { id }, include: whole })
  return row ? shaped(row, side) : undefined
}

/** Somebody the team may book for. */
export const findPerson = (_actor: Team, id: string) =>
  db.candidate.findFirst({ where: { id, closedAt: null }, select: { id: true, name: true, reference: true, routes: true } })

export async function findPeople(_actor: Team, q: string) {
  return db.candidate.findMany({
    where: { closedAt: null, OR: [{ name: like(q) }, { reference: like(q) }] },
    select: { id: true, name: true, reference: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: ONE_TO_ONES_A_PAGE,
  })
}
