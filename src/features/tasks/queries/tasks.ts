import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { findOwners, LEFT, listTeam, namesOf } from '../../accounts/queries/team.ts'
import { taskEventsFor, taskTime, taskTimes, WEEK, type TaskState, type TaskTime } from '../rules.ts'

const TASKS_A_PAGE = 25
const DONE_SHOWN = 5

/** A day of the calendar as the database keeps it. */
const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
const today = () => londonDay(now())
const lastOfWeek = () => londonDay(daysAfter(now(), WEEK))

const dueWhere: Record<TaskTime, () => Prisma.DateTimeFilter> = {
  overdue: () => ({ lt: asDate(today()) }),
  today: () => ({ equals: asDate(today()) }),
  week: () => ({ gt: asDate(today()), lte: asDate(lastOfWeek()) }),
  later: () => ({ gt: asDate(lastOfWeek()) }),
}

type Filter = { whose: Whose; when?: TaskTime | 'done' | undefined }

/** One condition for a list and its count; nothing about somebody who closed their account. */
const tasksWhere = (actor: Team, { whose, when }: Filter): Prisma.TaskWhereInput => ({
  OR: [{ candidateId: null }, { candidate: { closedAt: null } }],
  state: when === 'done' ? 'done' : 'open',
  ...(when !== undefined && when !== 'done' && { dueOn: dueWhere[when]() }),
  ...(whose === 'mine' && { ownerId: actor.accountId }),
})

const row = { id: true, title: true, dueOn: true, ownerId: true, state: true, doneAt: true } as const
const candidate = { select: { id: true, name: true, reference: true } } as const

type Found = { dueOn: Date; ownerId: string; state: string }

/** A task with when it falls due, what may be done with it, and whose it is. */
const seen = <T extends Found>(actor: Team, ownerOf: (id: string) => string | undefined, task: T) => ({
  ...task,
  time: taskTime(londonDay(task.dueOn), today(), lastOfWeek()),
  events: taskEventsFor(task.state as TaskState),
  owner: ownerOf(task.ownerId) ?? LEFT,
  mine: task.ownerId === actor.accountId,
})

/** One page of tasks: open ones by day, done ones with the latest first. */
export async function listTasks(actor: Team, filter: Filter & { page: number }) {
  const where = tasksWhere(actor, filter)
  const [total, tasks, ownerOf] = await Promise.all([
    db.task.count({ where }),
    db.task.findMany({
      where,
      orderBy: filter.when === 'done' ? [{ doneAt: 'desc' }, { id: 'desc' }] : [{ dueOn: 'asc' }, { id: 'asc' }],
      skip: (filter.page - 1) * TASKS_A_PAGE,
      take: TASKS_A_PAGE,
      select: { ...row, candidate },
    }),
    findOwners(actor),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / TASKS_A_PAGE)), rows: tasks.map((task) => seen(actor, ownerOf, task)) }
}

/** How many tasks each part of the list holds. */
export async function countTasks(actor: Team, whose: Whose): Promise<Record<TaskTime | 'open' | 'done', number>> {
  const parts = [undefined, ...taskTimes, 'done'] as const
  const counts = await Promise.all(parts.map((when) => db.task.count({ where: tasksWhere(actor, { whose, when }) })))
  return Object.fromEntries(parts.map((when, at) => [when ?? 'open', counts[at] ?? 0])) as Record<TaskTime | 'open' | 'done', number>
}

/** How many tasks fall due at a time, and the day of the first: the same that the list shows. */
export async function countTasksDue(actor: Team, whose: Whose, when: TaskTime): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.task.aggregate({ where: tasksWhere(actor, { whose, when }), _count: true, _min: { dueOn: true } })
  return { count: found._count, oldest: found._min.dueOn ?? undefined }
}

/** The tasks about one candidate: all that are open, by day, and the last few that are done. */
export async function listCandidateTasks(actor: Team, candidateId: string) {
  const [open, done, ownerOf] = await Promise.all([
    db.task.findMany({ where: { candidateId, state: 'open' }, orderBy: [{ dueOn: 'asc' }, { id: 'asc' }], select: row }),
    db.task.findMany({ where: { candidateId, state: 'done' }, orderBy: { doneAt: 'desc' }, take: DONE_SHOWN, select: row }),
    findOwners(actor),
  ])
  return { open: open.map((task) => seen(actor, ownerOf, task)), done: done.map((task) => seen(actor, ownerOf, task)) }
}

/** One task with its history and who could have it; undefined where there is none. */
export async function findTask(actor: Team, id: string) {
  const task = await db.task.findFirst({
    where: { id, OR: [{ candidateId: null }, { candidate: { closedAt: null } }] },
    include: { candidate, changes: { orderBy: { id: 'desc' } } },
  })
  if (!task) return undefined
  const [team, names, ownerOf] = await Promise.all([
    listTeam(actor),
    namesOf(task.changes.flatMap(({ ownerId, byId }) => [ownerId, byId])),
    findOwners(actor),
  ])
  const nameOf = (accountId: string) => names.get(accountId) ?? LEFT
  const changes = task.changes.map((change) => ({ ...change, by: nameOf(change.byId), owner: nameOf(change.ownerId) }))
  return { ...seen(actor, ownerOf, task), changes, team }
}

/** Whom a new task is about; undefined where there is no such candidate. */
export const findSubject = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true } })

/** How many tasks somebody has to do by a day, and how many fell due before it: for the reminder, when it is written. */
export async function countForReminder(ownerId: string, day: string): Promise<{ due: number; before: number }> {
  const where = { ownerId, state: 'open', OR: [{ candidateId: null }, { candidate: { closedAt: null } }] }
  const [due, before] = await Promise.all([
    db.task.count({ where: { ...where, dueOn: asDate(day) } }),
    db.task.count({ where: { ...where, dueOn: { lt: asDate(day) } } }),
  ])
  return { due, before }
}
