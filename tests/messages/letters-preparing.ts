import { db } from '../../src/core/db.ts'
import { toStaff, type Case, type Cases } from './letters.ts'

const stepDue: Case = async ({ id: candidateId }) => {
  const dueOn = new Date('2027-03-31')
  const step = { candidateId, words: 'A private step', dueOn, remind: true, madeAt: new Date('2027-03-01T10:00:00Z') }
  await db.planStep.create({ data: step, select: { id: true } })
  return { data: { day: '2027-03-31' }, says: ['31 March 2027', 'ONE THING IN YOUR PLAN COMES UP'] }
}

const guidesDue: Case = async () => {
  const review = { route: 'constable', stage: 'sift', number: 0, reviewedAt: new Date('2026-06-01T10:00:00Z') }
  await db.guideReview.create({ data: review, select: { id: true } })
  return { ...(await toStaff()), says: ['1 PAGE ABOUT STAGES HAS NOT BEEN LOOKED OVER FOR SIX MONTHS'] }
}

/** What a plan reminds of, and what the team is asked to look over. */
export const preparingCases: Cases = { 'preparing.stepDue': stepDue, 'preparing.guidesDue': guidesDue }
