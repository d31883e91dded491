import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordLook } from '../../audit/commands.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { withdrawWithin } from '../../requests/commands/own.ts'
import { liveCaseStates, targetsOf, type BarrierKind, type CaseOutcome } from '../rules/cases.ts'
import { addNote, doneBy, onCase, record, refuse, tellOwner, tellThem, write, type Done } from './steps.ts'

export type CaseInput = { kind: BarrierKind; words: string; tried: string; wouldHelp: string }
type Opener = (Candidate | Team) & { candidateId: string }

/** Opens a case, and asks for this support where that was not asked for yet. Undefined where there is no such person. */
export const openCase = (opener: Opener, input: CaseInput, force: ForceProfile): Promise<string | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = opener
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
    const person = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
    if (!person) return undefined
    const own = opener.role === 'candidate'
    if (own) await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
    await askForSupport(tx, opener, 'barrier', force)
    const made = await tx.barrierCase.create({
      data: {
        ...{ candidateId, ...input, openedBy: own ? 'candidate' : 'team', openedAt: at },
        ...targetsOf(force, input.kind, at),
        ...doneBy(opener, at),
      },
      select: { id: true, candidateId: true },
    })
    await record(tx, opener, made, 'opened')
    return made.id
  })

/** Takes a case up, for oneself or somebody else of the team: the promise that it has an owner, and its letter. */
export const takeCase = (actor: Team, caseId: string, ownerId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'take', async ({ tx, found, to, at }) => {
    if ((await findOfTeam(ownerId, tx)) === undefined) return refuse('notOfTeam')
    await write(tx, actor, found, at, { state: to, ownerId })
    await record(tx, actor, found, 'takenUp')
    await tellThem(tx, found, 'barrier.takenUp')
    await tellOwner(tx, actor, { id: found.id, ownerId }, 'barrier.given')
    return { ok: true }
  })

export const giveCase = (actor: Team, caseId: string, ownerId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'give', async ({ tx, found, at }) => {
    if ((await findOfTeam(ownerId, tx)) === undefined) return refuse('notOfTeam')
    if (ownerId === found.ownerId) return { ok: true }
    await write(tx, actor, found, at, { ownerId })
    await record(tx, actor, found, 'given')
    await tellOwner(tx, actor, { id: found.id, ownerId }, 'barrier.given')
    return { ok: true }
  })

export const beginWork = (actor: Team, caseId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'work', async ({ tx, found, to, at }) => {
    await write(tx, actor, found, at, { state: to })
    await record(tx, actor, found, 'working')
    return { ok: true }
  })

/** Says on whom or what it waits; the person reads it. */
export const waitOnOthers = (actor: Team, caseId: string, waitingFor: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'wait', async ({ tx, found, to, at }) => {
    await write(tx, actor, found, at, { state: to, waitingFor })
    await record(tx, actor, found, 'waiting')
    return { ok: true }
  })

export const resumeWork = (actor: Team, caseId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'resume', async ({ tx, found, to, at }) => {
    await write(tx, actor, found, at, { state: to, waitingFor: null })
    await record(tx, actor, found, 'working')
    return { ok: true }
  })

/** Words to the person, which count as the answer that was promised; the letter says only that they are there. */
export const answerCase = (actor: Team, caseId: string, words: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'write', async ({ tx, found, at }) => {
    await addNote(tx, actor, caseId, { shared: true, words }, at)
    await write(tx, actor, found, at, { answeredAt: found.answeredAt ?? at })
    await record(tx, actor, found, 'answered')
    await tellThem(tx, found, 'barrier.answer')
    return { ok: true }
  })

export const noteCase = (actor: Team, caseId: string, words: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'note', async ({ tx, found, at }) => {
    await addNote(tx, actor, caseId, { shared: false, words }, at)
    await record(tx, actor, found, 'noted')
    return { ok: true }
  })

/** Another day for the outcome, with words for the person. What had been passed on to the heads of the team counts as seen to. */
export const extendCase = (actor: Team, caseId: string, { dueAt, words }: { dueAt: Date; words: string }): Promise<Done | undefined> =>
  onCase(actor, caseId, 'extend', async ({ tx, found, at }) => {
    if (dueAt <= found.outcomeDueAt || dueAt <= at) return refuse('tooSoon')
    await addNote(tx, actor, caseId, { shared: true, words }, at)
    await write(tx, actor, found, at, { outcomeDueAt: dueAt, escalatedAt: null, answeredAt: found.answeredAt ?? at })
    await record(tx, actor, found, 'extended')
    await tellThem(tx, found, 'barrier.answer')
    return { ok: true }
  })

type Ending = { outcome: CaseOutcome; words: string }
/** Closes a case with what came of it, and a letter. */
export const closeCase = (actor: Team, caseId: string, { outcome, words }: Ending): Promise<Done | undefined> =>
  onCase(actor, caseId, 'close', async ({ tx, found, to, at }) => {
    const ended = { state: to, outcome, outcomeWords: words, closedAt: at, waitingFor: null, answeredAt: found.answeredAt ?? at }
    await write(tx, actor, found, at, ended)
    await record(tx, actor, found, 'closed')
    await tellThem(tx, found, 'barrier.closed')
    return { ok: true }
  })

/** The person says that it is out of the way. */
export const solveCase = (actor: Candidate, caseId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'solve', async ({ tx, found, to, at }) => {
    await write(tx, actor, found, at, { state: to, outcome: 'solved', closedAt: at, waitingFor: null })
    await record(tx, actor, found, 'solved')
    if (found.state === 'opened') await giveUpRequest(tx, actor, 'otherHelp')
    await tellOwner(tx, actor, found, 'barrier.heard')
    return { ok: true }
  })

export const withdrawCase = (actor: Candidate | Team, caseId: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'withdraw', async ({ tx, found, to, at }) => {
    await write(tx, actor, found, at, { state: to, closedAt: at, waitingFor: null })
    await record(tx, actor, found, 'withdrawn')
    if (actor.role === 'candidate') await giveUpRequest(tx, actor, 'other')
    await tellOwner(tx, actor, found, 'barrier.heard')
    return { ok: true }
  })

/** With the last case goes the request that it was asked under: nobody waits for an answer any more. */
async function giveUpRequest(tx: Tx, actor: Candidate, reason: 'other' | 'otherHelp'): Promise<void> {
  const { candidateId } = actor
  if ((await tx.barrierCase.count({ where: { candidateId, state: { in: [...liveCaseStates] } } })) > 0) return
  const live = { in: ['requested', 'accepted', 'underway', 'paused'] }
  const request = await tx.supportRequest.findFirst({ where: { candidateId, kind: 'barrier', state: live }, select: { id: true } })
  if (request) await withdrawWithin(tx, actor, request.id, reason)
}

/** Opens a closed case again: whoever had it has it, where they are still there, and the promises count anew. */
export const reopenCase = (
  actor: Candidate | Team,
  caseId: string,
  { words, force }: { words: string; force: ForceProfile },
): Promise<Done | undefined> =>
  onCase(actor, caseId, 'reopen', async ({ tx, found, to, at }) => {
    const ownerId = await ownerFor(tx, found, actor)
    if (ownerId === undefined) return refuse('notOfTeam')
    await askForSupport(tx, { ...actor, candidateId: found.candidateId }, 'barrier', force)
    await write(tx, actor, found, at, {
      ...{ state: to, ownerId, outcome: null, outcomeWords: null, closedAt: null, answeredAt: null, escalatedAt: null },
      ...{ helped: null, helpedWords: null, helpedAt: null },
      ...targetsOf(force, found.kind as BarrierKind, at),
    })
    await addNote(tx, actor, caseId, { shared: true, words }, at)
    await record(tx, actor, found, 'reopened')
    if (actor.role === 'candidate') await tellOwner(tx, actor, { id: caseId, ownerId }, 'barrier.heard')
    else await tellThem(tx, found, 'barrier.takenUp')
    return { ok: true }
  })

/** Whoever had it; else whoever opens it again; else the one of the team whom the portal would choose. */
async function ownerFor(tx: Tx, { ownerId, candidateId }: { ownerId: string | null; candidateId: string }, actor: Candidate | Team) {
  if (ownerId !== null && (await findOfTeam(ownerId, tx)) !== undefined) return ownerId
  if (actor.role !== 'candidate') return actor.accountId
  const [found] = await tx.$queryRaw<{ id: string | null }[]>`SELECT request_owner(${candidateId}::uuid, NULL) AS id`
  return found?.id ?? undefined
}

/** What the person adds; whoever has it hears that there is something. */
export const addOwnWords = (actor: Candidate, caseId: string, words: string): Promise<Done | undefined> =>
  onCase(actor, caseId, 'write', async ({ tx, found, at }) => {
    await addNote(tx, actor, caseId, { shared: true, words }, at)
    await record(tx, actor, found, 'heard')
    await tellOwner(tx, actor, found, 'barrier.heard')
    return { ok: true }
  })

export type Helped = { helped: 'yes' | 'partly' | 'no'; words: string }
export const sayHelped = (actor: Candidate, caseId: string, { helped, words }: Helped): Promise<Done | undefined> =>
  onCase(actor, caseId, 'sayHelped', async ({ tx, found, at }) => {
    await write(tx, actor, found, at, { helped, helpedWords: words === '' ? null : words, helpedAt: at })
    await record(tx, actor, found, 'helped')
    return { ok: true }
  })

/** The page of a case was opened; whose it is sees it. */
export const lookAtCase = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'barriers', 'To help with what is in the way'))
