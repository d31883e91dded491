import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { interestsWhere } from '../../src/features/networks/queries/team.ts'
import { aCase } from '../support/barriers.ts'
import { aJob, aQuestion } from '../support/jobs.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { fingerprint } from './lives.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const at = frozen
const changed = { changedAt: at, changedByRole: 'candidate' }

/** Somebody with one living thing of each that takes barriers out of the way or goes on in work. */
async function aSupportedLife(jobId: string) {
  const { id: candidateId } = await aCandidate()
  const owner = await anAccount()
  const request = { candidateId, ownerId: owner.id, state: 'accepted', requestedAt: at, dueAt: at, changedAt: at }
  await db.supportRequest.createMany({ data: ['barrier', 'adjustments', 'networks', 'inwork'].map((kind) => ({ ...request, kind })) })
  await aCase({ candidateId, state: 'working' })
  await db.passport.create({ data: { candidateId, usedAt: at } })
  const need = await db.passportNeed.create({ data: { candidateId, kind: 'hearing', helps: 'A hearing loop', madeAt: at, changedAt: at } })
  const shared = { about: 'stage', route: 'constable', stage: 'interview', wording: 'I share it', version: '1' }
  const use = await db.adjustmentUse.create({ data: { candidateId, ...shared, askedAt: at, dueAt: at, ...changed } })
  await db.adjustmentUseNeed.create({ data: { useId: use.id, needId: need.id } })
  const told = { name: 'Amara', reach: 'by phone', wording: 'yes', contact: 'rainbow@cheshire.example', joinedAt: at, changedAt: at }
  await db.networkMembership.create({ data: { candidateId, network: 'rainbow', state: 'joined', teamKnows: true, ...told } })
  const lead = await db.networkOpportunity.findFirstOrThrow()
  await db.networkInterest.create({
    data: { candidateId, opportunityId: lead.id, words: 'I would', state: 'said', saidAt: at, ...changed },
  })
  await aQuestion(jobId, candidateId)
  await db.workReason.create({
    data: { candidateId, kind: 'leaving', reason: 'caring', reader: 'team', askAgain: true, source: 'candidate', saidAt: at },
  })
  await db.progressWish.create({
    data: { candidateId, kind: 'promotion', words: 'One day', state: 'wanted', wantedAt: at, dueAt: at, ...changed },
  })
  return candidateId
}

const countsOf = async (candidateId: string) => {
  const where = { candidateId }
  return {
    cases: await db.barrierCase.count({ where: { ...where, state: 'working' } }),
    needs: await db.passportNeed.count({ where }),
    uses: await db.adjustmentUse.count({ where }),
    memberships: await db.networkMembership.count({ where }),
    interests: await db.networkInterest.count({ where }),
    questions: await db.jobQuestion.count({ where }),
    reasons: await db.workReason.count({ where }),
    offers: await db.supportOffer.count({ where }),
    wishes: await db.progressWish.count({ where }),
  }
}

it('joins two people who both have cases, a passport, a network, questions, an offer and wishes, and makes them two again', async () => {
  const job = await aJob()
  await db.networkOpportunity.create({
    data: {
      network: 'rainbow',
      title: 'Chair',
      what: 'Lead us',
      places: 2,
      membersOnly: false,
      time: 'an evening',
      closesOn: new Date('2027-03-01'),
      madeAt: at,
    },
  })
  const [one, two] = [await aSupportedLife(job.id), await aSupportedLife(job.id)]
  const before = await fingerprint()
  const each = { cases: 1, needs: 1, uses: 1, memberships: 1, interests: 1, questions: 1, reasons: 1, offers: 1, wishes: 1 }
  expect(await countsOf(two)).toEqual(each)
  const [merged] = await db.$queryRaw<
    { id: string }[]
  >`SELECT merge_candidates(${one}::uuid, ${two}::uuid, '{}'::jsonb, NULL::uuid, 'both', 'both',
    NULL, 'coordinator', ${at}::timestamptz, ${new Date('2027-02-14T10:00:00Z')}::timestamptz) AS id`
  // what there may be once stays with the record that was joined
  expect(await countsOf(one)).toEqual({ ...each, cases: 2, needs: 2, uses: 2, questions: 2 })
  // and the team is shown it once
  expect(await db.networkInterest.count({ where: interestsWhere('said') })).toBe(1)
  vi.setSystemTime(new Date('2027-01-14T11:00:00Z'))
  const undone = await db.$queryRaw`SELECT * FROM undo_merge(${merged?.id}::uuid, NULL, 'coordinator', ${new Date()}::timestamptz)`
  expect(undone).toEqual([{ outcome: 'ok', left_over: 0 }])
  expect(await fingerprint()).toEqual(before)
})
