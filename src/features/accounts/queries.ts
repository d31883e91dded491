import type { Member, MemberRole } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db, pool } from '../../core/db.ts'
import { readLink } from '../../core/links.ts'
import { accessEnds } from './rules/confirming.ts'
import { linkState, type LinkPurpose, type LinkState } from './rules.ts'

const order: readonly MemberRole[] = ['candidate', 'coordinator', 'lead', 'recruiter', 'administrator', 'supporter']

type Row = {
  name: string
  own_name: string
  roles: MemberRole[]
  candidate_id: string | null
  second_factor: boolean
  deactivated_at: Date | null
  confirmed_at: Date | null
}

/**
 * The member with this account, in the wanted role if they hold it, else in the first they hold; nobody where the
 * password has changed since `begun`, in milliseconds. A deactivated account keeps the role of candidate alone. One prepared
 * query: every request asks.
 */
export async function findMember(accountId: string, wanted?: MemberRole, begun?: number): Promise<Member | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'find-member',
    text: `SELECT a.name, coalesce(c.name, a.name) AS own_name, c.id AS candidate_id, a.deactivated_at, a.confirmed_at,
        EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id) AS second_factor,
        array(SELECT r.role FROM account_roles r WHERE r.account_id = a.id) AS roles
      FROM accounts a LEFT JOIN candidates c ON c.account_id = a.id
      WHERE a.id = $1 AND a.closed_at IS NULL AND ($2::timestamptz IS NULL OR a.password_changed_at <= $2)`,
    values: [accountId, begun === undefined ? null : new Date(begun)],
  })
  const row = rows[0]
  if (!row) return undefined
  const roles = order.filter((role) => row.roles.includes(role) && (role === 'candidate' || row.deactivated_at === null))
  const role = wanted !== undefined && roles.includes(wanted) ? wanted : roles[0]
  if (role === undefined) return undefined
  const person = { accountId, name: role === 'candidate' ? row.own_name : row.name, roles, secondFactor: row.second_factor }
  if (role !== 'candidate') return { ...person, role, ...(accessEnds(row.confirmed_at) <= now() && { lapsed: true }) }
  return row.candidate_id === null ? undefined : { ...person, role, candidateId: row.candidate_id }
}

/** An address as it is compared: one person typing it in another way is the same person. */
export const emailKeyOf = (email: string): string => email.normalize('NFKC').trim().toLowerCase()

const linkShape = {
  id: true,
  purpose: true,
  accountId: true,
  registrationId: true,
  candidateId: true,
  email: true,
  role: true,
  usedAt: true,
  expiresAt: true,
  account: { select: { name: true, email: true, closedAt: true } },
  registration: { select: { name: true, email: true, emailKey: true, passwordHash: true } },
} as const

const findRow = (id: string) => db.link.findUnique({ where: { id }, select: linkShape })
type FoundLink = { state: LinkState; row: Awaited<ReturnType<typeof findRow>> }

/** The link that this part of an address stands for, and what it is good for now. */
export async function findLink(text: string, purpose: LinkPurpose): Promise<FoundLink> {
  const id = readLink(text)
  const row = id === undefined ? null : await findRow(id)
  return { state: linkState(row, purpose, now()), row }
}

/** The same for an e-mail about to be sent, which knows the link by its id; undefined where it would be no use any more. */
export async function findLiveLink(id: string | null, purpose: LinkPurpose) {
  const row = id === null ? null : await findRow(id)
  return linkState(row, purpose, now()) === 'live' ? row : undefined
}

/** Is there an account with this address? For those alone who hold its mailbox. */
export const hasAccount = async (email: string): Promise<boolean> =>
  (await db.account.count({ where: { emailKey: emailKeyOf(email) } })) > 0

export const findAccount = (id: string) =>
  db.account.findUnique({ where: { id }, select: { name: true, email: true, passwordChangedAt: true } })
