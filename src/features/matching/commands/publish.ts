import { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent } from '../../audit/commands.ts'
import { proposePair } from '../../pairings/commands/propose.ts'
import { waitingWhere } from '../queries/world.ts'
import type { MatchKind } from '../rules/runs.ts'
import { decided, type Decided } from './runs.ts'

/** The job that asks the supporters of a run; its name and what it needs to know. */
export const publishTask = { name: 'matching.runPublish', payload: z.object({ runId: z.uuid() }) }
/** So many pairs are asked about while the page is waited for; more are left to the clockwork. */
export const ASKED_AT_ONCE = 40
const SAFETY = 30_000

/** Confirms a draft: from then on its supporters are asked, each pair in a transaction of its own, whatever becomes of the process. */
export const publishRun = (actor: Team, runId: string) =>
  decided<Decided<{ many: boolean }>>(runId, 'publish', async (tx, run, at) => {
    const many = (run.matched ?? 0) > ASKED_AT_ONCE
    await tx.matchRun.update({ where: { id: runId }, data: { state: 'publishing', publishedAt: at, publishedById: actor.accountId } })
    await recordEvent(tx, actor, 'match.published', { subjectId: runId, data: { pairs: run.matched ?? 0 } })
    await addJob(tx, publishTask, { runId }, { key: `publish:${runId}`, ...(!many && { runAt: new Date(at.getTime() + SAFETY) }) })
    return { ok: true, many }
  })

/** Asks the supporters of a confirmed run who have not been asked. A pair that cannot be any more is named, and the others go on. */
export async function askSupporters(runId: string): Promise<void> {
  const run = await db.matchRun.findUnique({ where: { id: runId }, omit: { problem: true, certificate: true } })
  if (run?.state !== 'publishing') return
  const doer = await publisher(run.publishedById)
  const members = await db.matchRunPerson.findMany({
    where: { runId, supporterId: { not: null }, askedAt: null },
    orderBy: [{ queuedAt: 'asc' }, { candidateId: 'asc' }],
    select: { candidateId: true },
  })
  for (const { candidateId } of members) await inTransaction((tx) => askOne(tx, doer, run, candidateId))
  await finish(runId)
}

type Published = { id: string; kind: string; cohortId: string | null; criteriaId: string; outOf: number }

async function askOne(tx: Tx, doer: Team | { role: 'system' }, run: Published, candidateId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT candidate_id FROM match_run_people WHERE run_id = ${run.id}::uuid AND candidate_id = ${candidateId}::uuid FOR UPDATE`
  const where = { runId_candidateId: { runId: run.id, candidateId } }
  const member = await tx.matchRunPerson.findUnique({ where })
  if (!member?.supporterId || member.askedAt) return
  const at = now()
  const made = await propose(tx, doer, run, { candidateId, supporterId: member.supporterId, score: member.score ?? 0 }, at)
  await tx.matchRunPerson.update({ where, data: { askedAt: at, ...(made.ok ? { pairingId: made.id } : { refused: made.reason }) } })
}

type Pair = { candidateId: string; supporterId: string; score: number }
async function propose(tx: Tx, doer: Team | { role: 'system' }, run: Published, { candidateId, supporterId, score }: Pair, at: Date) {
  const kind = run.kind as MatchKind
  // who has been proposed somebody else meanwhile, or wants nobody any more, is not asked about; leaving a cohort takes nothing away
  const waits = await tx.supportRequest.count({ where: { candidateId, ...waitingWhere({ kind, cohortId: null }) } })
  if (waits === 0) return { ok: false, reason: 'notWaiting' } as const
  const previous = await tx.pairing.findFirst({
    where: { candidateId, kind, state: 'ended' },
    orderBy: { endedAt: 'desc' },
    select: { id: true },
  })
  const { id: runId, criteriaId, outOf } = run
  return proposePair(
    tx,
    doer,
    { candidateId, supporterId, kind, runId, criteriaId, score, outOf, ...(previous && { previousId: previous.id }) },
    at,
  )
}

/** Whoever confirmed it, while they are of the team. */
async function publisher(accountId: string | null): Promise<Team | { role: 'system' }> {
  const name = accountId === null ? undefined : await findOfTeam(accountId)
  return accountId === null || name === undefined ? { role: 'system' } : { role: 'coordinator', accountId, name, roles: ['coordinator'] }
}

const finish = (runId: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM match_runs WHERE id = ${runId}::uuid FOR UPDATE`
    if ((await tx.matchRunPerson.count({ where: { runId, supporterId: { not: null }, askedAt: null } })) > 0) return
    const { count } = await tx.matchRun.updateMany({
      where: { id: runId, state: 'publishing' },
      data: { state: 'published', endedAt: now() },
    })
    if (count > 0) await recordEvent(tx, { role: 'system' }, 'match.supportersAsked', { subjectId: runId })
  })
