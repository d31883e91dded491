import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { findStanding } from '../queries/standing.ts'
import { decideWish, type WishDecision, type WishEvent, type WishKind, type WishState } from '../rules/progress.ts'
import { lockCandidate, wasHere } from './shared.ts'

export type WantRefusal = 'another' | 'notYet'
type Wanted = { ok: true; wishId: string } | { ok: false; reason: WantRefusal } | undefined

/** The request for support in work under which everything wanted goes; one that lives already is used. */
async function requestFor(tx: Tx, candidate: Candidate, force: ForceProfile): Promise<string | null> {
  const asked = await askForSupport(tx, candidate, 'inwork', force)
  if (asked.ok) return asked.requestId
  const live = { candidateId: candidate.candidateId, kind: 'inwork', state: { in: ['requested', 'accepted', 'underway', 'paused'] } }
  return (await tx.supportRequest.findFirst({ where: live, select: { id: true } }))?.id ?? null
}

const liveOf = (candidateId: string, kind: string) => ({ candidateId, kind, state: { in: ['wanted', 'arranged'] } })

/** Says what somebody would like after the first year. Undefined where they are not in work. */
export const want = (candidate: Candidate, { kind, words }: { kind: WishKind; words: string }, force: ForceProfile): Promise<Wanted> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId, accountId } = candidate
    if (!(await lockCandidate(tx, candidateId))) return undefined
    const standing = await findStanding(candidateId, tx)
    if (!standing) return undefined
    if (!standing.progressOpen) return { ok: false, reason: 'notYet' }
    if ((await tx.progressWish.count({ where: liveOf(candidateId, kind) })) > 0) return { ok: false, reason: 'another' }
    const { id } = await tx.progressWish.create({
      data: {
        ...{ candidateId, kind, words: words === '' ? null : words, requestId: await requestFor(tx, candidate, force) },
        ...{
          wantedAt: at,
          dueAt: workingDaysAfter(at, force.replyDays),
          changedAt: at,
          changedById: accountId,
          changedByRole: 'candidate',
        },
      },
      select: { id: true },
    })
    await wasHere(tx, candidateId, at)
    await recordEvent(tx, candidate, 'progress.wanted', { candidateId, subjectId: id, data: { kind } })
    return { ok: true, wishId: id }
  })

const said: Record<WishEvent, string> = {
  arrange: 'arranged',
  putBack: 'putBack',
  finish: 'done',
  reopen: 'reopened',
  withdraw: 'withdrawn',
  wantAgain: 'wantedAgain',
}

type Step = { wishId: string; event: WishEvent; arranged?: string }

/** Moves a wish on. What was arranged is told to the person, by letter too. Undefined where there is no such wish of theirs. */
export const moveWish = (
  doer: Candidate | Team,
  { wishId, event, arranged }: Step,
  { replyDays }: Pick<ForceProfile, 'replyDays'>,
): Promise<WishDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const own = doer.role === 'candidate'
    const seen = await tx.progressWish.findFirst({ where: { id: wishId, ...(own && { candidateId: doer.candidateId }) } })
    if (!seen || !(await lockCandidate(tx, seen.candidateId))) return undefined
    const wish = await tx.progressWish.findUniqueOrThrow({ where: { id: wishId } })
    const another = (await tx.progressWish.count({ where: { ...liveOf(wish.candidateId, wish.kind), id: { not: wishId } } })) > 0
    const decision = decideWish({ state: wish.state as WishState, another }, event, own ? 'candidate' : 'team')
    if (!decision.ok) return decision
    await tx.progressWish.update({
      where: { id: wishId },
      data: {
        ...{ state: decision.state, changedAt: at, changedById: doer.accountId, changedByRole: doer.role },
        ...(arranged !== undefined && { arranged }),
        ...(decision.state === 'wanted' && { dueAt: workingDaysAfter(at, replyDays) }),
      },
      select: { id: true },
    })
    const { candidateId, kind } = wish
    if (own) await wasHere(tx, candidateId, at)
    if (event === 'arrange') await tellCandidate(tx, { candidateId, kind: 'inWork.arranged', about: wishId })
    await recordEvent(tx, doer, `progress.${said[event]}`, { candidateId, subjectId: wishId, data: { kind } })
    return decision
  })
