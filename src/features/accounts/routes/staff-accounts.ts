import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { addRole, confirmAccess, confirmSeveral, deactivate, reactivate, removeRole } from '../commands/staff.ts'
import { nothingForm } from '../forms.ts'
import {
  accountParams,
  accountQuery,
  addRoleForm,
  confirmForm,
  confirmQuery,
  removeRoleForm,
  staffNotices,
  staffQuery,
  staffRefusals,
  type AccountParams,
  type AccountQuery,
  type ConfirmInput,
  type ConfirmQuery,
  type RoleInput,
  type StaffQuery,
} from '../forms/staff.ts'
import { listInvitationsTo } from '../queries/invitations.ts'
import { findCodesOf } from '../queries/own.ts'
import { countOthers, countOwned, countToConfirm, findStaff, listHistory, listStaff, listToConfirm } from '../queries/staff.ts'
import { namesOf } from '../queries/team.ts'
import { accessEnds, accessStates } from '../rules/confirming.ts'
import {
  decideAddRole,
  decideConfirm,
  decideDeactivate,
  decideReactivate,
  decideRemoveRole,
  isInHands,
  staffRoles,
  type Manager,
  type StaffDecision,
} from '../rules/roles.ts'
import { accessWords, historyWords, invitationWords, roleWords } from '../rules/words.ts'

const words = { roleWords, accessWords, invitationWords, historyWords, accessEnds }
type Accounts = 'accounts.manage'

const showStaff: Page<Accounts, unknown, StaffQuery> = async ({ actor, query }, res) => {
  const [list, toConfirm] = await Promise.all([listStaff(actor, query), countToConfirm(actor)])
  res.render('accounts/staff/list', { ...list, ...words, query, toConfirm: toConfirm.count, staffRoles, accessStates })
}

type Found = NonNullable<Awaited<ReturnType<typeof findStaff>>>

/** What this manager can do with this account, by the rules that decide it: the page offers nothing that would be refused. */
async function offersTo(actor: Manager, account: Found) {
  const [others, codes] = await Promise.all([countOthers(account.id), findCodesOf(actor, account.id)])
  return {
    codes,
    ...{ self: actor.accountId === account.id, inHands: isInHands(actor, account.roles) },
    toAdd: staffRoles.filter((role) => decideAddRole(actor, account, role).ok),
    toRemove: staffRoles.filter((role) => decideRemoveRole(actor, account, role, others).ok),
    mayConfirm: decideConfirm(actor, account, others).ok,
    mayDeactivate: decideDeactivate(actor, account, others).ok,
    mayReactivate: decideReactivate(actor, account).ok,
  }
}

const showAccount: Page<Accounts, AccountParams, Partial<AccountQuery>> = async ({ actor, params, query, form }, res) => {
  const account = await findStaff(actor, params.accountId)
  if (!account) throw new NotFound()
  const number = query.page ?? 1
  const [offers, invitations, history, owned, granters] = await Promise.all([
    offersTo(actor, account),
    listInvitationsTo(actor, account.emailKey),
    listHistory(actor, account, number),
    countOwned(actor, account.id),
    namesOf(account.grants.map(({ grantedBy }) => grantedBy)),
  ])
  const notice = query.notice === undefined ? undefined : staffNotices[query.notice]
  res.render('accounts/staff/one', { account, ...offers, invitations, history, owned, granters, number, form, notice, ...words })
}

const showAgain: Page<Accounts, AccountParams> = (visit, res) => showAccount({ ...visit, query: {} }, res)

type OnAccount = Visit<Accounts, AccountParams>

async function answer(visit: OnAccount, decision: StaffDecision | undefined, done: string, res: Response, field = ''): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/accounts/${visit.params.accountId}?notice=${done}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, field, staffRefusals[decision.reason]) }, res.status(422))
}

const submitAdd: Submission<Accounts, AccountParams, RoleInput> = async (visit, res) => {
  await answer(visit, await addRole(visit.actor, visit.params.accountId, visit.input.role), 'roleAdded', res, 'role')
}

const submitRemove: Submission<Accounts, AccountParams, RoleInput> = async (visit, res) => {
  await answer(visit, await removeRole(visit.actor, visit.params.accountId, visit.input.role), 'roleRemoved', res)
}

const showDeactivate: Page<Accounts, AccountParams> = async (visit, res) => {
  const { actor, params, form } = visit
  const account = await findStaff(actor, params.accountId)
  if (!account) throw new NotFound()
  const { mayDeactivate } = await offersTo(actor, account)
  if (!mayDeactivate) res.redirect(303, `/staff/accounts/${account.id}`)
  else res.render('accounts/staff/deactivate', { account, owned: await countOwned(actor, account.id), form, ...words })
}

const submitDeactivate: Submission<Accounts, AccountParams, unknown> = async (visit, res) => {
  await answer(visit, await deactivate(visit.actor, visit.params.accountId), 'deactivated', res)
}

const submitReactivate: Submission<Accounts, AccountParams, unknown> = async (visit, res) => {
  await answer(visit, await reactivate(visit.actor, visit.params.accountId), 'reactivated', res)
}

const submitConfirm: Submission<Accounts, AccountParams, unknown> = async (visit, res) => {
  await answer(visit, await confirmAccess(visit.actor, visit.params.accountId), 'confirmed', res)
}

const showToConfirm: Page<Accounts, unknown, Partial<ConfirmQuery>> = async ({ actor, query, form }, res) => {
  const page = query.page ?? 1
  const list = await listToConfirm(actor, { due: query.due, page })
  const done = query.done === undefined ? undefined : confirmedWords(query.done)
  res.render('accounts/staff/confirm', { ...list, ...words, due: query.due, number: page, form, notice: done, self: actor.accountId })
}

const confirmedWords = (count: number): string => {
  if (count === 0) return 'Nobody was confirmed: somebody else has just dealt with them.'
  return count === 1 ? 'One colleague is confirmed for another 90 days.' : `${String(count)} colleagues are confirmed for another 90 days.`
}

const showToConfirmAgain: Page<Accounts> = (visit, res) => showToConfirm({ ...visit, query: {} }, res)

const submitToConfirm: Submission<Accounts, unknown, ConfirmInput> = async ({ actor, input }, res) => {
  const { confirmed } = await confirmSeveral(actor, input.accounts)
  res.redirect(303, `/staff/accounts/confirm?done=${String(confirmed)}`)
}

const one = { can: 'accounts.manage', params: accountParams } as const
const act = { ...one, form: nothingForm, invalid: showAgain } as const

export const staffAccountRoutes = [
  get('/staff/accounts', { can: 'accounts.manage', query: staffQuery }, showStaff),
  get('/staff/accounts/confirm', { can: 'accounts.manage', query: confirmQuery }, showToConfirm),
  post('/staff/accounts/confirm', { can: 'accounts.manage', form: confirmForm, invalid: showToConfirmAgain }, submitToConfirm),
  get('/staff/accounts/:accountId', { ...one, query: accountQuery }, showAccount),
  post('/staff/accounts/:accountId/roles', { ...one, sensitive: true, form: addRoleForm, invalid: showAgain }, submitAdd),
  post('/staff/accounts/:accountId/roles/remove', { ...one, sensitive: true, form: removeRoleForm, invalid: showAgain }, submitRemove),
  get('/staff/accounts/:accountId/deactivate', { ...one, sensitive: true }, showDeactivate),
  post('/staff/accounts/:accountId/deactivate', { ...act, sensitive: true }, submitDeactivate),
  post('/staff/accounts/:accountId/reactivate', { ...act, sensitive: true }, submitReactivate),
  post('/staff/accounts/:accountId/confirm', act, submitConfirm),
]
