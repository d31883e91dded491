import type { Candidate, Team } from '../../core/access.ts'
import { db } from '../../core/db.ts'

const ordered = [{ happenedOn: 'desc' }, { recordedAt: 'desc' }] as const

/** Every stage record of a candidate, voided ones too, latest first. */
export const listStages = (_actor: Team, candidateId: string) => db.stageRecord.findMany({ where: { candidateId }, orderBy: [...ordered] })

export const listOwnStages = ({ candidateId }: Candidate) => db.stageRecord.findMany({ where: { candidateId }, orderBy: [...ordered] })

export async function findOwnRoutes({ candidateId }: Candidate): Promise<string[]> {
  const { routes } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { routes: true } })
  return routes
}

/** Whose stage is about to be recorded; undefined where there is no such candidate. */
export const findName = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true } })
