import type { Candidate } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { monthsAfter } from '../../core/dates.ts'
import { db } from '../../core/db.ts'
import { pathOf, isInvited, type PathFacts } from './rules.ts'

const WORKING = ['start', 'firstYear', 'confirmed']
const YEAR_MONTHS = 12

/** Where somebody is on their way, and what there is to show of it. */
export async function findOwnPath({ candidateId, accountId }: Candidate) {
  const [year, stages, roles, volunteer] = await Promise.all([
    db.firstYear.findFirst({ where: { candidateId }, orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }] }),
    db.stageRecord.findMany({
      where: { candidateId, stage: { in: WORKING }, state: { in: ['inProgress', 'passed'] }, voidedAt: null },
      orderBy: { happenedOn: 'asc' },
    }),
    db.accountRole.count({ where: { accountId, role: 'supporter' } }),
    db.volunteer.count({ where: { state: 'waiting', email: { equals: await emailOf(accountId), mode: 'insensitive' } } }),
  ])
  const startedOn = year?.startedOn ?? stages.find(({ stage, state }) => stage === 'start' && state === 'passed')?.happenedOn
  const confirmed = stages.some(({ stage, state }) => stage === 'confirmed' && state === 'passed')
  const facts: PathFacts = {
    works: year !== null || stages.length > 0,
    yearDone: confirmed || year?.endReason === 'twelveMonths' || (startedOn !== undefined && monthsAfter(startedOn, YEAR_MONTHS) <= now()),
    supports: roles > 0 || volunteer > 0,
  }
  return { ...facts, path: pathOf(facts), invited: isInvited(facts), startedOn, hasYear: year !== null, offered: volunteer > 0 }
}

const emailOf = async (accountId: string): Promise<string> =>
  (await db.account.findUnique({ where: { id: accountId }, select: { email: true } }))?.email ?? ''
