import type { Team } from '../../../core/access.ts'
import type { Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { RunRefusal } from '../rules/runs.ts'
import { decided, makeRun, queueRun, type LockedRun, type Queued } from './runs.ts'

type Change = 'notInRun' | RunRefusal
type Kept = { ok: true } | { ok: false; reason: Change } | undefined
type Again = ({ ok: true } & Queued) | { ok: false; reason: Change } | undefined

const pairedWith = async (tx: Tx, runId: string, candidateId: string) =>
  (await tx.matchRunPerson.findUnique({ where: { runId_candidateId: { runId, candidateId } }, select: { supporterId: true } }))
    ?.supporterId ?? null

/** Keeps a pair as it is when the run is made again. Nothing else moves, as the pair is part of the best answer. */
export const keepPair = (actor: Team, runId: string, candidateId: string): Promise<Kept> =>
  decided<NonNullable<Kept>>(runId, 'change', async (tx, run, at) => {
    const supporterId = await pairedWith(tx, runId, candidateId)
    if (supporterId === null) return { ok: false, reason: 'notInRun' }
    if (run.choices.some((each) => each.choice === 'keep' && each.candidateId === candidateId)) return { ok: true }
    await tx.matchRunChoice.create({ data: { runId, choice: 'keep', candidateId, supporterId, byId: actor.accountId, at } })
    await recordEvent(tx, actor, 'match.kept', { subjectId: runId })
    return { ok: true }
  })

/** Lets a pair that was kept go free again; the run itself stays as it is until it is made again. */
export const releasePair = (actor: Team, runId: string, candidateId: string): Promise<Kept> =>
  decided<NonNullable<Kept>>(runId, 'change', async (tx) => {
    await tx.matchRunChoice.deleteMany({ where: { runId, choice: 'keep', candidateId } })
    await recordEvent(tx, actor, 'match.released', { subjectId: runId })
    return { ok: true }
  })

/** Makes the run again with what is known now, the same seed and every choice so far. */
export const runAgain = (actor: Team, runId: string): Promise<Again> =>
  decided<NonNullable<Again>>(runId, 'change', async (tx, run, at) => ({ ok: true, ...(await again(tx, actor, run, run.choices, at)) }))

type Pair = { candidateId: string; supporterId: string }

/** Makes the run again with this pair in it, and everything else as good as it can be beside it. */
export const swapPair = (actor: Team, runId: string, { candidateId, supporterId, reason }: Pair & { reason: string }): Promise<Again> =>
  changed(actor, runId, candidateId, (run) => [
    ...run.choices.filter((each) => !(each.candidateId === candidateId && (each.choice !== 'forbid' || each.supporterId === supporterId))),
    { choice: 'keep', candidateId, supporterId, reason },
  ])

/** Makes the run again without the pair that it proposes for somebody. */
export const forbidPair = (actor: Team, runId: string, candidateId: string, reason: string): Promise<Again> =>
  changed(actor, runId, candidateId, (run, supporterId) =>
    supporterId === null
      ? undefined
      : [
          ...run.choices.filter((each) => !(each.candidateId === candidateId && each.choice === 'keep')),
          { choice: 'forbid', candidateId, supporterId, reason },
        ],
  )

/** Makes the run again without somebody, who goes on waiting. */
export const takeOut = (actor: Team, runId: string, candidateId: string, reason: string): Promise<Again> =>
  changed(actor, runId, candidateId, (run) => [
    ...run.choices.filter((each) => each.candidateId !== candidateId),
    { choice: 'out', candidateId, supporterId: null, reason },
  ])

/** Makes the run again without one of the choices, or what was chosen of one person. */
export const undoChoice = (actor: Team, runId: string, choiceId: string): Promise<Again> =>
  decided<NonNullable<Again>>(runId, 'change', async (tx, run, at) => {
    if (!run.choices.some(({ id }) => id === choiceId)) return { ok: false, reason: 'notInRun' }
    const left = run.choices.filter(({ id }) => id !== choiceId)
    return { ok: true, ...(await again(tx, actor, run, left, at)) }
  })

type Chosen = { choice: string; candidateId: string; supporterId: string | null; reason: string; byId?: string | null; at?: Date }

const changed = (
  actor: Team,
  runId: string,
  candidateId: string,
  choose: (run: LockedRun, supporterId: string | null) => Chosen[] | undefined,
): Promise<Again> =>
  decided<NonNullable<Again>>(runId, 'change', async (tx, run, at) => {
    const member = await tx.matchRunPerson.findUnique({
      where: { runId_candidateId: { runId, candidateId } },
      select: { supporterId: true },
    })
    const chosen = member && choose(run, member.supporterId)
    if (!chosen) return { ok: false, reason: 'notInRun' }
    return { ok: true, ...(await again(tx, actor, run, chosen, at)) }
  })

async function again(tx: Tx, actor: Team, run: LockedRun, chosen: readonly Chosen[], at: Date): Promise<Queued> {
  const { id: previousId, kind, cohortId, seed } = run
  const { id } = await makeRun(tx, { kind, cohortId, seed, previousId, byId: actor.accountId, at })
  const carried: Prisma.MatchRunChoiceCreateManyInput[] = chosen.map(
    ({ choice, candidateId, supporterId, reason, byId, at: chosenAt }) => ({
      ...{ runId: id, choice, candidateId, supporterId, reason, byId: byId === undefined ? actor.accountId : byId, at: chosenAt ?? at },
    }),
  )
  await tx.matchRunChoice.createMany({ data: carried })
  await tx.matchRun.update({ where: { id: previousId }, data: { state: 'replaced', endedAt: at } })
  await recordEvent(tx, actor, 'match.madeAgain', { subjectId: id })
  return { id, small: await queueRun(tx, { id, kind, cohortId }, at) }
}
