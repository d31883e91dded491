import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { decideGiving, decideTask, type GiveReason, type TaskDecision, type TaskEvent, type TaskState } from '../rules.ts'

type Wanted = { title: string; dueOn: string; ownerId: string; candidateId?: string | undefined }
type Made = { ok: true; id: string } | { ok: false; reason: 'notOfTeam' }

const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** Makes a task for somebody of the team; undefined where it is about somebody who is not there. */
export const addTask = (actor: Team, { title, dueOn, ownerId, candidateId }: Wanted): Promise<Made | undefined> =>
  inTransaction(async (tx) => {
    if (candidateId !== undefined) {
      await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR SHARE`
      if ((await tx.candidate.count({ where: { id: candidateId, closedAt: null } })) === 0) return undefined
    }
    if ((await findOfTeam(ownerId, tx)) === undefined) return { ok: false, reason: 'notOfTeam' }
    const at = now()
    const task = await tx.task.create({
      data: { title, dueOn: asDate(dueOn), ownerId, candidateId: candidateId ?? null, givenAt: at, madeById: actor.accountId, madeAt: at },
    })
    await note(tx, actor, task, 'made')
    return { ok: true, id: task.id }
  })

/** Changes what has to be done, or by when. */
export const changeTask = (actor: Team, id: string, { title, dueOn }: { title: string; dueOn: string }) =>
  decided(actor, id, 'change', async (tx, task) => {
    const changed = await tx.task.update({ where: { id: task.id }, data: { title, dueOn: asDate(dueOn), givenAt: now() } })
    await note(tx, actor, changed, 'changed')
  })

/** Gives a task to somebody else of the team; `seen` is whose it was on the page that asks. */
export const giveTask = (actor: Team, id: string, { to, seen, reason }: { to: string; seen: string; reason: GiveReason }) =>
  inTransaction(async (tx): Promise<TaskDecision | undefined> => {
    const task = await lock(tx, id)
    if (!task) return undefined
    const toIsOfTeam = (await findOfTeam(to, tx)) !== undefined
    const decision = decideGiving(task.state as TaskState, { from: task.ownerId, to, seen, toIsOfTeam })
    if (!decision.ok) return decision
    const given = await tx.task.update({ where: { id }, data: { ownerId: to, givenAt: now() } })
    await note(tx, actor, given, 'given', reason)
    return decision
  })

export const finishTask = (actor: Team, id: string) =>
  decided(actor, id, 'finish', async (tx, task) => {
    await note(tx, actor, await tx.task.update({ where: { id: task.id }, data: { state: 'done', doneAt: now() } }), 'done')
  })

/** Takes back that a task was done. */
export const reopenTask = (actor: Team, id: string) =>
  decided(actor, id, 'reopen', async (tx, task) => {
    await note(tx, actor, await tx.task.update({ where: { id: task.id }, data: { state: 'open', doneAt: null } }), 'reopened')
  })

/** Records that somebody of the team opened a task about a candidate. */
export const lookAtTask = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'tasks of the team', 'To run your support'))

type Task = { id: string; state: string; ownerId: string; dueOn: Date; candidateId: string | null }
type What = 'made' | 'changed' | 'given' | 'done' | 'reopened'

/** The row of history of a step, and that it happened. */
async function note(tx: Tx, actor: Team, { id, ownerId, dueOn, candidateId }: Task, what: What, reason?: string): Promise<void> {
  const by = { byId: actor.accountId, byRole: actor.role, at: now() }
  await tx.taskChange.create({ data: { taskId: id, what, ownerId, dueOn, reason: reason ?? null, ...by } })
  await recordEvent(tx, actor, `task.${what}`, { subjectId: id, ...(candidateId !== null && { candidateId }) })
}

async function lock(tx: Tx, id: string): Promise<Task | null> {
  await tx.$queryRaw`SELECT id FROM tasks WHERE id = ${id}::uuid FOR UPDATE`
  return tx.task.findFirst({ where: { id, OR: [{ candidateId: null }, { candidate: { closedAt: null } }] } })
}

/** One task, one decision under its lock; undefined where there is no such task. */
const decided = (
  _actor: Team,
  id: string,
  event: TaskEvent,
  happen: (tx: Tx, task: Task) => Promise<void>,
): Promise<TaskDecision | undefined> =>
  inTransaction(async (tx) => {
    const task = await lock(tx, id)
    if (!task) return undefined
    const decision = decideTask(task.state as TaskState, event)
    if (decision.ok) await happen(tx, task)
    return decision
  })
