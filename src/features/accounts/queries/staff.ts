import { now } from '../../../core/clock.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { accessState, confirmedBefore, noticeReach, type AccessState } from '../rules/confirming.ts'
import { askedToConfirm, managedBy, mayConfirmOneself, staffRoles, type Manager, type Others, type StaffRole } from '../rules/roles.ts'

import { namesOf } from './team.ts'

const A_PAGE = 25

/** Staff roles alone are read here: that somebody is also a candidate is nobody's business on these pages. */
const staffShape = {
  id: true,
  name: true,
  email: true,
  emailKey: true,
  signedInAt: true,
  confirmedAt: true,
  deactivatedAt: true,
  roles: {
    where: { role: { not: 'candidate' } },
    orderBy: { role: 'asc' },
    select: { role: true, grantedAt: true, grantedBy: true },
  },
} as const satisfies Prisma.AccountSelect

type Row = Prisma.AccountGetPayload<{ select: typeof staffShape }>
const asStaff = ({ roles, ...row }: Row) => ({
  ...row,
  roles: roles.map(({ role }) => role as StaffRole),
  grants: roles.map((grant) => ({ ...grant, role: grant.role as StaffRole })),
})
export type Staff = ReturnType<typeof asStaff>

const isStaff: Prisma.AccountWhereInput = { closedAt: null, roles: { some: { role: { in: [...staffRoles] } } } }

/** Each state of access as a question to the database; the same answers as `accessState`. */
function whereState(state: AccessState, at: Date): Prisma.AccountWhereInput {
  const lapsed = { OR: [{ confirmedAt: null }, { confirmedAt: { lte: confirmedBefore(at) } }] }
  const reach = confirmedBefore(noticeReach(14, at))
  switch (state) {
    case 'deactivated':
      return { deactivatedAt: { not: null } }
    case 'lapsed':
      return { deactivatedAt: null, ...lapsed }
    case 'ending':
      return { deactivatedAt: null, confirmedAt: { gt: confirmedBefore(at), lt: reach } }
    case 'active':
      return { deactivatedAt: null, confirmedAt: { gte: reach } }
  }
}

const withPages = (count: number) => ({ count, pages: Math.max(1, Math.ceil(count / A_PAGE)) })

async function page(where: Prisma.AccountWhereInput, number: number, orderBy: Prisma.AccountOrderByWithRelationInput[]) {
  const [rows, count] = await Promise.all([
    db.account.findMany({ where, orderBy, skip: (number - 1) * A_PAGE, take: A_PAGE, select: staffShape }),
    db.account.count({ where }),
  ])
  return { accounts: rows.map((row) => ({ ...asStaff(row), state: accessState(row, now()) })), ...withPages(count) }
}

export type StaffSearch = { q?: string | undefined; role?: StaffRole | undefined; state?: AccessState | undefined; page: number }

/** Everybody who holds a staff role, by name. */
export function listStaff(_actor: Manager, { q, role, state, page: number }: StaffSearch) {
  const words = (q ?? '').split(/\s+/).filter((word) => word !== '')
  const found = words.map((word): Prisma.AccountWhereInput => {
    const contains = { contains: word.replaceAll(/[\\%_]/g, String.raw`\$&`), mode: 'insensitive' as const }
    return { OR: [{ name: contains }, { email: contains }] }
  })
  const where = { AND: [isStaff, ...found, ...(role ? [{ roles: { some: { role } } }] : []), ...(state ? [whereState(state, now())] : [])] }
  return page(where, number, [{ name: 'asc' }, { id: 'asc' }])
}

export async function findStaff(_actor: Manager, id: string) {
  const row = await db.account.findFirst({ where: { AND: [isStaff, { id }] }, select: staffShape })
  return row ? { ...asStaff(row), state: accessState(row, now()) } : undefined
}

/** The same, to change it, in the transaction that does. */
export async function findStaffToChange(tx: Tx, id: string): Promise<Staff | undefined> {
  const row = await tx.account.findFirst({ where: { AND: [isStaff, { id }] }, select: staffShape })
  return row ? asStaff(row) : undefined
}

/** What administrators other than this account can do. */
export async function countOthers(id: string, tx: Tx = db): Promise<Others> {
  const able = { id: { not: id }, closedAt: null, deactivatedAt: null, roles: { some: { role: 'administrator' } } }
  const lapsed = whereState('lapsed', now())
  return { able: await tx.account.count({ where: able }), confirmed: await tx.account.count({ where: { AND: [able, { NOT: lapsed }] } }) }
}

/** Does nobody else remain who could vouch for this administrator? */
const mayConfirmSelf = async (accountId: string, roles: Manager['roles']): Promise<boolean> =>
  mayConfirmOneself(roles, await countOthers(accountId))

export type Due = 'lapsed' | 'ending'

async function whereToConfirm(actor: Manager, due: Due | undefined): Promise<Prisma.AccountWhereInput> {
  const others = staffRoles.filter((role) => !managedBy(actor).includes(role))
  const states = due ? [due] : (['lapsed', 'ending'] as const)
  return {
    AND: [
      isStaff,
      { roles: { none: { role: { in: others } } } },
      { OR: states.map((state) => whereState(state, now())) },
      (await mayConfirmSelf(actor.accountId, actor.role === 'administrator' ? [actor.role] : [])) ? {} : { id: { not: actor.accountId } },
    ],
  }
}

/** Those for whom this manager may vouch and whose access has lapsed or soon will, the most pressing first. */
export const listToConfirm = async (actor: Manager, { due, page: number }: { due?: Due | undefined; page: number }) =>
  page(await whereToConfirm(actor, due), number, [{ confirmedAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }])

export async function countToConfirm(actor: Manager, due?: Due): Promise<{ count: number; oldest: Date | undefined }> {
  const where = await whereToConfirm(actor, due)
  const { _count, _min } = await db.account.aggregate({ where, _count: true, _min: { confirmedAt: true } })
  return { count: _count, oldest: _min.confirmedAt ?? undefined }
}

/** Whoever's access is ending or has lapsed, and everybody who could be asked to vouch for them. */
export async function findForNotices(tx: Tx, states: readonly Due[]) {
  const due = await tx.account.findMany({
    where: { AND: [isStaff, { OR: states.map((state) => whereState(state, now())) }] },
    orderBy: [{ confirmedAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }],
    select: { ...staffShape, notices: { select: { confirmedAt: true, days: true } } },
  })
  const managers = await tx.account.findMany({
    where: { closedAt: null, deactivatedAt: null, roles: { some: { role: { in: ['lead', 'administrator'] } } } },
    orderBy: { id: 'asc' },
    select: staffShape,
  })
  return { due: due.map(({ notices, ...row }) => ({ ...asStaff(row), notices })), managers: managers.map(asStaff) }
}

/** For whom one manager is asked to vouch, read when the e-mail that asks is written. */
export async function findAsked(managerId: string): Promise<Staff[]> {
  const { due, managers } = await findForNotices(db, ['lapsed', 'ending'])
  return due.filter((account) => askedToConfirm(account, managers, now()).some(({ id }) => id === managerId))
}

/** How many open requests somebody owns: a number alone, as an administrator may know no more. */
export const countOwned = (_actor: Manager, ownerId: string): Promise<number> =>
  db.supportRequest.count({ where: { ownerId, state: { notIn: ['completed', 'notOffered', 'withdrawn'] } } })

const HISTORY = [
  ...['account.invited', 'account.invitedAgain', 'account.invitationRevoked', 'account.joined', 'account.roleAdded', 'account.roleRemoved'],
  ...['account.deactivated', 'account.reactivated', 'account.confirmed'],
  ...['account.codesSetUp', 'account.codesReplaced', 'account.codesReset'],
]

/** What was changed about a staff account, newest first, with who did it. */
export async function listHistory(_actor: Manager, { id, emailKey }: { id: string; emailKey: string }, number: number) {
  const invitations = await db.invitation.findMany({ where: { emailKey }, select: { id: true } })
  const where = { name: { in: HISTORY }, subjectId: { in: [id, ...invitations.map((each) => each.id)] } }
  const [events, count] = await Promise.all([
    db.event.findMany({ where, orderBy: { id: 'desc' }, skip: (number - 1) * A_PAGE, take: A_PAGE }),
    db.event.count({ where }),
  ])
  const names = await namesOf(events.map(({ actorId }) => actorId))
  const rows = events.map(({ name, data, at, actorId, actorRole }) => ({
    ...{ name, at, actorRole, role: (data as { role?: StaffRole }).role },
    by: actorId === null ? undefined : names.get(actorId),
  }))
  return { rows, ...withPages(count) }
}

/** One's own staff access: the roles, how long it lasts, and whether nobody else is left to confirm it. Undefined for whoever has no staff role. */
export async function findOwnAccess({ accountId }: Pick<Manager, 'accountId'>) {
  const row = await db.account.findFirst({ where: { AND: [isStaff, { id: accountId, deactivatedAt: null }] }, select: staffShape })
  if (!row) return undefined
  const { roles, confirmedAt } = asStaff(row)
  return { roles, confirmedAt, state: accessState(row, now()), alone: await mayConfirmSelf(accountId, roles) }
}
