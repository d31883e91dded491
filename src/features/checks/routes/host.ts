import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { writeRisk } from '../commands/risk.ts'
import * as forms from '../forms.ts'
import { findForHost, findLastRisks } from '../queries/placement.ts'
import { firstHazards, refusals, residualWords } from '../rules/words.ts'
import { wordingOf } from '../rules/wordings.ts'

const EMPTY = 2

type Risk = { hazard: string; control: string; residual: string }
const texts = (typed: unknown): string[] => (Array.isArray(typed) ? typed : typed === undefined ? [] : [typed]).map(String)

/** The rows as they were typed, or else those of the last assessment of this department, or a few to begin with; and two more that are empty. */
async function rowsOf(form: Form, hostId: string): Promise<{ rows: Risk[]; from: 'typed' | 'last' | 'first' }> {
  const empty = Array.from({ length: EMPTY }, () => ({ hazard: '', control: '', residual: '' }))
  const hazards = texts(form.values['hazard[]'])
  if (hazards.length > 0) {
    const [controls, residuals] = [texts(form.values['control[]']), texts(form.values['residual[]'])]
    const typed = hazards.map((hazard, i) => ({ hazard, control: controls[i] ?? '', residual: residuals[i] ?? '' }))
    const spare = typed.filter((row) => row.hazard === '' && row.control === '').length
    return { rows: [...typed, ...empty.slice(spare)].slice(0, forms.RISKS_MOST), from: 'typed' }
  }
  const last = await findLastRisks(hostId)
  return { rows: [...(last.length > 0 ? last : firstHazards), ...empty], from: last.length > 0 ? 'last' : 'first' }
}

const showRisk: Page<'placement.host', forms.PlacementParams, forms.NoticeQuery> = async ({ actor, params, query, form }, res) => {
  const placement = await findForHost(actor, params.placementId)
  if (!placement) throw new NotFound()
  const line = placement.lines.find(({ kind }) => kind === 'riskAssessment')
  const view = { placement, line, residualWords, wording: wordingOf('riskAssessment'), form, now: now() }
  res.render('checks/risk', { ...view, ...(await rowsOf(form, placement.hostId)), notice: forms.noticeWords(query.notice) })
}
const showAgain: Page<'placement.host', forms.PlacementParams> = (visit, res) => showRisk({ ...visit, query: { notice: undefined } }, res)

const submitRisk: Submission<'placement.host', forms.PlacementParams, forms.RiskFormInput> = async (visit, res) => {
  const { actor, params, input, force } = visit
  if (input.next === 'more') return showAgain({ ...visit, query: {} }, res)
  const decision = await writeRisk(actor, params.placementId, input.rows, force)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/supporting/placements/${params.placementId}/risk?notice=written`)
  else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', refusals[decision.reason]) }, res.status(422))
}

const at = { can: 'placement.host', params: forms.placementParams } as const
export const hostCheckRoutes = [
  get('/supporting/placements/:placementId/risk', { ...at, query: forms.noticeQuery }, showRisk),
  post('/supporting/placements/:placementId/risk', { ...at, form: forms.riskForm, invalid: showAgain }, submitRisk),
]
