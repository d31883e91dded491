import { expect, it } from 'vitest'
import { fillFor } from '../support/everybody.ts'
import { db } from '../../src/core/db.ts'
import { findSolved } from '../../src/features/matching/queries/one.ts'
import { verify } from '../../src/core/assignment.ts'

it('has a proven draft of matching to look through, with people left out for different reasons', { timeout: 120_000 }, async () => {
  await fillFor(new Date('2026-11-20T10:00:00Z'))
  const run = await db.matchRun.findFirstOrThrow({ include: { members: true } })
  expect(run).toMatchObject({ state: 'draft', kind: 'buddy', seed: '7f3a', outOf: 20 })
  expect(run.matched).toBeGreaterThan(5)
  const reasons = new Set(run.members.flatMap(({ leftWhy }) => (leftWhy === null ? [] : [(leftWhy as { reason: string }).reason])))
  expect([...reasons].sort()).toEqual(['barred', 'full'])
  const solved = await findSolved(run.id)
  expect(solved && verify(solved.rest, solved.result)).toEqual([])
})
