import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { invite, resendInvitation, revokeInvitation } from '../commands/invitations.ts'
import { nothingForm } from '../forms.ts'
import {
  invitationParams,
  invitationsQuery,
  inviteForm,
  staffNotices,
  type InvitationParams,
  type InvitationsQuery,
  type InviteInput,
} from '../forms/staff.ts'
import { listInvitations } from '../queries/invitations.ts'
import { INVITATION_DAYS, invitationStates, KEPT_DAYS, type InviteDecision } from '../rules/invitations.ts'
import { invitedBy } from '../rules/roles.ts'
import { invitationWords, inviteRefusals, roleWords } from '../rules/words.ts'

type Accounts = 'accounts.manage'
const LIST = '/staff/accounts/invitations'

const showInvitations: Page<Accounts, unknown, Partial<InvitationsQuery>> = async ({ actor, query, form }, res) => {
  const page = query.page ?? 1
  const list = await listInvitations(actor, { state: query.state, page })
  const notice = query.notice === undefined ? undefined : staffNotices[query.notice]
  const given = {
    state: query.state,
    number: page,
    states: invitationStates,
    invitationWords,
    roleWords,
    days: INVITATION_DAYS,
    kept: KEPT_DAYS,
  }
  res.render('accounts/staff/invitations', { ...list, ...given, form, notice })
}

const showInvitationsAgain: Page<Accounts> = (visit, res) => showInvitations({ ...visit, query: {} }, res)

const showInvite: Page<Accounts> = ({ actor, form }, res) => {
  res.render('accounts/staff/invite', { form, roles: invitedBy(actor), roleWords, days: INVITATION_DAYS })
}

const submitInvite: Submission<Accounts, unknown, InviteInput> = async (visit, res) => {
  const decision = await invite(visit.actor, visit.input)
  if (decision.ok) {
    res.redirect(303, `${LIST}?notice=invited`)
    return
  }
  const form = refusedForm(visit.form, decision.reason === 'notYours' ? 'role' : 'email', inviteRefusals[decision.reason])
  await showInvite({ ...visit, form }, res.status(decision.reason === 'tooMany' ? 429 : 422))
}

type Answered = { actor: Parameters<typeof invite>[0]; decision: InviteDecision | undefined; done: string }

async function answer(
  { actor, decision, done }: Answered,
  visit: Parameters<typeof showInvitationsAgain>[0],
  res: Response,
): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${LIST}?notice=${done}`)
  else {
    const form = refusedForm(visit.form, '', inviteRefusals[decision.reason])
    await showInvitationsAgain({ ...visit, actor, form }, res.status(decision.reason === 'tooMany' ? 429 : 422))
  }
}

const submitResend: Submission<Accounts, InvitationParams, unknown> = async (visit, res) => {
  const { actor, params } = visit
  await answer({ actor, decision: await resendInvitation(actor, params.invitationId), done: 'resent' }, visit, res)
}

const submitRevoke: Submission<Accounts, InvitationParams, unknown> = async (visit, res) => {
  const { actor, params } = visit
  await answer({ actor, decision: await revokeInvitation(actor, params.invitationId), done: 'revoked' }, visit, res)
}

const act = { can: 'accounts.manage', params: invitationParams, form: nothingForm, invalid: showInvitationsAgain } as const

export const staffInvitationRoutes = [
  get('/staff/accounts/invitations', { can: 'accounts.manage', query: invitationsQuery }, showInvitations),
  get('/staff/accounts/invite', { can: 'accounts.manage', sensitive: true }, showInvite),
  post('/staff/accounts/invite', { can: 'accounts.manage', sensitive: true, form: inviteForm, invalid: showInvite }, submitInvite),
  post('/staff/accounts/invitations/:invitationId/resend', act, submitResend),
  post('/staff/accounts/invitations/:invitationId/revoke', act, submitRevoke),
]
