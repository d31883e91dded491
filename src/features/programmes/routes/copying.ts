import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { runAgain } from '../commands/copying.ts'
import { cohortParams, type CohortParams } from '../forms/cohorts.ts'
import { againForm, type AgainInput } from '../forms/copying.ts'
import { findSeriesToShow } from '../queries/copying.ts'
import { copyRefusals, decideCopy, nameAgain, planCopies, spanOf, type Planned } from '../rules/copying.ts'

type Manage = 'programme.manage'
const one = { can: 'programme.manage', params: cohortParams } as const
type Shown = { actor: Team; params: CohortParams; form: Form }

/** The mark of a plan that somebody has looked at. */
const keyOf = (plans: readonly Planned[]): string =>
  plans.map(({ original, startsAt }) => `${original.id.slice(-6)}@${String(startsAt.getTime() / 60_000)}`).join(' ')

const AHEAD = 28

async function render({ actor, params, form }: Shown, res: Response, plans?: Planned[]): Promise<void> {
  const series = await findSeriesToShow(actor, params.cohortId)
  if (!series) throw new NotFound()
  const typed = Object.keys(form.values).length > 0
  const [first] = series.workshops
  const soon = daysAfter(now(), AHEAD)
  const proposed = first && planCopies(series.workshops, dayOf(soon), true)[0]?.startsAt
  const values = {
    ...{ name: nameAgain(series.name, proposed ?? soon), capacity: series.capacity, weekdays: 'keep' },
    ...{ first: typedDay(proposed ?? soon), opens: typedDay(now()), closes: typedDay(daysAfter(proposed ?? soon, -7)) },
  }
  res.render('programmes/staff/again', {
    cohort: series,
    form: typed ? form : { ...form, values },
    plans,
    span: plans && spanOf(plans),
    seen: plans && keyOf(plans),
  })
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
const showAgain: Page<Manage, CohortParams> = (visit, res) => render(visit, res)

const refusalFields = { nothingToCopy: 'first', inThePast: 'first', windowTooLate: 'closes' } as const

/** The dates are shown first, and the drafts made when the same is sent once more. */
const submitAgain: Submission<Manage, CohortParams, AgainInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const series = await findSeriesToShow(actor, params.cohortId)
  if (!series) throw new NotFound()
  const plans = planCopies(series.workshops, input.first, input.keepWeekdays)
  const decision = decideCopy(plans, input.closesAt, now())
  if (!decision.ok) {
    await render({ actor, params, form: refusedForm(form, refusalFields[decision.reason], copyRefusals[decision.reason]) }, res.status(422))
    return
  }
  if (input.again === 'yes' || input.seen !== keyOf(plans)) {
    await render(visit, res, plans)
    return
  }
  const made = await runAgain(actor, params.cohortId, input)
  if (!made) throw new NotFound()
  if (made.ok) res.redirect(303, `/staff/cohorts/${made.id}?notice=again`)
  else await render({ actor, params, form: refusedForm(form, refusalFields[made.reason], copyRefusals[made.reason]) }, res.status(422))
}

export const copyingRoutes = [
  get('/staff/cohorts/:cohortId/again', one, showAgain),
  post('/staff/cohorts/:cohortId/again', { ...one, form: againForm, invalid: showAgain }, submitAgain),
]
