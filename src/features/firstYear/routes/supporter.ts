import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { meetHelp } from '../commands/supporter.ts'
import * as forms from '../forms.ts'
import { findSharedYear } from '../queries/buddy.ts'
import { answerWords, audiences, helpAbout, questions } from '../rules/answers.ts'
import { onlyWhereItRuns } from './own.ts'

const showShared: Page<'supporting.view', forms.PairingParams, Partial<forms.BuddyQuery>> = async (
  { actor, force, params, query },
  res,
) => {
  onlyWhereItRuns(force)
  const year = await findSharedYear(actor, params.pairingId)
  if (!year) throw new NotFound()
  const notice = query.notice && 'Thank you. They see that you have been in touch.'
  res.render('first-year/buddy', { year, notice, answerWords, audiences, helpAbout, questions })
}

const showAgain: Page<'supporting.view', forms.HelpParams> = (visit, res) => showShared({ ...visit, query: {} }, res)

const submitMet: Submission<'supporting.view', forms.HelpParams, unknown> = async ({ actor, force, params }, res) => {
  onlyWhereItRuns(force)
  if (!(await meetHelp(actor, params.pairingId, params.helpId))) throw new NotFound()
  res.redirect(303, `/supporting/pairings/${params.pairingId}/first-year?notice=met`)
}

const at = '/supporting/pairings/:pairingId/first-year'
const can = { can: 'supporting.view' } as const

export const supporterFirstYearRoutes = [
  get(at, { ...can, params: forms.pairingParams, query: forms.buddyQuery }, showShared),
  post(`${at}/:helpId/met`, { ...can, params: forms.helpParams, form: forms.nothingForm, invalid: showAgain }, submitMet),
]
