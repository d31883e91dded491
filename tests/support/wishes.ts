import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'

/** A yes to tailoring that stands, where there is none yet. */
export async function agreeToTailoring(candidateId: string): Promise<void> {
  const live = await db.consent.findFirst({ where: { candidateId, purpose: 'tailoring', withdrawnAt: null } })
  if (!live)
    await db.consent.create({ data: { candidateId, purpose: 'tailoring', wording: 'words', version: '1', how: 'privacy', givenAt: now() } })
}

/** Something that a candidate has lived through and told with their yes, for matching unless said otherwise. */
export async function anExperience(candidateId: string, code: string, forMatching = true) {
  await agreeToTailoring(candidateId)
  return db.candidateExperience.create({ data: { candidateId, code, forMatching, updatedAt: now() } })
}
