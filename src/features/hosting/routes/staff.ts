import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { changeHost, makeHost, moveHost } from '../commands/hosts.ts'
import { answerOpenness } from '../commands/openness.ts'
import { addPerson, stopPerson, type PersonDecision } from '../commands/people.ts'
import { hostsFile } from '../documents.ts'
import { hostParams, type HostParams } from '../forms/catalogue.ts'
import { nothingForm } from '../forms/fields.ts'
import * as forms from '../forms/hosts.ts'
import { findHostForTeam, listCandidatesToHost, listHosts, listHostsForFile } from '../queries/staff.ts'
import type { HostEvent } from '../rules/hosts.ts'
import { historyWords } from '../rules/history.ts'
import * as words from '../rules/words.ts'
import { dateRoutes } from './dates.ts'

type Manage = 'host.manage'
const list = '/staff/hosts'

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('hosting/staff/list', { ...(await listHosts(actor, query)), ...words, query })
}

const showFile: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  const { page: _page, ...filter } = query
  res
    .attachment(`departments-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(hostsFile(force, await listHostsForFile(actor, filter)))
}

const showOne: Page<Manage, HostParams, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const host = await findHostForTeam(actor, params.hostId)
  if (!host) throw new NotFound()
  const others = await listCandidatesToHost(actor, host.id)
  const notice = query.notice && forms.hostNotices[query.notice]
  res.render('hosting/staff/one', { ...words, host, others, form, notice, historyWords })
}
const showAgain: Page<Manage, HostParams> = (visit, res) => showOne({ ...visit, query: {} }, res)

const choices = (force: ForceProfile) => ({
  areas: force.areas.filter(({ closed }) => closed !== true),
  routes: force.routes,
})
const showNew: Page<Manage> = ({ force, form }, res) => {
  const usual = { capacity: '1', ...form.values }
  res.render('hosting/staff/edit', { ...words, ...choices(force), host: undefined, form: { ...form, values: usual } })
}
const showEdit: Page<Manage, HostParams> = async ({ actor, force, params, form }, res) => {
  const host = await findHostForTeam(actor, params.hostId)
  if (!host) throw new NotFound()
  const { name, family, about, routes, area, site, patrol, access, dress, travel, flexible, flexibleWords, capacity } = host
  const kept = { name, family, about, routes, area, site, access, dress, travel, flexibleWords, capacity: String(capacity) }
  const ticked = { patrol: patrol ? 'yes' : '', flexible: flexible ? 'yes' : '' }
  const shown: Form = Object.keys(form.values).length > 0 ? form : { ...form, values: { ...kept, ...ticked } }
  res.render('hosting/staff/edit', { ...words, ...choices(force), host, form: shown })
}

const refused = (form: Form, reason: keyof typeof forms.hostRefusals): Form => {
  const { field, message } = forms.hostRefusals[reason]
  return refusedForm(form, field, message)
}

const submitNew: Submission<Manage, unknown, forms.HostInput> = async (visit, res) => {
  const made = await makeHost(visit.actor, visit.force, visit.input)
  if (made.ok) res.redirect(303, `${list}/${made.id}?notice=made`)
  else await showNew({ ...visit, form: refused(visit.form, made.reason) }, res.status(422))
}
const submitEdit: Submission<Manage, HostParams, forms.HostInput> = async (visit, res) => {
  const made = await changeHost(visit.actor, visit.force, visit.params.hostId, visit.input)
  if (!made) throw new NotFound()
  if (made.ok) res.redirect(303, `${list}/${made.id}?notice=saved`)
  else await showEdit({ ...visit, form: refused(visit.form, made.reason) }, res.status(422))
}

const submitMove =
  (event: HostEvent, notice: forms.HostNotice): Submission<Manage, HostParams, unknown> =>
  async (visit, res) => {
    const decision = await moveHost(visit.actor, visit.params.hostId, event)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `${list}/${visit.params.hostId}?notice=${notice}`)
    else await showAgain({ ...visit, form: refused(visit.form, decision.reason) }, res.status(422))
  }

const showRetire: Page<Manage, HostParams> = async ({ actor, params, form }, res) => {
  const host = await findHostForTeam(actor, params.hostId)
  if (!host) throw new NotFound()
  res.render('hosting/staff/retire', { host, form })
}

const submitOpenness: Submission<Manage, HostParams, forms.OpennessInput> = async ({ actor, params, input }, res) => {
  if (!(await answerOpenness(actor, params.hostId, input))) throw new NotFound()
  res.redirect(303, `${list}/${params.hostId}?notice=answered`)
}

type PersonRefused = Extract<PersonDecision, { ok: false }>['reason']
const personRefusals: Record<PersonRefused, { field: string; message: string }> = {
  notApproved: { field: 'supporterId', message: 'Only an approved supporter can host. Approve them first' },
  there: { field: 'supporterId', message: 'They host there already' },
  notThere: { field: '', message: 'They host there no more' },
  insteadNotThere: { field: 'instead', message: 'Choose somebody who hosts there' },
  insteadUntrained: {
    field: 'instead',
    message: 'Their training does not hold on every one of these days. Choose somebody else, or leave it empty',
  },
}
type Show<A> = (visit: Visit<Manage, A>, res: Response) => Promise<void> | void

async function answerPerson<A extends HostParams>(
  { decision, visit, again }: { decision: PersonDecision; visit: Visit<Manage, A>; again: Show<A> },
  notice: forms.HostNotice,
  res: Response,
): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, `${list}/${visit.params.hostId}?notice=${notice}`)
    return
  }
  const { field, message } = personRefusals[decision.reason]
  await again({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))
}

const submitPerson: Submission<Manage, HostParams, forms.PersonInput> = async (visit, res) => {
  const decision = await addPerson(visit.actor, visit.params.hostId, visit.input.supporterId)
  await answerPerson({ decision, visit, again: showAgain }, 'added', res)
}

const showStop: Page<Manage, forms.PersonParams> = async ({ actor, params, form }, res) => {
  const host = await findHostForTeam(actor, params.hostId)
  const person = host?.people.find(({ supporterId }) => supporterId === params.supporterId)
  if (!host || !person) throw new NotFound()
  const theirs = host.toCome.filter(({ supporterId, state }) => supporterId === person.supporterId && state === 'offered')
  res.render('hosting/staff/stop', { host, person, theirs, form })
}
const submitStop: Submission<Manage, forms.PersonParams, forms.StopInput> = async (visit, res) => {
  const decision = await stopPerson(visit.actor, { ...visit.params, instead: visit.input.instead })
  await answerPerson({ decision, visit, again: showStop }, 'stopped', res)
}

const can = { can: 'host.manage' } as const
const one = { ...can, params: hostParams } as const
const act = { ...one, form: nothingForm, invalid: showAgain } as const
const at = `${list}/:hostId`
const person = `${at}/people/:supporterId/stop`

export const hostStaffRoutes = [
  get(list, { ...can, query: forms.listQuery }, showList),
  get(`${list}/file`, { ...can, query: forms.listQuery, sensitive: true }, showFile),
  get(`${list}/new`, can, showNew),
  post(`${list}/new`, { ...can, form: forms.hostForm, invalid: showNew }, submitNew),
  get(at, { ...one, query: forms.noticeQuery }, showOne),
  get(`${at}/edit`, one, showEdit),
  post(`${at}/edit`, { ...one, form: forms.hostForm, invalid: showEdit }, submitEdit),
  post(`${at}/publish`, act, submitMove('publish', 'published')),
  get(`${at}/retire`, one, showRetire),
  post(`${at}/retire`, { ...one, form: nothingForm, invalid: showRetire }, submitMove('retire', 'retired')),
  post(`${at}/reopen`, act, submitMove('reopen', 'reopened')),
  post(`${at}/openness`, { ...one, form: forms.opennessForm, invalid: showAgain }, submitOpenness),
  post(`${at}/people`, { ...one, form: forms.personForm, invalid: showAgain }, submitPerson),
  get(person, { ...can, params: forms.personParams }, showStop),
  post(person, { ...can, params: forms.personParams, form: forms.stopForm, invalid: showStop }, submitStop),
  ...dateRoutes('host.manage', list),
]
