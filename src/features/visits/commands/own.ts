import { randomBytes } from 'node:crypto'
import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { referenceFrom, REFERENCE_BYTES } from '../../programmes/rules/certificates.ts'
import type { DebriefInput } from '../forms/visits.ts'
import { findVisit, isDated, type DatedVisit, type OfVisit } from '../queries/visits.ts'
import { isCertified, maySayBefore, mayStop, refuseDebrief, sides, type VisitRefusal } from '../rules/visits.ts'
import { endVisit } from './moves.ts'

export type VisitDecision = { ok: true } | { ok: false; reason: VisitRefusal } | undefined
type Work = (tx: Tx, visit: DatedVisit, at: Date) => Promise<VisitDecision>

/** One visit of one's own, its person locked before it; undefined for any other, and for one that has no day. */
const onVisit = (actor: OfVisit, placementId: string, work: Work): Promise<VisitDecision> =>
  inTransaction(async (tx) => {
    const seen = await findVisit(actor, placementId, tx)
    if (!seen) return undefined
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${seen.candidateId}::uuid FOR NO KEY UPDATE`
    await tx.$queryRaw`SELECT id FROM placements WHERE id = ${placementId}::uuid FOR UPDATE`
    const visit = await findVisit(actor, placementId, tx)
    if (!visit || !isDated(visit)) return undefined
    const at = now()
    if (actor.role === 'candidate')
      await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    return work(tx, visit, at)
  })

const about = ({ id, candidateId }: DatedVisit) => ({ candidateId, subjectId: id })

/** How sure somebody is before the day, from 0 to 10; it can be changed until the visit begins. */
export const sayBefore = (actor: Candidate, placementId: string, score: number): Promise<VisitDecision> =>
  onVisit(actor, placementId, async (tx, visit, at) => {
    if (!maySayBefore(visit, at)) return { ok: false, reason: 'tooLate' }
    const said = { score, saidAt: at }
    await tx.visitIntention.upsert({ where: { placementId }, create: { placementId, ...said }, update: said })
    await recordEvent(tx, actor, 'visit.saidBefore', about(visit))
    return { ok: true }
  })

/** Whoever of the team has to know at once: all who head it, and whoever looks after the candidate. */
async function tellTeam(tx: Tx, { id, candidateId }: DatedVisit, kind: string): Promise<void> {
  const { ownerId } = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { ownerId: true } })
  const serving = { closedAt: null, deactivatedAt: null }
  const leads = await tx.account.findMany({
    where: { ...serving, OR: [{ roles: { some: { role: 'lead' } } }, ...(ownerId === null ? [] : [{ id: ownerId }])] },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  for (const lead of leads) await queueEmail(tx, { kind, accountId: lead.id, about: id })
}

/** Stops a visit at once, without a reason. The team hears of it; nothing follows from it for either side. Stopped already is stopped. */
export const stopVisit = (actor: OfVisit, placementId: string): Promise<VisitDecision> =>
  onVisit(actor, placementId, async (tx, visit, at) => {
    if (!mayStop(visit, at)) return { ok: false, reason: 'notToday' }
    if (visit.stop) return { ok: true }
    await tx.visitStop.create({ data: { placementId, side: actor.role, stoppedAt: at } })
    await recordEvent(tx, { role: 'system' }, 'visit.stopped', about(visit))
    await tellTeam(tx, visit, 'visit.stopped')
    return { ok: true }
  })

/** What one side says afterwards, once. When both have, the visit is done. */
export const lookBack = (actor: OfVisit, placementId: string, { unsafe, before, ...said }: DebriefInput): Promise<VisitDecision> =>
  onVisit(actor, placementId, async (tx, visit, at) => {
    const refusal = refuseDebrief(visit.state, visit.said, actor.role)
    if (refusal) return { ok: false, reason: refusal }
    const told = actor.role === 'candidate' ? visit.before?.score : undefined
    const sure = { before: told ?? before, recalled: told === undefined, unsafe: unsafe === 'yes' }
    await tx.visitDebrief.create({ data: { placementId, side: actor.role, ...said, ...sure, saidAt: at }, select: { id: true } })
    await recordEvent(tx, actor, 'visit.lookedBack', about(visit))
    if (sides.every((side) => side === actor.role || visit.said.includes(side))) await endVisit(tx, { role: 'system' }, placementId, at)
    return { ok: true }
  })

/** Gives the candidate a certificate of their visit, once. It names the department, never a person of it. */
export const openCertificate = (actor: Candidate, placementId: string): Promise<VisitDecision> =>
  onVisit(actor, placementId, async (tx, visit, at) => {
    if (visit.certificate) return { ok: true }
    if (!isCertified(visit.state)) return { ok: false, reason: 'notMarked' }
    await tx.visitCertificate.create({
      data: {
        ...{ placementId, reference: referenceFrom(randomBytes(REFERENCE_BYTES)), department: visit.host.name, issuedAt: at },
        visitedOn: new Date(`${londonDay(visit.startsAt)}T00:00:00Z`),
        minutes: Math.max(1, Math.round((visit.endsAt.getTime() - visit.startsAt.getTime()) / 60_000)),
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'visit.certified', about(visit))
    return { ok: true }
  })
