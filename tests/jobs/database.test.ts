import request from 'supertest'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { claimStates } from '../../src/features/jobs/rules/claims.ts'
import { jobMoves, jobStates } from '../../src/features/jobs/rules/jobs.ts'
import { questionStates } from '../../src/features/jobs/rules/questions.ts'
import { aClaim, aJob, aQuestion } from '../support/jobs.ts'
import { aCandidate, anApp } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterAll(() => {
  vi.useRealTimers()
})

it('the database holds the same tables of states, and refuses a check by the writer, rewording and a second answer', async () => {
  const allowed = async (fn: string, states: readonly string[]) => {
    const rows = await db.$queryRawUnsafe<{ step: string }[]>(
      `SELECT a || ' ' || b AS step FROM unnest($1::text[]) a, unnest($1::text[]) b WHERE ${fn}(nullif(a, ''), b) ORDER BY 1`,
      ['', ...states],
    )
    return rows.map(({ step }) => step)
  }
  const jobs = jobStates.flatMap((from) => Object.values(jobMoves[from]).map((to) => `${from} ${to}`))
  expect(await allowed('job_step', jobStates)).toEqual([' draft', ...jobs.toSorted()])
  const claims = ['draft checked', 'draft withdrawn', 'checked due', 'checked draft', 'checked withdrawn', 'due checked', 'due draft']
  expect(await allowed('job_claim_step', claimStates)).toEqual([' draft', ...claims, 'due withdrawn', 'withdrawn draft'].toSorted())
  const questions = ['asked answered', 'asked takenOver', 'asked withdrawn', 'takenOver answered', 'takenOver asked', 'takenOver withdrawn']
  expect(await allowed('job_question_step', questionStates)).toEqual([' asked', ...questions])
  const job = await aJob()
  const claimed = (data: object) => db.jobClaim.update({ where: { id: job.claim.id }, data })
  await expect(claimed({ statement: 'Something else' })).rejects.toThrow('not reworded')
  await expect(claimed({ state: 'due', changedAt: frozen })).rejects.toThrow('not due yet')
  await expect(
    claimed({ reviewOn: new Date('2028-06-01'), checkedById: job.claim.writtenById, changedById: job.claim.writtenById }),
  ).rejects.toThrow('job_claims_two_people')
  await expect(claimed({ jobId: (await aJob()).id })).rejects.toThrow('stays with its job')
  const draft = await aClaim(job.id, { kind: 'jobShare', state: 'draft' })
  await expect(
    db.jobProfile.create({ data: { ...(await db.jobProfile.findUniqueOrThrow({ where: { id: job.id } })), id: draft.id } }),
  ).rejects.toThrow()
  const zed = await aCandidate()
  const question = await aQuestion(job.id, zed.id)
  const said = (data: object) => db.jobQuestion.update({ where: { id: question.id }, data })
  await expect(said({ words: 'Other words' })).rejects.toThrow('stays as it was')
  await expect(said({ state: 'answered', answer: 'Yes', answeredAt: frozen, answeredBy: 'team' })).rejects.toThrow(
    'the team answers what it took over',
  )
  const live = { jobId: job.id, questionId: question.id, question: 'Q', answer: 'A', publishedAt: frozen }
  await expect(db.jobAnswer.create({ data: live })).rejects.toThrow('only what was answered')
  await said({ state: 'answered', answer: 'Yes', answeredAt: frozen, answeredBy: 'owner' })
  await expect(said({ answer: 'No' })).rejects.toThrow('stays as it was')
  await expect(db.jobVersion.deleteMany({ where: { jobId: job.id } })).rejects.toThrow(/permission denied/)
  await expect(db.jobClaimStep.deleteMany({ where: { claimId: job.claim.id } })).rejects.toThrow(/permission denied/)
})

it('whoever leaves takes their questions along, and what is published stays without them', async () => {
  const job = await aJob()
  const zed = await aCandidate()
  const question = await aQuestion(job.id, zed.id)
  const answered = { state: 'answered', answer: 'Yes', answeredAt: frozen, answeredBy: 'owner' }
  await db.jobQuestion.update({ where: { id: question.id }, data: answered })
  const live = { jobId: job.id, questionId: question.id, question: 'May one?', answer: 'One may.', publishedAt: frozen }
  const { id } = await db.jobAnswer.create({ data: live })
  await db.$executeRaw`SELECT erase_candidate(${zed.id}::uuid, ${frozen}::timestamptz)`
  expect(await db.jobQuestion.count({ where: { id: question.id } })).toBe(0)
  expect(await db.jobAnswer.findUnique({ where: { id } })).toMatchObject({ questionId: null, question: 'May one?' })
  expect((await request(anApp()).get(`/jobs/${job.id}`).expect(200)).text).toContain('One may.')
})
