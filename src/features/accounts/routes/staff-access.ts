import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { confirmAccess } from '../commands/staff.ts'
import { nothingForm } from '../forms.ts'
import { accessQuery, staffNotices, staffRefusals, type AccessQuery } from '../forms/staff.ts'
import { findOwnAccess } from '../queries/staff.ts'
import { accessEnds, CONFIRMED_FOR_DAYS } from '../rules/confirming.ts'
import { isInHands } from '../rules/roles.ts'

/** One's own staff access: until when, and who confirms it. It is where whoever's access has lapsed is sent. */
const showAccess: Page<'account.own', unknown, Partial<AccessQuery>> = async ({ actor, query, form }, res) => {
  const access = await findOwnAccess(actor)
  if (!access) throw new NotFound()
  const ends = accessEnds(access.confirmedAt)
  const byLead = isInHands({ role: 'lead' }, access.roles)
  const notice = query.notice === undefined ? undefined : staffNotices[query.notice]
  const isCandidate = actor.roles.includes('candidate')
  res.render('accounts/staff-access', { ...access, ends, byLead, isCandidate, days: CONFIRMED_FOR_DAYS, form, notice })
}

const showAccessAgain: Page<'account.own'> = (visit, res) => showAccess({ ...visit, query: {} }, res)

const submitAccess: Submission<'account.own', unknown, unknown> = async (visit, res) => {
  const { actor } = visit
  const decision =
    actor.role === 'administrator' ? await confirmAccess(actor, actor.accountId) : ({ ok: false, reason: 'yourself' } as const)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/staff-access?notice=confirmed')
  else await showAccessAgain({ ...visit, form: refusedForm(visit.form, '', staffRefusals[decision.reason]) }, res.status(422))
}

export const staffAccessRoutes = [
  get('/staff-access', { can: 'account.own', query: accessQuery }, showAccess),
  post('/staff-access', { can: 'account.own', form: nothingForm, invalid: showAccessAgain }, submitAccess),
]
