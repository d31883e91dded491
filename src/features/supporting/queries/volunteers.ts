import type { Candidate, Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'
import type { VolunteerState } from '../forms/volunteers.ts'

const A_PAGE = 25

/** People who offered on the public page, the oldest first where they wait. */
export async function listVolunteers(_actor: Team, { state, page }: { state: VolunteerState; page: number }) {
  const where = { state }
  const [total, rows] = await Promise.all([
    db.volunteer.count({ where }),
    db.volunteer.findMany({
      where,
      orderBy: state === 'waiting' ? [{ receivedAt: 'asc' }, { id: 'asc' }] : [{ decidedAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
    }),
  ])
  const names = await namesOf(rows.map(({ decidedById }) => decidedById))
  return {
    ...{ total, pages: Math.max(1, Math.ceil(total / A_PAGE)) },
    rows: rows.map((row) => ({ ...row, by: row.decidedById === null ? undefined : names.get(row.decidedById) })),
  }
}

/** What stands in the form already for a candidate who would like to be there for others. */
export const findOfferer = ({ accountId }: Candidate) =>
  db.account.findUnique({ where: { id: accountId }, select: { name: true, email: true } })
