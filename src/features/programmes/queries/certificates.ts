import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import { readRule } from '../forms/completion.ts'
import { stillCounts } from '../rules/certificates.ts'
import { findStanding } from './completion.ts'

type Found = { candidateId: string; cohortId: string; rule: unknown }

async function counts(tx: Tx | typeof db, { candidateId, cohortId, rule }: Found): Promise<boolean> {
  const standing = await findStanding(tx, { cohortId, candidateId })
  const marked = (await tx.membership.count({ where: { cohortId, candidateId, state: 'completed' } })) > 0
  return stillCounts({ ruleThen: readRule(rule), ruleNow: standing.rule, sessions: standing.sessions, marked })
}

/** The certificate that a candidate opened for a cohort, and whether it still counts; undefined where there is none. */
export async function findOwnCertificate({ candidateId }: Candidate, cohortId: string) {
  const found = await db.certificate.findFirst({
    where: { candidateId, cohortId },
    include: { cohort: { select: { name: true } }, candidate: { select: { name: true } } },
  })
  return found ? { ...found, counts: await counts(db, found) } : undefined
}

export type Checked = {
  programme: string
  completedOn: Date
  counts: boolean
  /** The last day of one that holds for a time and has run out. */
  ended?: Date
}

/**
 * What anybody may know of a certificate by its reference: programme, month, and whether it still counts. Never whose it is. One of a
 * visit says only that it was work experience, not where.
 */
export async function checkCertificate(reference: string): Promise<Checked | undefined> {
  const found = await db.certificate.findUnique({ where: { reference } })
  if (found) return { programme: found.programme, completedOn: found.completedOn, counts: await counts(db, found) }
  const visit = await db.visitCertificate.findUnique({ where: { reference }, include: { placement: { select: { state: true } } } })
  if (!visit) return checkTraining(reference)
  const took = ['attended', 'debriefed'].includes(visit.placement.state)
  return { programme: 'Work experience', completedOn: visit.visitedOn, counts: took }
}

/** A certificate of a colleague's training counts until it ends or is taken back. */
async function checkTraining(reference: string): Promise<Checked | undefined> {
  const found = await db.trainingCertificate.findUnique({ where: { reference } })
  if (!found) return undefined
  const { title, earnedOn, validUntil, withdrawnAt } = found
  const over = validUntil.toISOString().slice(0, 10) < londonDay(now())
  return { programme: title, completedOn: earnedOn, counts: withdrawnAt === null && !over, ...(over && { ended: validUntil }) }
}
