import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { caseEventsFor, lateness, type BarrierKind, type CaseOutcome, type CaseState } from '../rules/cases.ts'

const firstNameOf = (name: string | undefined): string | undefined => name?.trim().split(/\s+/)[0]

/** What is in one's own way, the latest first. */
export async function listOwnCases({ candidateId }: Pick<Candidate, 'candidateId'>) {
  const rows = await db.barrierCase.findMany({
    where: { candidateId },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    include: { actions: { where: { who: 'candidate', doneAt: null, droppedAt: null } } },
  })
  return rows.map((row) => ({ ...row, state: row.state as CaseState, kind: row.kind as BarrierKind }))
}

/** One of one's own, with what is done, what was said and what comes next; undefined for another's. Notes of the team alone stay out. */
export async function findOwnCase({ candidateId }: Candidate, caseId: string) {
  const found = await db.barrierCase.findFirst({
    where: { id: caseId, candidateId },
    include: {
      actions: { where: { droppedAt: null }, orderBy: [{ dueOn: 'asc' }, { id: 'asc' }] },
      notes: { where: { shared: true }, orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      changes: { where: { what: { in: ['state', 'due'] } }, orderBy: { id: 'asc' } },
    },
  })
  if (!found) return undefined
  const state = found.state as CaseState
  return {
    ...found,
    ...{ state, kind: found.kind as BarrierKind, outcome: found.outcome as CaseOutcome | null, late: lateness(found, now()) },
    helper: firstNameOf(found.ownerId === null ? undefined : await findOfTeam(found.ownerId)),
    events: caseEventsFor(state, 'candidate'),
  }
}
