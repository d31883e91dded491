import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'

const ordered = [{ happenedOn: 'desc' }, { recordedAt: 'desc' }, { id: 'desc' }] as const

/** Every stage record of a candidate, voided ones too, latest first. */
export const listStages = (_actor: Team, candidateId: string) => db.stageRecord.findMany({ where: { candidateId }, orderBy: [...ordered] })

export const listOwnStages = ({ candidateId }: Candidate) => db.stageRecord.findMany({ where: { candidateId }, orderBy: [...ordered] })

/** An own record that stands and that this candidate entered; undefined for any other. */
export const findOwnRecord = ({ candidateId }: Candidate, id: string) =>
  db.stageRecord.findFirst({ where: { id, candidateId, source: 'candidate', voidedAt: null } })

const comingUp = (candidateId: string) => ({
  where: { candidateId, removedAt: null },
  orderBy: [{ expectedOn: 'asc' }, { id: 'asc' }] as { expectedOn?: 'asc'; id?: 'asc' }[],
})

/** Dates to come, soonest first; one that has passed stays until a result is told or it is taken off. */
export const listOwnPlans = ({ candidateId }: Candidate) => db.plannedStage.findMany(comingUp(candidateId))
export const listPlans = (_actor: Team, candidateId: string) => db.plannedStage.findMany(comingUp(candidateId))

/** What we come back to a candidate about, on a day that they know of. */
export const listOwnFollowUps = ({ candidateId }: Candidate) =>
  db.stageFollowUp.findMany({ where: { candidateId, endedAt: null }, orderBy: { dueOn: 'asc' } })

export async function findOwnRoutes({ candidateId }: Candidate): Promise<string[]> {
  const { routes } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { routes: true } })
  return routes
}

/** The live requests for support of a candidate, by kind, so that a page can lead to them instead of offering them again. */
export const listOwnSupport = ({ candidateId }: Candidate) =>
  db.supportRequest.findMany({
    where: { candidateId, state: { notIn: ['completed', 'notOffered', 'withdrawn'] } },
    select: { id: true, kind: true },
  })

/** Whose stage is about to be recorded; undefined where there is no such candidate. */
export const findName = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true, recruitmentReference: true } })

/** A record that an e-mail is about, while it stands and its candidate is there. */
export const findRecordToTell = (id: string) =>
  db.stageRecord.findFirst({
    where: { id, voidedAt: null, candidate: { closedAt: null } },
    include: { candidate: { select: { name: true } } },
  })

export const findFollowUpToTell = (id: string) =>
  db.stageFollowUp.findFirst({
    where: { id, record: { voidedAt: null }, candidate: { closedAt: null }, OR: [{ endedAt: null }, { endedWhy: 'done' }] },
    include: { candidate: { select: { name: true } }, record: true },
  })

/** Midnight UTC of today's day in London, as the database compares days. */
export const today = (): Date => new Date(`${londonDay(now())}T00:00:00Z`)
