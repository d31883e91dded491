import { db } from '../../src/core/db.ts'
import type { CaseState } from '../../src/features/barriers/rules/cases.ts'
import { aCase, aSystemic } from '../support/barriers.ts'
import { NOW, OTHER, toStaff, type Case, type Cases } from './letters.ts'

const outcomeBy = '20 April 2027'
/** To whose case it is. What they wrote stands on the page alone. */
const toThem =
  (state: CaseState, says: string[], data: object = {}): Case =>
  async ({ id: candidateId }) => {
    const found = await aCase({ candidateId, state, openedAt: NOW })
    await db.barrierCase.update({ where: { id: found.id }, data })
    return { about: found.id, says }
  }

/** To somebody of the team, in which the candidate is the third. */
const toTeam =
  (state: CaseState, says: string[], data: object = {}): Case =>
  async ({ id: candidateId }) => {
    await db.candidate.update({ where: { id: candidateId }, data: { name: OTHER } })
    const reader = await toStaff()
    const found = await aCase({ candidateId, state, ownerId: reader.accountId, openedAt: NOW })
    await db.barrierCase.update({ where: { id: found.id }, data })
    return { ...reader, about: found.id, says }
  }

const toRemeasure: Case = async () => {
  const reader = await toStaff()
  const { id } = await aSystemic({ ownerId: reader.accountId, sources: 'A survey' })
  const remeasureOn = new Date('2027-03-31')
  const by = { changedAt: NOW, changedByRole: 'coordinator' }
  await db.systemicBarrier.update({ where: { id }, data: { state: 'evidenced', evidence: 'A survey says so', ...by } })
  const decision = { decision: 'change', decisionWords: 'A later start', decidedAt: NOW, remeasureOn }
  await db.systemicBarrier.update({ where: { id }, data: { state: 'decided', ...decision, ...by } })
  return { ...reader, about: id, says: ['31 March 2027', 'TIME TO MEASURE AGAIN'] }
}

/** What is in somebody's way: what they hear, and what the team does. */
export const barrierCases: Cases = {
  'barrier.takenUp': toThem('takenUp', [outcomeBy, 'SOMEBODY HAS TAKEN IT UP']),
  'barrier.answer': toThem('working', ['The team has written to you'], { answeredAt: NOW }),
  'barrier.closed': toThem('closed', ['Tell us there whether it helped']),
  'barrier.given': toTeam('takenUp', [outcomeBy, 'A CASE IS YOURS NOW']),
  'barrier.heard': toTeam('working', ['THERE IS SOMETHING NEW']),
  'barrier.escalated': toTeam('working', ['A PROMISE TO SOMEBODY HAS PASSED'], { escalatedAt: NOW }),
  'systemic.remeasure': toRemeasure,
}
