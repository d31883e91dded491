import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { endOutsideLinks } from '../../outside/commands.ts'
import type { ClaimInput } from '../forms/jobs.ts'
import { decideClaim, isReviewDay, type ClaimEvent, type ClaimRefusal, type ClaimState, type ReviewState } from '../rules/claims.ts'
import { ownerFrom } from './owners.ts'
import { askOwner } from './reviews.ts'

type Refused = { ok: false; reason: ClaimRefusal }
/** Undefined where there is no such claim. */
export type ClaimDone = { ok: true; id: string; done: 'written' | 'changed' | 'handed' | 'other' } | Refused | undefined

const refused = (reason: ClaimRefusal): Refused => ({ ok: false, reason })
const asDay = (day: string) => new Date(`${day}T00:00:00Z`)
const by = ({ accountId, role }: Team, at: Date) => ({ changedAt: at, changedById: accountId, changedByRole: role })

type Locked = NonNullable<Awaited<ReturnType<typeof lockClaim>>>
type Act = { event: ClaimEvent; work: (tx: Tx, claim: Locked, at: Date) => Promise<ClaimDone> }

/** One claim under its lock, with the review that is open, if any. */
async function lockClaim(tx: Tx, { jobId, claimId }: { jobId: string; claimId: string }) {
  await tx.$queryRaw`SELECT id FROM job_claims WHERE id = ${claimId}::uuid FOR UPDATE`
  const claim = await tx.jobClaim.findFirst({ where: { id: claimId, jobId }, include: { reviews: { where: { settledAt: null } } } })
  return claim ?? undefined
}

const reviewOf = ({ reviews: [open] }: Locked): ReviewState =>
  open === undefined ? 'none' : open.answeredAt === null ? 'asked' : 'answered'

const act = (actor: Team, where: { jobId: string; claimId: string }, { event, work }: Act): Promise<ClaimDone> =>
  inTransaction(async (tx) => {
    const at = now()
    const claim = await lockClaim(tx, where)
    if (!claim) return undefined
    const side = claim.writtenById === actor.accountId ? 'writer' : 'team'
    const decision = decideClaim(event, { state: claim.state as ClaimState, side, review: reviewOf(claim), isDue: false })
    return decision?.ok === true ? work(tx, claim, at) : decision
  })

/** What the owner was asked, or has said, is dealt with: their address opens nothing any more. */
async function settle(tx: Tx, actor: Team, claimId: string, at: Date): Promise<void> {
  await tx.jobReview.updateMany({ where: { claimId, settledAt: null }, data: { settledAt: at, settledById: actor.accountId } })
  await endOutsideLinks(tx, 'job', claimId, at)
}

const wordsOf = ({ kind, statement, evidence, evidenceLink }: ClaimInput) => ({
  ...{ kind, statement, evidence, evidenceLink: evidenceLink === '' ? null : evidenceLink },
})

const isThere = async (tx: Tx, jobId: string, kind: string, but?: string): Promise<boolean> =>
  (await tx.jobClaim.count({ where: { jobId, kind, state: { not: 'withdrawn' }, ...(but !== undefined && { id: { not: but } }) } })) > 0

/** Writes a claim, as a draft that somebody else checks. */
export const writeClaim = (actor: Team, jobId: string, input: ClaimInput): Promise<ClaimDone> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$queryRaw`SELECT id FROM job_profiles WHERE id = ${jobId}::uuid FOR UPDATE`
    const job = await tx.jobProfile.findUnique({ where: { id: jobId }, select: { state: true } })
    if (!job) return undefined
    if (job.state === 'retired') return refused('retired')
    if (await isThere(tx, jobId, input.kind)) return refused('twice')
    const owner = await ownerFrom(tx, input)
    if (!owner) return refused('noOwner')
    const data = { jobId, ...wordsOf(input), ...owner, writtenAt: at, writtenById: actor.accountId, ...by(actor, at) }
    const { id } = await tx.jobClaim.create({ data, select: { id: true } })
    await recordEvent(tx, actor, 'job.claimWritten', { subjectId: jobId, data: { claim: id } })
    return { ok: true, id, done: 'written' }
  })

const isSame = (claim: Locked, words: ReturnType<typeof wordsOf>) =>
  claim.kind === words.kind &&
  claim.statement === words.statement &&
  claim.evidence === words.evidence &&
  claim.evidenceLink === words.evidenceLink

/** New words make it a draft again, to be checked; only another owner leaves it as it stands. */
export const changeClaim = (actor: Team, where: { jobId: string; claimId: string }, input: ClaimInput): Promise<ClaimDone> =>
  act(actor, where, {
    event: 'edit',
    work: async (tx, claim, at) => {
      const words = wordsOf(input)
      if (await isThere(tx, claim.jobId, words.kind, claim.id)) return refused('twice')
      const owner = await ownerFrom(tx, input)
      if (!owner) return refused('noOwner')
      const same = isSame(claim, words)
      if (same && claim.ownerEmail === owner.ownerEmail && claim.ownerName === owner.ownerName && claim.ownerTitle === owner.ownerTitle)
        return refused('same')
      const anew = { state: 'draft', checkedOn: null, checkedById: null, reviewOn: null, writtenAt: at, writtenById: actor.accountId }
      await tx.jobClaim.update({ where: { id: claim.id }, data: { ...words, ...owner, ...(same ? {} : anew), ...by(actor, at) } })
      // another owner is asked anew by the team or the clockwork
      await settle(tx, actor, claim.id, at)
      await recordEvent(tx, actor, same ? 'job.claimHanded' : 'job.claimChanged', { subjectId: claim.jobId, data: { claim: claim.id } })
      return { ok: true, id: claim.id, done: same ? 'handed' : 'changed' }
    },
  })

/** Somebody other than the writer finds that it is so, and says when it is looked at again. */
export const checkClaim = (actor: Team, where: { jobId: string; claimId: string }, reviewOn: string): Promise<ClaimDone> =>
  act(actor, where, {
    event: 'check',
    work: async (tx, { id, jobId }, at) => {
      if (!isReviewDay(reviewOn, at)) return refused('badDate')
      const days = { checkedOn: asDay(londonDay(at)), reviewOn: asDay(reviewOn) }
      await tx.jobClaim.update({ where: { id }, data: { state: 'checked', checkedById: actor.accountId, ...days, ...by(actor, at) } })
      await settle(tx, actor, id, at)
      await recordEvent(tx, actor, 'job.claimChecked', { subjectId: jobId, data: { claim: id } })
      return { ok: true, id, done: 'other' }
    },
  })

export const withdrawClaim = (actor: Team, where: { jobId: string; claimId: string }, reason: string): Promise<ClaimDone> =>
  act(actor, where, {
    event: 'withdraw',
    work: async (tx, { id, jobId }, at) => {
      await tx.jobClaim.update({ where: { id }, data: { state: 'withdrawn', reason, ...by(actor, at) } })
      await settle(tx, actor, id, at)
      await recordEvent(tx, actor, 'job.claimWithdrawn', { subjectId: jobId, data: { claim: id } })
      return { ok: true, id, done: 'other' }
    },
  })

/** Takes a withdrawn claim back as a draft. */
export const restoreClaim = (actor: Team, where: { jobId: string; claimId: string }): Promise<ClaimDone> =>
  act(actor, where, {
    event: 'restore',
    work: async (tx, { id, jobId, kind }, at) => {
      if (await isThere(tx, jobId, kind, id)) return refused('twice')
      const data = { state: 'draft', reason: null, checkedOn: null, checkedById: null, reviewOn: null }
      await tx.jobClaim.update({ where: { id }, data: { ...data, ...by(actor, at) } })
      await recordEvent(tx, actor, 'job.claimRestored', { subjectId: jobId, data: { claim: id } })
      return { ok: true, id, done: 'other' }
    },
  })

/** Writes to the owner now, whatever the calendar says. */
export const askNow = (actor: Team, where: { jobId: string; claimId: string }): Promise<ClaimDone> =>
  act(actor, where, {
    event: 'ask',
    work: async (tx, claim, at) => {
      await askOwner(tx, claim, at)
      await recordEvent(tx, actor, 'job.ownerAsked', { subjectId: claim.jobId, data: { claim: claim.id } })
      return { ok: true, id: claim.id, done: 'other' }
    },
  })
