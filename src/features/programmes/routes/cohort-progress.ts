import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { completeAll, recordProgressLooks } from '../commands/cohorts.ts'
import { progressFile } from '../documents/progress.ts'
import { cohortParams, type CohortParams } from '../forms/cohorts.ts'
import { progressQuery, type ProgressQuery } from '../forms/progress.ts'
import { nothingForm } from '../forms/workshops.ts'
import { findCohortProgress, listCohortStandings, listSessions } from '../queries/cohort-progress.ts'
import { findCohort } from '../queries/cohorts.ts'
import { listAverages } from '../queries/ratings.ts'
import { LEAST_PEOPLE, topicNames, topicsOf } from '../rules/ratings.ts'
import { completionWords, sessionStateWords, stillWords } from '../rules/completion.ts'
import { progressNames, type ProgressShow } from '../rules/progress.ts'

type Manage = 'programme.manage'
const one = { can: 'programme.manage', params: cohortParams } as const
const words = { completionWords, stillWords, sessionStateWords, progressNames }

async function find(actor: Team, id: string) {
  const cohort = await findCohort(actor, id)
  if (!cohort) throw new NotFound()
  return cohort
}

type Asked = { show: ProgressShow; q: string; page: number }

async function render(actor: Team, cohortId: string, asked: Asked, res: Response, notice?: string): Promise<void> {
  const cohort = await find(actor, cohortId)
  const [found, sessions] = await Promise.all([findCohortProgress(actor, cohortId, asked), listSessions(actor, cohortId)])
  res.render('programmes/staff/progress', { cohort, sessions, ...found, ...words, ...asked, number: asked.page, notice })
}

const notices: Record<string, string> = { marked: 'Marked as completed. Their support of this kind is completed with it.' }

const showProgress: Page<Manage, CohortParams, ProgressQuery> = ({ actor, params, query }, res) => {
  const notice = query.notice !== undefined && Object.hasOwn(notices, query.notice) ? notices[query.notice] : undefined
  return render(actor, params.cohortId, query, res, notice)
}

const showAgain: Page<Manage, CohortParams> = ({ actor, params }, res) =>
  render(actor, params.cohortId, { show: 'all', q: '', page: 1 }, res)

const submitComplete: Submission<Manage, CohortParams, unknown> = async ({ actor, params }, res) => {
  if ((await completeAll(actor, params.cohortId)) === undefined) throw new NotFound()
  res.redirect(303, `/staff/cohorts/${params.cohortId}/progress?notice=marked`)
}

/** The whole list, before it leaves the site: each person on it sees who looked. */
async function gather(actor: Team, cohortId: string, show: ProgressShow, page: string) {
  const cohort = await find(actor, cohortId)
  const [all, sessions] = await Promise.all([listCohortStandings(actor, cohortId), listSessions(actor, cohortId)])
  const rows = all.filter(({ progress }) => show === 'all' || progress === show)
  await recordProgressLooks(
    actor,
    cohortId,
    rows.map(({ candidate }) => candidate.id),
    page,
  )
  return { cohort, sessions, rows }
}

const showFile: Page<Manage, CohortParams, ProgressQuery> = async ({ actor, params, query }, res) => {
  const { sessions, rows } = await gather(actor, params.cohortId, query.show, 'A file of who came to what in your group')
  res
    .attachment(`progress-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(progressFile(sessions, rows))
}

const showPrint: Page<Manage, CohortParams, ProgressQuery> = async ({ actor, params, query }, res) => {
  const found = await gather(actor, params.cohortId, query.show, 'A printed list of who came to what in your group')
  res.render('programmes/staff/progress-print', { ...found, ...words, show: query.show, printedAt: now() })
}

/** What people said before and after: averages alone, and those only of enough people. */
const showRatings: Page<Manage, CohortParams> = async ({ actor, params }, res) => {
  const cohort = await find(actor, params.cohortId)
  res.render('programmes/staff/ratings', {
    cohort,
    averages: await listAverages(actor, cohort.id),
    topics: topicsOf(cohort.programme.kind),
    topicNames,
    LEAST_PEOPLE,
  })
}

export const cohortProgressRoutes = [
  get('/staff/cohorts/:cohortId/ratings', one, showRatings),
  get('/staff/cohorts/:cohortId/progress', { ...one, query: progressQuery }, showProgress),
  get('/staff/cohorts/:cohortId/progress/file', { ...one, query: progressQuery, sensitive: true }, showFile),
  get('/staff/cohorts/:cohortId/progress/print', { ...one, query: progressQuery, sensitive: true }, showPrint),
  post('/staff/cohorts/:cohortId/complete', { ...one, form: nothingForm, invalid: showAgain }, submitComplete),
]
