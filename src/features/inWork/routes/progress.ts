import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addStep } from '../../preparing/commands/plan.ts'
import { listSteps } from '../../preparing/queries/own.ts'
import { moveWish, want } from '../commands/progress.ts'
import * as forms from '../forms.ts'
import { listOwnWishes } from '../queries/own.ts'
import { findStanding } from '../queries/standing.ts'
import { wishKinds, wishStateWords, wishWords } from '../rules/progress.ts'

const showProgress: Page<'work.own', unknown, Partial<forms.ProgressQuery>> = async ({ actor, force, form, query }, res) => {
  const [standing, wishes, steps] = await Promise.all([
    findStanding(actor.candidateId),
    listOwnWishes(actor),
    listSteps(actor.candidateId, force),
  ])
  if (!standing) throw new NotFound()
  const live = wishes.filter(({ state }) => state === 'wanted' || state === 'arranged').map(({ kind }) => kind)
  res.render('in-work/progress', {
    ...{ standing, wishes, form, wishWords, wishStateWords, kinds: wishKinds.filter((kind) => !live.includes(kind)) },
    goals: steps.filter(({ doneAt, stage }) => doneAt === null && stage === null),
    supporter: actor.roles.includes('supporter'),
    notice: query.notice && forms.progressNotices[query.notice],
  })
}
const showAgain: Page<'work.own'> = (visit, res) => showProgress({ ...visit, query: {} }, res)

const submitWant: Submission<'work.own', unknown, forms.WantInput> = async (visit, res) => {
  const wanted = await want(visit.actor, visit.input, visit.force)
  if (!wanted) throw new NotFound()
  if (wanted.ok) res.redirect(303, '/my/work/progress?notice=wanted')
  else await showAgain({ ...visit, form: refusedForm(visit.form, 'kind', forms.wantRefusals[wanted.reason]) }, res.status(422))
}

const showWishAgain: Page<'work.own', forms.WishParams> = (visit, res) => showProgress({ ...visit, query: {} }, res)

const submitMove: Submission<'work.own', forms.WishParams, forms.OwnWishInput> = async (visit, res) => {
  const moved = await moveWish(visit.actor, { wishId: visit.params.wishId, event: visit.input.event }, visit.force)
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, '/my/work/progress?notice=moved')
  else await showWishAgain({ ...visit, form: refusedForm(visit.form, 'wishes', forms.wishRefusals[moved.reason]) }, res.status(422))
}

/** A goal is a step of one's own plan: it can be shared with a coach, reminded of and put into a calendar like any other. */
const submitGoal: Submission<'work.own', unknown, forms.GoalInput> = async (visit, res) => {
  const { actor, input } = visit
  if (!(await findStanding(actor.candidateId))) throw new NotFound()
  const added = await addStep(actor, { words: input.goal, dueOn: input.dueOn, remind: input.remind === 'yes' })
  if (!added) throw new NotFound()
  if (added.ok) {
    res.redirect(303, '/my/work/progress?notice=goal')
    return
  }
  const { field, message } = forms.goalRefusals[added.reason]
  await showAgain({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))
}

const at = '/my/work/progress'
const own = { can: 'work.own' } as const

export const ownProgressRoutes = [
  get(at, { ...own, query: forms.progressQuery }, showProgress),
  post(`${at}/wishes`, { ...own, form: forms.wantForm, invalid: showAgain }, submitWant),
  post(`${at}/wishes/:wishId`, { ...own, params: forms.wishParams, form: forms.ownWishForm, invalid: showWishAgain }, submitMove),
  post(`${at}/goals`, { ...own, form: forms.goalForm, invalid: showAgain }, submitGoal),
]
