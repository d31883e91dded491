import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay, startOfDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { askNow, changeClaim, checkClaim, restoreClaim, withdrawClaim, writeClaim, type ClaimDone } from '../commands/claims.ts'
import { claimsFile } from '../documents.ts'
import * as forms from '../forms/jobs.ts'
import { findClaim, listClaims, listClaimsForFile } from '../queries/claims.ts'
import { findProfile, listPossibleOwners } from '../queries/staff.ts'
import { isDueBy, usualReview, type ClaimRefusal } from '../rules/claims.ts'
import { answerWords, claimKinds, claimStateWords, kindTitle } from '../rules/words.ts'

type Manage = 'job.manage'
type Params = forms.ClaimParams
type Notice = keyof typeof forms.claimNotices
const list = '/staff/jobs'
const words = { claimKinds, claimStateWords, kindTitle, answerWords }

const showList: Page<Manage, unknown, forms.ClaimsQuery> = async ({ actor, query }, res) => {
  const today = londonDay(now())
  const isDue = (claim: { state: string; reviewOn: Date | null }) => isDueBy(claim, today)
  res.render('jobs/staff/claims', { ...(await listClaims(actor, query)), ...words, query, isDue })
}

const showFile: Page<Manage, unknown, forms.ClaimsQuery> = async ({ actor, query }, res) => {
  const { page: _page, ...filter } = query
  res
    .attachment(`claims-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(claimsFile(await listClaimsForFile(actor, filter)))
}

const showNew: Page<Manage, forms.JobParams> = async ({ actor, params, form }, res) => {
  const [job, owners] = await Promise.all([findProfile(actor, params.jobId), listPossibleOwners(actor)])
  if (!job) throw new NotFound()
  // whoever answers for the job usually answers for this too
  const { ownerName, ownerTitle, ownerEmail } = job
  const shown: Form = Object.keys(form.values).length > 0 ? form : { ...form, values: { ownerName, ownerTitle, ownerEmail } }
  res.render('jobs/staff/claim-edit', { ...words, job, claim: undefined, owners, form: shown })
}

async function found({ actor, params }: Visit<Manage, Params>) {
  const claim = await findClaim(actor, params.jobId, params.claimId)
  if (!claim) throw new NotFound()
  return claim
}

const showOne: Page<Manage, Params, Partial<forms.ClaimQuery>> = async (visit, res) => {
  const claim = await found({ ...visit, query: {} })
  const values = { reviewOn: typedDay(startOfDay(usualReview(now()))), ...visit.form.values }
  const notice = visit.query.notice && forms.claimNotices[visit.query.notice]
  res.render('jobs/staff/claim', { ...words, claim, isDue: isDueBy(claim, londonDay(now())), form: { ...visit.form, values }, notice })
}
const showOneAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const showEdit: Page<Manage, Params> = async (visit, res) => {
  const [claim, owners] = await Promise.all([found(visit), listPossibleOwners(visit.actor)])
  const { kind, statement, evidence, evidenceLink, ownerName, ownerTitle, ownerEmail, ownerAccountId } = claim
  const known = owners.some(({ accountId }) => accountId === ownerAccountId)
  const kept = {
    kind,
    statement,
    evidence,
    evidenceLink: evidenceLink ?? '',
    ownerName,
    ownerTitle,
    ownerEmail,
    ownerId: known ? ownerAccountId : '',
  }
  const shown: Form = Object.keys(visit.form.values).length > 0 ? visit.form : { ...visit.form, values: kept }
  res.render('jobs/staff/claim-edit', { ...words, job: claim.job, claim, owners, form: shown })
}

const refused = (form: Form, reason: ClaimRefusal): Form => {
  const { field, message } = forms.claimRefusals[reason]
  return refusedForm(form, field, message)
}

type Shown<P> = (visit: Visit<Manage, P>, res: Response) => Promise<void> | void
async function answer<P extends forms.JobParams>(
  done: ClaimDone,
  { visit, again, notice }: { visit: Visit<Manage, P>; again: Shown<P>; notice?: Notice },
  res: Response,
): Promise<void> {
  if (!done) throw new NotFound()
  if (!done.ok) {
    await again({ ...visit, form: refused(visit.form, done.reason) }, res.status(422))
    return
  }
  const what = notice ?? (done.done === 'other' ? 'changed' : done.done)
  res.redirect(303, `${list}/${visit.params.jobId}/claims/${done.id}?notice=${what}`)
}

const submitNew: Submission<Manage, forms.JobParams, forms.ClaimInput> = async (visit, res) => {
  const done = await writeClaim(visit.actor, visit.params.jobId, visit.input)
  await answer(done, { visit: { ...visit, query: {} }, again: showNew }, res)
}
const submitEdit: Submission<Manage, Params, forms.ClaimInput> = async (visit, res) => {
  await answer(await changeClaim(visit.actor, visit.params, visit.input), { visit: { ...visit, query: {} }, again: showEdit }, res)
}

const submit =
  <Input>(
    act: (visit: Visit<Manage, Params> & { input: Input }) => Promise<ClaimDone>,
    notice: Notice,
  ): Submission<Manage, Params, Input> =>
  async (visit, res) => {
    const own = { ...visit, query: {} }
    await answer(await act(own), { visit: own, again: showOneAgain, notice }, res)
  }
const submitCheck = submit<forms.CheckInput>(({ actor, params, input }) => checkClaim(actor, params, input.reviewOn), 'checked')
const submitWithdraw = submit<forms.WithdrawInput>(({ actor, params, input }) => withdrawClaim(actor, params, input.reason), 'withdrawn')
const submitAsk = submit(({ actor, params }) => askNow(actor, params), 'asked')
const submitRestore = submit(({ actor, params }) => restoreClaim(actor, params), 'restored')

const can = { can: 'job.manage' } as const
const one = { ...can, params: forms.claimParams, invalid: showOneAgain } as const
const at = `${list}/:jobId/claims/:claimId`

export const claimRoutes = [
  get(`${list}/claims`, { ...can, query: forms.claimsQuery }, showList),
  get(`${list}/claims/file`, { ...can, query: forms.claimsQuery, sensitive: true }, showFile),
  get(`${list}/:jobId/claims/new`, { ...can, params: forms.jobParams }, showNew),
  post(`${list}/:jobId/claims/new`, { ...can, params: forms.jobParams, form: forms.claimForm, invalid: showNew }, submitNew),
  get(at, { ...can, params: forms.claimParams, query: forms.claimQuery }, showOne),
  get(`${at}/edit`, { ...can, params: forms.claimParams }, showEdit),
  post(`${at}/edit`, { ...can, params: forms.claimParams, form: forms.claimForm, invalid: showEdit }, submitEdit),
  post(`${at}/check`, { ...one, form: forms.checkForm }, submitCheck),
  post(`${at}/withdraw`, { ...one, form: forms.withdrawForm }, submitWithdraw),
  post(`${at}/ask`, { ...one, form: forms.nothingForm }, submitAsk),
  post(`${at}/restore`, { ...one, form: forms.nothingForm }, submitRestore),
]
