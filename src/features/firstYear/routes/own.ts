import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { answerCheckIn, askForHelp, stopYear } from '../commands/own.ts'
import * as forms from '../forms.ts'
import { findBuddyOf, findOwnCheckIn, findOwnYear } from '../queries/own.ts'
import { answerWords, audiences, helpAbout, questions } from '../rules/answers.ts'

/** A force whose support ends with the application has none of these pages. */
export function onlyWhereItRuns({ supportRunsTo }: Pick<ForceProfile, 'supportRunsTo'>): void {
  if (supportRunsTo !== 'firstYear') throw new NotFound()
}

const words = { answerWords, audiences, helpAbout, questions }

const showYear: Page<'candidate.own', unknown, Partial<forms.OwnQuery>> = async ({ actor, force, form, query }, res) => {
  onlyWhereItRuns(force)
  const [year, buddy] = await Promise.all([findOwnYear(actor), findBuddyOf(actor.candidateId)])
  if (!year) throw new NotFound()
  const named = (kind: string) => force.support.find((each) => each.kind === kind)
  res.render('first-year/own', {
    ...{ year, buddy, form, ...words, notice: query.notice && forms.ownNotices[query.notice] },
    next: ['coaching', 'networks', 'inwork'].flatMap((kind) => named(kind) ?? []),
  })
}
const showYearAgain: Page<'candidate.own'> = (visit, res) => showYear({ ...visit, query: {} }, res)

const showCheckIn: Page<'candidate.own', forms.CheckInParams> = async ({ actor, force, params, form }, res) => {
  onlyWhereItRuns(force)
  const [checkIn, buddy] = await Promise.all([findOwnCheckIn(actor, params.checkInId), findBuddyOf(actor.candidateId)])
  if (!checkIn) throw new NotFound()
  const shown = form.errors.length > 0 ? form : blankForm(forms.valuesOf(checkIn.answers))
  res.render('first-year/check-in', { checkIn, buddy, form: shown, ...words })
}

const submitCheckIn: Submission<'candidate.own', forms.CheckInParams, forms.CheckInInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  onlyWhereItRuns(force)
  const answers = forms.answersIn(input)
  if (answers.length === 0) {
    await showCheckIn({ ...visit, query: {}, form: refusedForm(form, 'going', forms.NOTHING_SAID) }, res.status(422))
    return
  }
  if (!(await answerCheckIn(actor, params.checkInId, answers))) throw new NotFound()
  res.redirect(303, '/my/first-year?notice=answered')
}

const submitHelp: Submission<'candidate.own', unknown, forms.HelpInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const asked = await askForHelp(visit.actor, visit.input)
  if (!asked) throw new NotFound()
  if (asked.ok) res.redirect(303, `/my/first-year?notice=${visit.input.asked === 'buddy' ? 'helpBuddy' : 'helpTeam'}`)
  else await showYearAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'asked', forms.NO_BUDDY) }, res.status(422))
}

const submitStop: Submission<'candidate.own', unknown, unknown> = async ({ actor, force }, res) => {
  onlyWhereItRuns(force)
  if (!(await stopYear(actor))) throw new NotFound()
  res.redirect(303, '/my/first-year?notice=stopped')
}

const own = { can: 'candidate.own' } as const
const onCheckIn = { ...own, params: forms.checkInParams } as const

export const ownFirstYearRoutes = [
  get('/my/first-year', { ...own, query: forms.ownQuery }, showYear),
  post('/my/first-year/help', { ...own, form: forms.helpForm, invalid: showYearAgain }, submitHelp),
  post('/my/first-year/stop', { ...own, form: forms.stopForm, invalid: showYearAgain }, submitStop),
  get('/my/first-year/:checkInId', onCheckIn, showCheckIn),
  post('/my/first-year/:checkInId', { ...onCheckIn, form: forms.checkInForm, invalid: showCheckIn }, submitCheckIn),
]
