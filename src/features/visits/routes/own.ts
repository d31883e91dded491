import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { openCertificate, sayBefore } from '../commands/own.ts'
import * as forms from '../forms/visits.ts'
import { findVisit, isDated } from '../queries/visits.ts'
import { hasPack, isCertified, maySayBefore, mayStop } from '../rules/visits.ts'
import { about, settle, visitAddress, visitOf } from './sides.ts'

type Own = 'placement.own'
type Params = forms.PlacementParams

const showPack: Page<Own, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const visit = await findVisit(actor, params.placementId)
  if (!visit) throw new NotFound()
  if (!isDated(visit)) {
    res.redirect(303, visitAddress('candidate', visit.id))
    return
  }
  const view = about(visit)
  res.render('visits/pack', {
    ...{ ...view, form, ready: hasPack(visit.state), notice: forms.noticeWords(query.notice) },
    ...{ maySay: maySayBefore(visit, view.now), stoppable: mayStop(visit, view.now) },
  })
}
const showPackAgain: Page<Own, Params> = (visit, res) => showPack({ ...visit, query: {} }, res)

const submitBefore: Submission<Own, Params, forms.BeforeInput> = async (visit, res) => {
  const decision = await sayBefore(visit.actor, visit.params.placementId, visit.input.score)
  const to = `${visitAddress('candidate', visit.params.placementId)}/pack?notice=before`
  await settle({ decision, to, again: showPackAgain }, visit, res)
}

const showCertificate: Page<Own, Params> = async ({ actor, params, form }, res) => {
  const visit = await visitOf(actor, params)
  if (!visit.certificate && !isCertified(visit.state)) throw new NotFound()
  const check = `${res.locals['baseUrl'] as string}/certificates?reference=${visit.certificate?.reference ?? ''}`
  res.render('visits/certificate', { ...about(visit), form, check, counts: isCertified(visit.state), name: actor.name })
}
const submitCertificate: Submission<Own, Params, unknown> = async (visit, res) => {
  const decision = await openCertificate(visit.actor, visit.params.placementId)
  const to = `${visitAddress('candidate', visit.params.placementId)}/certificate`
  await settle({ decision, to, again: showCertificate }, visit, res)
}

const at = visitAddress('candidate', ':placementId')
const one = { can: 'placement.own', params: forms.placementParams } as const

export const ownVisitRoutes = [
  get(`${at}/pack`, { ...one, query: forms.noticeQuery }, showPack),
  post(`${at}/pack`, { ...one, form: forms.beforeForm, invalid: showPackAgain }, submitBefore),
  get(`${at}/certificate`, one, showCertificate),
  post(`${at}/certificate`, { ...one, form: forms.nothingForm, invalid: showCertificate }, submitCertificate),
]
