import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { markVisit } from '../commands/moves.ts'
import * as forms from '../forms/visits.ts'
import { findDay, findVisitor, listVisits } from '../queries/visits.ts'
import { debriefDay, mayMark, mayReport, mayStop } from '../rules/visits.ts'
import { about, visitAddress, visitOf } from './sides.ts'

type Host = 'placement.host'
type Params = forms.PlacementParams

const showList: Page<Host, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  const keptDays = force.retention.emergencyContactDays
  const visits = await listVisits(actor, { keptDays, page: query.page })
  res.render('visits/list', { visits, query, keptDays, now: now(), notice: forms.noticeWords(query.notice) })
}

const showOne: Page<Host, Params, Partial<forms.NoticeQuery>> = async ({ actor, force, params, query, form }, res) => {
  const visit = await visitOf(actor, params)
  const keptDays = force.retention.emergencyContactDays
  const view = about(visit)
  res.render('visits/one', {
    ...{ ...view, form, keptDays, visitor: await findVisitor(visit, { keptDays }), notice: forms.noticeWords(query.notice) },
    ...{ markable: mayMark(visit, view.now), stoppable: mayStop(visit, view.now), reportable: mayReport(visit.state) },
    ...{ until: debriefDay(visit), whyNots: forms.whyNots },
  })
}
const showAgain: Page<Host, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const submitMark: Submission<Host, Params, forms.MarkInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const moved = await markVisit(actor, params.placementId, input)
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, `${visitAddress('supporter', params.placementId)}?notice=${input.came ? 'came' : 'notCame'}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, '', forms.markRefused) }, res.status(422))
}

const showSheet: Page<Host, forms.DateParams> = async ({ actor, force, params }, res) => {
  const day = await findDay(actor, params.dateId, { keptDays: force.retention.emergencyContactDays })
  if (!day) throw new NotFound()
  res.render('visits/sheet', { day, printedAt: now() })
}

const one = { can: 'placement.host', params: forms.placementParams } as const
const at = visitAddress('supporter', ':placementId')

export const hostVisitRoutes = [
  get('/supporting/visits', { can: 'placement.host', query: forms.listQuery }, showList),
  get('/supporting/visits/:dateId/sheet', { can: 'placement.host', params: forms.dateParams }, showSheet),
  get(at, { ...one, query: forms.noticeQuery }, showOne),
  post(`${at}/mark`, { ...one, form: forms.markForm, invalid: showAgain }, submitMark),
]
