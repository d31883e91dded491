import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { lockCase, onCase, record, refuse, write, type Done } from './steps.ts'

export type ActionInput = { what: string; who: 'team' | 'candidate' | 'others'; dueOn: string }

/** Something to be done, by when. The first one begins the work. */
export const addAction = (actor: Team, caseId: string, { what, who, dueOn }: ActionInput): Promise<Done | undefined> =>
  onCase(actor, caseId, 'act', async ({ tx, found, at }) => {
    if (found.state === 'takenUp') await write(tx, actor, found, at, { state: 'working' })
    await tx.barrierAction.create({
      data: { caseId, what, who, dueOn: new Date(`${dueOn}T00:00:00Z`), madeAt: at, madeById: actor.accountId },
      select: { id: true },
    })
    await record(tx, actor, found, 'actionAdded')
    return { ok: true }
  })

type Step = 'done' | 'undone' | 'dropped' | 'kept'
const from = {
  done: { doneAt: null, droppedAt: null },
  undone: { doneAt: { not: null } },
  dropped: { doneAt: null, droppedAt: null },
  kept: { droppedAt: { not: null } },
} as const

/** Ticks an action off, drops it, or takes either back. A candidate ticks off what is theirs to do. */
export const moveAction = (
  actor: Candidate | Team,
  { caseId, actionId }: { caseId: string; actionId: string },
  step: Step,
): Promise<Done | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockCase(tx, actor, caseId)
    const own = actor.role === 'candidate'
    const where = { id: actionId, caseId, ...(own && { who: 'candidate' }) }
    if (!found || (await tx.barrierAction.count({ where })) === 0) return undefined
    const data = {
      done: { doneAt: at, doneBy: own ? 'candidate' : 'team' },
      undone: { doneAt: null, doneBy: null },
      dropped: { droppedAt: at },
      kept: { droppedAt: null },
    }[step]
    const { count } = await tx.barrierAction.updateMany({ where: { ...where, ...from[step] }, data })
    if (count === 0) return refuse('noSuchAction')
    if (own) await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    await record(tx, actor, found, step === 'done' ? 'actionDone' : 'actionChanged')
    return { ok: true }
  })
