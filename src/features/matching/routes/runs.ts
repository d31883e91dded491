import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { performNow } from '../commands/run.ts'
import { askForRun, bringBackRun, discardRun, factsOf, recordMatchLook, restartRun } from '../commands/runs.ts'
import { askSupporters, publishRun } from '../commands/publish.ts'
import * as forms from '../forms/matching.ts'
import { findLeftNames, findPair, findRun, type FoundRun } from '../queries/one.ts'
import { countKinds, findCohort, listCohorts, listRuns, listWaiting, RUNS_A_PAGE } from '../queries/runs.ts'
import { daysWaited, methodWords } from '../rules/fairness.ts'
import { changeSaid, leftSaid } from '../rules/left-words.ts'
import { criterionWords } from '../rules/criteria.ts'
import { kindWords } from '../rules/words.ts'
import { phaseWords, phases, runEventsFor, runWords } from '../rules/runs.ts'

type Manage = 'matching.manage'
type Params = forms.RunParams
const at = '/staff/matching'

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  const [runs, kinds] = await Promise.all([listRuns(actor, query), countKinds(actor)])
  const notice = query.notice && 'Saved. Runs from now on go by these weights; pairs that live keep theirs.'
  res.render('matching/list', { ...runs, kinds, query, kindWords, runWords, notice, waited: waitedFrom() })
}

/** How many days lie between then and now; the time is read once. */
const waitedFrom = () => {
  const today = now()
  return (since: Date) => daysWaited(since, today)
}

const showWaiting: Page<Manage, unknown, forms.WaitingQuery> = async ({ actor, query }, res) => {
  const cohortId = query.cohort ?? null
  const [waiting, cohort, cohorts] = await Promise.all([
    listWaiting(actor, { ...query, cohortId }),
    findCohort(cohortId),
    listCohorts(actor, query.kind),
  ])
  if (cohortId !== null && !cohort) throw new NotFound()
  res.render('matching/waiting', { ...waiting, cohort, cohorts, query, kindWords, waited: waitedFrom() })
}

const showNew: Page<Manage, unknown, Partial<forms.NewQuery>> = async ({ actor, query, form }, res) => {
  const kind = query.kind ?? 'buddy'
  const [kinds, cohorts] = await Promise.all([countKinds(actor), listCohorts(actor, kind)])
  const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: { kind, cohort: query.cohort ?? '' } }
  res.render('matching/new', { kinds, cohorts, kindWords, form: filled })
}
const showNewAgain: Page<Manage> = (visit, res) => showNew({ ...visit, query: {} }, res)

const submitNew: Submission<Manage, unknown, forms.StartInput> = async (visit, res) => {
  const { kind, cohort } = visit.input
  const run = await askForRun(visit.actor, { kind, cohortId: cohort === '' ? null : cohort })
  if (!run) {
    await showNew({ ...visit, query: {}, form: refusedForm(visit.form, 'cohort', forms.refusals.unknownCohort) }, res.status(422))
    return
  }
  if (run.small) await performNow(visit.force, run.id)
  res.redirect(303, `${at}/${run.id}`)
}

const find = async ({ actor, params }: Visit<Manage, Params>): Promise<FoundRun> => {
  const run = await findRun(actor, params.runId)
  if (!run) throw new NotFound()
  return run
}

const going = ['queued', 'running', 'publishing']

const showOne: Page<Manage, Params, Partial<forms.RunQuery>> = async (visit, res) => {
  const { actor, query, form } = visit
  const run = await find(visit)
  const stand = { kindWords, runWords, waited: waitedFrom(), events: runEventsFor(factsOf(run), now()) }
  const notice = query.notice && forms.notices[query.notice]
  // Asks again by itself while it goes on, with or without scripts
  if (going.includes(run.state)) res.setHeader('Refresh', '3')
  if (['queued', 'running', 'failed'].includes(run.state) || run.fairness.length === 0) {
    res.render('matching/going', { run, ...stand, phases, phaseWords, form, notice })
    return
  }
  const chosen = run.pairs.find(({ candidateId }) => candidateId === query.pair) ?? run.pairs[0]
  if (chosen) await recordMatchLook(actor, chosen.candidateId)
  const opened = chosen && (await findPair(actor, run.id, chosen))
  const paged = pageOf(run, query)
  const names = await findLeftNames(paged.left.map(({ why }) => why))
  const left = paged.left.map((each) => ({ ...each, ...leftSaid(each.why, names, each.name) }))
  res.render('matching/run', { run, ...stand, ...paged, left, chosen, opened, form, notice, methodWords, criterionWords, changeSaid })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

function pageOf(run: FoundRun, { page = 1, left: leftPage = 1 }: Partial<forms.RunQuery>) {
  const cut = <T>(all: readonly T[], n: number) => all.slice((n - 1) * RUNS_A_PAGE, n * RUNS_A_PAGE)
  const pagesOf = (all: readonly unknown[]) => Math.max(1, Math.ceil(all.length / RUNS_A_PAGE))
  return {
    ...{ page, leftPage, pairs: cut(run.pairs, page), left: cut(run.left, leftPage) },
    ...{ pages: pagesOf(run.pairs), leftPages: pagesOf(run.left) },
  }
}

type Answer = { ok: true } | { ok: false; reason: keyof typeof forms.refusals } | undefined

async function answer(
  visit: Visit<Manage, Params>,
  decision: Answer,
  notice: keyof typeof forms.notices,
  res: Parameters<Page<Manage>>[1],
) {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${at}/${visit.params.runId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, 'form', forms.refusals[decision.reason]) }, res.status(422))
}

const submitPublish: Submission<Manage, Params, unknown> = async (visit, res) => {
  const published = await publishRun(visit.actor, visit.params.runId)
  if (published?.ok && !published.many) await askSupporters(visit.params.runId)
  await answer(visit, published, published?.ok && published.many ? 'publishing' : 'published', res)
}
const submitDiscard: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await discardRun(visit.actor, visit.params.runId), 'discarded', res)
}
const submitBringBack: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await bringBackRun(visit.actor, visit.params.runId), 'broughtBack', res)
}
const submitRestart: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await restartRun(visit.actor, visit.params.runId), 'restarted', res)
}

const can = { can: 'matching.manage' } as const
const one = { ...can, params: forms.runParams } as const
const act = { ...one, form: forms.nothingForm, invalid: showAgain } as const

export const matchingRoutes = [
  get(at, { ...can, query: forms.listQuery }, showList),
  get(`${at}/waiting`, { ...can, query: forms.waitingQuery }, showWaiting),
  get(`${at}/new`, { ...can, query: forms.newQuery }, showNew),
  post(`${at}/new`, { ...can, form: forms.startForm, invalid: showNewAgain }, submitNew),
  get(`${at}/:runId`, { ...one, query: forms.runQuery }, showOne),
  post(`${at}/:runId/publish`, act, submitPublish),
  post(`${at}/:runId/discard`, act, submitDiscard),
  post(`${at}/:runId/bring-back`, act, submitBringBack),
  post(`${at}/:runId/restart`, act, submitRestart),
]
