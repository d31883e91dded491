import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { countOthers, findStaffToChange, type Staff } from '../queries/staff.ts'
import {
  decideAddRole,
  decideConfirm,
  decideDeactivate,
  decideReactivate,
  decideRemoveRole,
  invitedBy,
  type Manager,
  type Others,
  type StaffDecision,
  type StaffRole,
} from '../rules/roles.ts'
import { holdStaff, revokeAllOf } from './invitations.ts'
import { endSessions } from './sessions.ts'

type Work = { decide: (account: Staff, others: Others) => StaffDecision; write: (tx: Tx, account: Staff) => Promise<void> }

/** One staff account, one decision, one transaction; undefined where there is no such staff account. */
const change = (id: string, { decide, write }: Work): Promise<StaffDecision | undefined> =>
  inTransaction(async (tx) => {
    await holdStaff(tx)
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${id}::uuid FOR UPDATE`
    const account = await findStaffToChange(tx, id)
    if (!account) return undefined
    const decision = decide(account, await countOthers(id, tx))
    if (decision.ok) await write(tx, account)
    return decision
  })

type Told = 'roleAdded' | 'roleRemoved' | 'deactivated' | 'reactivated'

/** Writes down what changed, tells the person, and signs them out everywhere: what they may do is another from the next request on. */
async function tell(tx: Tx, actor: Manager, id: string, what: Told, role?: StaffRole): Promise<void> {
  const data = role === undefined ? {} : { role }
  await recordEvent(tx, actor, `account.${what}`, { subjectId: id, data })
  await queueEmail(tx, { accountId: id, kind: 'accounts.accessChanged', about: id, data: { what, ...data } })
  await endSessions(tx, id)
}

/** Whoever stops supporting leaves nobody waiting: those they supported are told. By the function of the database, as accounts know no pairings. */
const endSupporting = (tx: Tx, id: string) => tx.$queryRaw`SELECT end_supporting(${id}::uuid, ${now()}::timestamptz)`

export const addRole = (actor: Manager, id: string, role: StaffRole) =>
  change(id, {
    decide: (account) => decideAddRole(actor, account, role),
    write: async (tx) => {
      await tx.accountRole.create({ data: { accountId: id, role, grantedAt: now(), grantedBy: actor.accountId } })
      await tell(tx, actor, id, 'roleAdded', role)
    },
  })

/** Takes a role away, and with it the invitations that only this role could have sent. */
export const removeRole = (actor: Manager, id: string, role: StaffRole) =>
  change(id, {
    decide: (account, others) => decideRemoveRole(actor, account, role, others),
    write: async (tx) => {
      await tx.accountRole.delete({ where: { accountId_role: { accountId: id, role } } })
      if (role === 'supporter') await endSupporting(tx, id)
      if (role === 'lead' || role === 'administrator') await revokeAllOf(tx, actor, id, invitedBy({ role }))
      await tell(tx, actor, id, 'roleRemoved', role)
    },
  })

/** Ends somebody's work here at once. What they owned stays theirs until somebody reassigns it. */
export const deactivate = (actor: Manager, id: string) =>
  change(id, {
    decide: (account, others) => decideDeactivate(actor, account, others),
    write: async (tx) => {
      await tx.account.update({ where: { id }, data: { deactivatedAt: now() } })
      await endSupporting(tx, id)
      await revokeAllOf(tx, actor, id)
      await tell(tx, actor, id, 'deactivated')
    },
  })

/** Lets somebody back in; whoever does it vouches for them too. */
export const reactivate = (actor: Manager, id: string) =>
  change(id, {
    decide: (account) => decideReactivate(actor, account),
    write: async (tx) => {
      await tx.account.update({ where: { id }, data: { deactivatedAt: null, confirmedAt: now() } })
      await tell(tx, actor, id, 'reactivated')
    },
  })

/** Vouches for somebody's staff access, for another 90 days. */
export const confirmAccess = (actor: Manager, id: string) =>
  change(id, {
    decide: (account, others) => decideConfirm(actor, account, others),
    write: async (tx) => {
      await tx.account.update({ where: { id }, data: { confirmedAt: now() } })
      await recordEvent(tx, actor, 'account.confirmed', { subjectId: id })
    },
  })

/** The same for several, each by itself: how many were confirmed, and how many could not be. */
export async function confirmSeveral(actor: Manager, ids: string[]): Promise<{ confirmed: number; refused: number }> {
  let confirmed = 0
  for (const id of ids) if ((await confirmAccess(actor, id))?.ok === true) confirmed += 1
  return { confirmed, refused: ids.length - confirmed }
}
