import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { aSupporter } from './pairings.ts'
import { aCandidate } from './people.ts'
import { aRequest } from './requests.ts'

type GivenWaiting = {
  name?: string
  asked?: number
  kind?: string
  adult?: boolean
  wishes?: Omit<Prisma.MatchWishUncheckedCreateInput, 'candidateId' | 'updatedAt'>
  /** What they lived through, and whether matching may use it. */
  lived?: Record<string, boolean>
  consented?: boolean
}

/** Somebody who asked so many days ago for a supporter of a kind, a buddy unless something else is said, and waits. */
export async function aWaiting({
  name,
  asked = 10,
  kind = 'buddy',
  adult = true,
  wishes,
  lived = {},
  consented = true,
}: GivenWaiting = {}) {
  const candidate = await aCandidate({ ...(name !== undefined && { name }), adult, routes: ['constable'] })
  const request = await aRequest(candidate.id, { kind, requestedAt: daysAfter(now(), -asked) })
  if (wishes) await db.matchWish.create({ data: { candidateId: candidate.id, updatedAt: now(), ...wishes } })
  if (consented && Object.keys(lived).length > 0)
    await db.consent.create({
      data: { candidateId: candidate.id, purpose: 'tailoring', wording: 'Yes', version: '1', how: 'later', givenAt: now() },
    })
  await db.candidateExperience.createMany({
    data: Object.entries(lived).map(([code, forMatching]) => ({ candidateId: candidate.id, code, forMatching, updatedAt: now() })),
  })
  return { ...candidate, requestId: request.id }
}

type GivenHelper = Parameters<typeof aSupporter>[0] & { lived?: Record<string, boolean> }

/** An approved supporter who offers to be a buddy on the route of constables. */
export async function aHelper({ lived = {}, ...given }: GivenHelper = {}) {
  const supporter = await aSupporter({ routes: ['constable'], languages: ['en'], ...given })
  if (Object.keys(lived).length > 0) {
    const consent = { supporterId: supporter.id, purpose: 'experiences', version: '1', wording: 'Yes', givenAt: now() }
    const there = await db.supporterConsent.count({ where: { supporterId: supporter.id, purpose: 'experiences', withdrawnAt: null } })
    if (there === 0) await db.supporterConsent.create({ data: consent })
    await db.supporterExperience.createMany({
      data: Object.entries(lived).map(([code, forMatching]) => ({ supporterId: supporter.id, code, forMatching, updatedAt: now() })),
    })
  }
  return supporter
}
