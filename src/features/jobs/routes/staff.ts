import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { changeJob, makeJob, moveJob } from '../commands/jobs.ts'
import { jobsFile } from '../documents.ts'
import * as forms from '../forms/jobs.ts'
import { findProfile, listPossibleOwners, listProfiles, listProfilesForFile } from '../queries/staff.ts'
import type { JobEvent, JobRefusal } from '../rules/jobs.ts'
import { claimKinds, claimStateWords, jobFamilies, jobStateWords, kindTitle } from '../rules/words.ts'

type Manage = 'job.manage'
type Params = forms.JobParams
const list = '/staff/jobs'
const words = { claimKinds, claimStateWords, jobFamilies, jobStateWords, kindTitle }

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('jobs/staff/list', { ...(await listProfiles(actor, query)), ...words, query })
}

const showFile: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  const { page: _page, ...filter } = query
  res
    .attachment(`jobs-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(jobsFile(force, await listProfilesForFile(actor, filter)))
}

const showOne: Page<Manage, Params, Partial<forms.JobQuery>> = async ({ actor, params, query, form }, res) => {
  const job = await findProfile(actor, params.jobId)
  if (!job) throw new NotFound()
  res.render('jobs/staff/one', { ...words, job, form, notice: query.notice && forms.jobNotices[query.notice] })
}
const showOneAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const choicesIn = (force: ForceProfile) => ({ routes: force.routes, areas: force.areas.filter(({ closed }) => closed !== true) })

const showNew: Page<Manage> = async ({ actor, force, form }, res) => {
  res.render('jobs/staff/edit', { ...words, ...choicesIn(force), owners: await listPossibleOwners(actor), job: undefined, form })
}

const showEdit: Page<Manage, Params> = async ({ actor, force, params, form }, res) => {
  const [job, owners] = await Promise.all([findProfile(actor, params.jobId), listPossibleOwners(actor)])
  if (!job) throw new NotFound()
  const { title, family, routes, area, hours, about, fixed, ownerName, ownerTitle, ownerEmail, ownerAccountId } = job
  const known = owners.some(({ accountId }) => accountId === ownerAccountId)
  const kept = { title, family, routes, area, hours, about, fixed, ownerName, ownerTitle, ownerEmail, ownerId: known ? ownerAccountId : '' }
  const shown: Form = Object.keys(form.values).length > 0 ? form : { ...form, values: { ...kept, basedOn: String(job.version) } }
  res.render('jobs/staff/edit', { ...words, ...choicesIn(force), owners, job, form: shown })
}

const refused = (form: Form, reason: JobRefusal): Form => {
  const { field, message } = forms.jobRefusals[reason]
  return refusedForm(form, field, message)
}

const submitNew: Submission<Manage, unknown, forms.JobInput> = async (visit, res) => {
  const made = await makeJob(visit.actor, visit.force, visit.input)
  if (made.ok) res.redirect(303, `${list}/${made.id}?notice=made`)
  else await showNew({ ...visit, form: refused(visit.form, made.reason) }, res.status(422))
}

const submitEdit: Submission<Manage, Params, forms.JobInput> = async (visit, res) => {
  const made = await changeJob(visit.actor, visit.force, visit.params.jobId, visit.input)
  if (!made) throw new NotFound()
  if (made.ok) {
    res.redirect(303, `${list}/${made.id}?notice=saved`)
    return
  }
  // saved upon what stands now, once it has been seen
  const stands = await findProfile(visit.actor, visit.params.jobId)
  const values = { ...visit.form.values, basedOn: String(stands?.version ?? visit.input.basedOn) }
  await showEdit({ ...visit, form: refused({ ...visit.form, values }, made.reason) }, res.status(422))
}

const showRetire: Page<Manage, Params> = async ({ actor, params, form }, res) => {
  const job = await findProfile(actor, params.jobId)
  if (!job) throw new NotFound()
  res.render('jobs/staff/retire', { job, form })
}

async function move(visit: Visit<Manage, Params>, event: JobEvent, notice: keyof typeof forms.jobNotices, res: Response): Promise<void> {
  const decision = await moveJob(visit.actor, visit.params.jobId, event)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${list}/${visit.params.jobId}?notice=${notice}`)
  else await showOneAgain({ ...visit, query: {}, form: refused(visit.form, decision.reason) }, res.status(422))
}
const submitMove =
  (event: JobEvent, notice: keyof typeof forms.jobNotices): Submission<Manage, Params, unknown> =>
  (visit, res) =>
    move({ ...visit, query: {} }, event, notice, res)

const can = { can: 'job.manage' } as const
const one = { ...can, params: forms.jobParams } as const
const act = { ...one, form: forms.nothingForm, invalid: showOneAgain } as const
const at = `${list}/:jobId`

export const staffJobRoutes = [
  get(list, { ...can, query: forms.listQuery }, showList),
  get(`${list}/file`, { ...can, query: forms.listQuery, sensitive: true }, showFile),
  get(`${list}/new`, can, showNew),
  post(`${list}/new`, { ...can, form: forms.jobForm, invalid: showNew }, submitNew),
  get(at, { ...one, query: forms.jobQuery }, showOne),
  get(`${at}/edit`, one, showEdit),
  post(`${at}/edit`, { ...one, form: forms.jobForm, invalid: showEdit }, submitEdit),
  post(`${at}/publish`, act, submitMove('publish', 'published')),
  get(`${at}/retire`, one, showRetire),
  post(`${at}/retire`, { ...one, form: forms.nothingForm, invalid: showRetire }, submitMove('retire', 'retired')),
  post(`${at}/reopen`, act, submitMove('reopen', 'reopened')),
]
