import { NotFound } from '../../../core/errors.ts'
import { blankForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { answerOpenness, savePractical } from '../commands/openness.ts'
import { hostParams, type HostParams } from '../forms/catalogue.ts'
import * as forms from '../forms/hosts.ts'
import { findKept, listAnswers } from '../queries/keeping.ts'
import { findOwnTraining, listOwnHosts } from '../queries/own.ts'
import { isOpen } from '../rules/openness.ts'
import * as words from '../rules/words.ts'
import { dateRoutes } from './dates.ts'

type Own = 'host.own'
const list = '/supporting/hosting'

const showAll: Page<Own> = async ({ actor }, res) => {
  const [hosts, training] = await Promise.all([listOwnHosts(actor), findOwnTraining(actor)])
  res.render('hosting/own/all', { ...words, hosts, training })
}

const showOne: Page<Own, HostParams, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const host = await findKept(actor, params.hostId)
  if (!host) throw new NotFound()
  const [training, answers] = await Promise.all([findOwnTraining(actor), listAnswers(host.id)])
  const notice = query.notice && forms.hostNotices[query.notice]
  res.render('hosting/own/one', { ...words, host, training, answers, form, notice, asks: isOpen(host) })
}

const showOpenness: Page<Own, HostParams> = async ({ actor, params, form }, res) => {
  const host = await findKept(actor, params.hostId)
  if (!host) throw new NotFound()
  res.render('hosting/own/openness', { ...words, host, form, answers: await listAnswers(host.id) })
}
const submitOpenness: Submission<Own, HostParams, forms.OpennessInput> = async ({ actor, params, input }, res) => {
  if (!(await answerOpenness(actor, params.hostId, input))) throw new NotFound()
  res.redirect(303, `${list}/${params.hostId}?notice=answered`)
}

const showPractical: Page<Own, HostParams> = async ({ actor, params, form }, res) => {
  const host = await findKept(actor, params.hostId)
  if (!host) throw new NotFound()
  const { access, dress, travel, flexible, flexibleWords, capacity } = host
  const kept = { access, dress, travel, flexibleWords, flexible: flexible ? 'yes' : '', capacity: String(capacity) }
  const shown: Form = Object.keys(form.values).length > 0 ? form : blankForm(kept)
  res.render('hosting/own/practical', { host, form: shown })
}
const submitPractical: Submission<Own, HostParams, forms.PracticalInput> = async ({ actor, params, input }, res) => {
  if (!(await savePractical(actor, params.hostId, input))) throw new NotFound()
  res.redirect(303, `${list}/${params.hostId}?notice=saved`)
}

const can = { can: 'host.own' } as const
const one = { ...can, params: hostParams } as const
const at = `${list}/:hostId`

export const ownHostingRoutes = [
  get(list, can, showAll),
  get(at, { ...one, query: forms.noticeQuery }, showOne),
  get(`${at}/openness`, one, showOpenness),
  post(`${at}/openness`, { ...one, form: forms.opennessForm, invalid: showOpenness }, submitOpenness),
  get(`${at}/practical`, one, showPractical),
  post(`${at}/practical`, { ...one, form: forms.practicalForm, invalid: showPractical }, submitPractical),
  ...dateRoutes('host.own', list),
]
