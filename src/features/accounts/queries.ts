import type { Member, MemberRole } from '../../core/access.ts'
import { pool } from '../../core/db.ts'

const order: readonly MemberRole[] = ['candidate', 'coordinator', 'lead', 'recruiter', 'administrator', 'supporter']

type Row = { name: string; roles: MemberRole[]; candidate_id: string | null }

/** The member with this account, in the wanted role if they hold it, else in the first they hold. One prepared query: every request asks. */
export async function findMember(accountId: string, wanted?: MemberRole): Promise<Member | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'find-member',
    text: `SELECT coalesce(c.name, a.name) AS name, c.id AS candidate_id,
        array(SELECT r.role FROM account_roles r WHERE r.account_id = a.id) AS roles
      FROM accounts a LEFT JOIN candidates c ON c.account_id = a.id
      WHERE a.id = $1 AND a.closed_at IS NULL`,
    values: [accountId],
  })
  const row = rows[0]
  if (!row) return undefined
  const roles = order.filter((role) => row.roles.includes(role))
  const role = wanted !== undefined && roles.includes(wanted) ? wanted : roles[0]
  if (role === undefined) return undefined
  const person = { accountId, name: row.name, roles }
  if (role !== 'candidate') return { ...person, role }
  return row.candidate_id === null ? undefined : { ...person, role, candidateId: row.candidate_id }
}

/** An address as it is compared: one person typing it in another way is the same person. */
export const emailKeyOf = (email: string): string => email.normalize('NFKC').trim().toLowerCase()
