import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { closeVisit, noteLook, seeVisit } from '../commands/moves.ts'
import { teamQuery, type TeamQuery } from '../forms/team.ts'
import * as forms from '../forms/visits.ts'
import { findFigures, findVisitForTeam, listVisitsOfAll } from '../queries/team.ts'
import { FEWEST } from '../rules/figures.ts'
import { shows } from '../rules/shows.ts'
import { debriefDay, realistics } from '../rules/visits.ts'

type Manage = 'placement.manage'
type Params = forms.PlacementParams

const showList: Page<Manage, unknown, TeamQuery> = async ({ actor, query }, res) => {
  const [list, figures] = await Promise.all([listVisitsOfAll(actor, query), findFigures(actor)])
  res.render('visits/staff-list', { ...list, figures, query, shows, fewest: FEWEST, now: now() })
}

const showOne: Page<Manage, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const visit = await findVisitForTeam(actor, params.placementId)
  if (!visit?.date) throw new NotFound()
  await noteLook(actor, visit.candidate.id)
  const notice = forms.noticeWords(query.notice)
  res.render('visits/staff-one', { visit, form, until: debriefDay(visit.date), realistics, notice })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const submitSeen: Submission<Manage, Params, unknown> = async ({ actor, params }, res) => {
  if (!(await seeVisit(actor, params.placementId))) throw new NotFound()
  res.redirect(303, `/staff/visits/${params.placementId}?notice=seen`)
}
const submitClose: Submission<Manage, Params, unknown> = async (visit, res) => {
  const closed = await closeVisit(visit.actor, visit.params.placementId)
  if (!closed) throw new NotFound()
  if (closed.ok) res.redirect(303, `/staff/visits/${visit.params.placementId}?notice=closed`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, '', forms.notYet) }, res.status(422))
}

const can = { can: 'placement.manage' } as const
const one = { ...can, params: forms.placementParams } as const
const bare = { ...one, form: forms.nothingForm, invalid: showAgain } as const

export const staffVisitRoutes = [
  get('/staff/visits', { ...can, query: teamQuery }, showList),
  get('/staff/visits/:placementId', { ...one, query: forms.noticeQuery }, showOne),
  post('/staff/visits/:placementId/seen', bare, submitSeen),
  post('/staff/visits/:placementId/close', bare, submitClose),
]
