import type { Candidate } from '../../core/access.ts'
import { db } from '../../core/db.ts'

/** Every yes this candidate ever gave, newest first. */
export const listConsents = ({ candidateId }: Candidate) => db.consent.findMany({ where: { candidateId }, orderBy: { givenAt: 'desc' } })

export const LOOKS_A_PAGE = 25

/** Who looked at this candidate, newest first: role, page, why and when; never the name of a member of staff. */
export async function listLooks({ candidateId }: Candidate, page: number) {
  const [total, looks] = await Promise.all([
    db.look.count({ where: { candidateId } }),
    db.look.findMany({
      where: { candidateId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * LOOKS_A_PAGE,
      take: LOOKS_A_PAGE,
      select: { id: true, viewerRole: true, page: true, purpose: true, at: true },
    }),
  ])
  return { total, looks }
}

/** What closing the account would take away, counted. */
export async function previewClosing({ candidateId }: Candidate) {
  const [places, requests, consents, looks, emails, stages] = await Promise.all([
    db.place.count({ where: { candidateId, state: { in: ['waiting', 'offered', 'booked'] } } }),
    db.supportRequest.count({ where: { candidateId, state: { in: ['requested', 'accepted', 'underway', 'paused'] } } }),
    db.consent.count({ where: { candidateId } }),
    db.look.count({ where: { candidateId } }),
    db.email.count({ where: { candidateId } }),
    db.stageRecord.count({ where: { candidateId } }),
  ])
  return { places, requests, consents, looks, emails, stages }
}

/** When this candidate last did something themselves: what is kept, is kept from then on. */
export async function findActivity({ candidateId }: Candidate): Promise<Date> {
  const { activeAt } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { activeAt: true } })
  return activeAt
}
