import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { takeBackCertificate } from '../commands/certificates.ts'
import { nudge, NUDGE_MOST } from '../commands/nudge.ts'
import { registerFile } from '../documents.ts'
import * as forms from '../forms.ts'
import { findCertificateToTakeBack, listRegister, REGISTER_A_PAGE, toNudge } from '../queries/register.ts'
import { NUDGE_DAYS, SOON_DAYS, standings } from '../rules/certificates.ts'
import { registerNotices, standingWords } from '../rules/words.ts'

type Register = 'training.register'
const lead = { can: 'training.register' } as const

const showRegister: Page<Register, unknown, forms.RegisterQuery> = async ({ actor, force, query }, res) => {
  const list = await listRegister(actor, force.courses, query, { size: REGISTER_A_PAGE, page: query.page })
  const { notice, page, ...filter } = query
  const shown = { standings, standingWords, SOON_DAYS, number: page, notice: forms.noticeOf(registerNotices, notice) }
  res.render('training/staff/register', { ...list, ...shown, filter })
}

const sendRegister: Page<Register, unknown, forms.FilterQuery> = async ({ actor, force, query }, res) => {
  const { rows } = await listRegister(actor, force.courses, query)
  res.attachment('training.csv').type('text/csv')
  res.send(registerFile(force, rows))
}

/** Whom it would reach is said before anybody is written to. */
const showNudge: Page<Register, unknown, forms.NudgeQuery> = async ({ actor, force, query, form }, res) => {
  const { rows } = await listRegister(actor, force.courses, query)
  const due = toNudge(rows).slice(0, NUDGE_MOST)
  res.render('training/staff/nudge', { due, others: rows.length - due.length, filter: query, form, standingWords, NUDGE_DAYS })
}
const showNudgeAgain: Page<Register> = (visit, res) => showNudge({ ...visit, query: forms.nudgeQuery.parse(visit.form.values) }, res)

const submitNudge: Submission<Register, unknown, forms.NudgeQuery> = async ({ actor, force, input }, res) => {
  await nudge(actor, force.courses, input)
  res.redirect(303, '/staff/training?notice=nudged')
}

const showTakeBack: Page<Register, forms.CertificateParams> = async ({ actor, params, form }, res) => {
  const certificate = await findCertificateToTakeBack(actor, params.certificateId)
  if (!certificate) throw new NotFound()
  res.render('training/staff/take-back', { certificate, form })
}

const submitTakeBack: Submission<Register, forms.CertificateParams, { why: string }> = async ({ actor, params, input }, res) => {
  if (!(await takeBackCertificate(actor, params.certificateId, input.why))) throw new NotFound()
  res.redirect(303, '/staff/training?notice=takenBack')
}

const certificate = { ...lead, params: forms.certificateParams } as const
const takeBack = '/staff/training/certificates/:certificateId/take-back'

export const registerRoutes = [
  get('/staff/training', { ...lead, query: forms.registerQuery }, showRegister),
  get('/staff/training/register.csv', { ...lead, query: forms.filterQuery }, sendRegister),
  get('/staff/training/nudge', { ...lead, query: forms.nudgeQuery }, showNudge),
  post('/staff/training/nudge', { ...lead, form: forms.nudgeQuery, invalid: showNudgeAgain }, submitNudge),
  get(takeBack, certificate, showTakeBack),
  post(takeBack, { ...certificate, form: forms.takeBackForm, invalid: showTakeBack }, submitTakeBack),
]
