import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { monthsAfter } from '../../../core/dates.ts'
import { blankForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { listOwnMemberships } from '../../programmes/queries/cohorts.ts'
import { listOwnStandings } from '../../programmes/queries/cohort-progress.ts'
import { stillWords } from '../../programmes/rules/completion.ts'
import { listOwnPlaces } from '../../programmes/queries/places.ts'
import { findOwnYearPrompt } from '../../firstYear/queries/own.ts'
import { findOwnWorkPrompt } from '../../inWork/queries/own.ts'
import { findOwnPrompt } from '../../programmes/queries/no-shows.ts'
import { placeWords } from '../../programmes/rules/places.ts'
import { listOwnPairings } from '../../pairings/queries/own.ts'
import { findOwnPassport } from '../../passport/queries/own.ts'
import { countOwnMemberships } from '../../networks/queries/own.ts'
import { findOwnPreparing } from '../../preparing/queries/own.ts'
import { listToReapply } from '../../preparing/queries/reapply.ts'
import { isBegun } from '../../pairings/rules/pairings.ts'
import { listOwnOneToOnes } from '../../oneToOnes/queries/one-to-ones.ts'
import { slotHowWords, slotKindWords } from '../../oneToOnes/rules/words.ts'
import { kindWords, ownStateWords } from '../../pairings/rules/words.ts'
import { listOwnPlacements } from '../../placements/queries/own.ts'
import { ownStateWords as placementStates } from '../../placements/rules/words.ts'
import { requestsShown } from '../../requests/rules/requests.ts'
import { requestWords } from '../../requests/rules/words.ts'
import { saveName } from '../commands/own.ts'
import { nameForm, ownNotices, ownQuery, type NameInput, type OwnQuery } from '../forms/own.ts'
import { questionWords } from '../forms/questions.ts'
import { countOwnUnread } from '../../conversations/queries/threads.ts'
import { findOwnHelper } from '../queries/assignment.ts'
import { listOwnCases } from '../../barriers/queries/own.ts'
import { isLiveCase } from '../../barriers/rules/cases.ts'
import { kindNames as barrierKindNames, ownCaseStateWords } from '../../barriers/rules/words.ts'
import { findOwnAnswers, findOwnHome, listPastPlaces } from '../queries/own.ts'
import { phasesOf, stageNow } from '../../stages/rules/path.ts'
import { firstUnanswered, questions, type Question } from '../rules/questions.ts'

const noticeOf = ({ notice }: OwnQuery) => notice && ownNotices[notice]
const supportOf = (force: ForceProfile, kind: string) => force.support.find((support) => support.kind === kind)

/** What somebody keeps for themselves is on their own page, and not on the same page behind glass. */
const findOwnThings = async (actor: Candidate, force: ForceProfile) => ({
  preparing: await findOwnPreparing(actor),
  passport: await findOwnPassport(actor),
  toReapply: await listToReapply(actor, force),
  work: await findOwnWorkPrompt(actor),
  networkCount: await countOwnMemberships(actor),
  barriers: (await listOwnCases(actor)).filter(({ state }) => isLiveCase(state)),
  ...{ barrierKindNames, ownCaseStateWords },
})

/** All that the first page of a candidate shows: to them, and to the team behind glass. */
export async function gatherHome(actor: Candidate, force: ForceProfile) {
  const [home, places, past, memberships, helper, unread, missed, standings, firstYear, pairings, oneToOnes, placements] =
    await Promise.all([
      findOwnHome(actor),
      listOwnPlaces(actor),
      listPastPlaces(actor),
      listOwnMemberships(actor),
      findOwnHelper(actor.candidateId),
      countOwnUnread(actor),
      findOwnPrompt(actor),
      listOwnStandings(actor),
      force.supportRunsTo === 'firstYear' ? findOwnYearPrompt(actor) : undefined,
      listOwnPairings(actor),
      listOwnOneToOnes(actor),
      listOwnPlacements(actor),
    ])
  const route =
    force.routes.find(({ id }) => id === (home.stages[0]?.route ?? home.routes[0])) ??
    force.routes.find(({ id }) => home.routes.includes(id))
  const phases = route && phasesOf(route, home.stages)
  const offer = places.filter(({ expiresAt }) => expiresAt !== null).sort((a, b) => Number(a.expiresAt) - Number(b.expiresAt))[0]
  const unfinished = home.completedAt === null ? (firstUnanswered(home.answered) ?? 'check') : undefined
  return {
    ...{ standings, stillWords, pairingKinds: kindWords, pairingStates: ownStateWords, placementStates },
    placements: placements.filter(({ endedAt }) => endedAt === null),
    pairings: pairings.filter(({ dueAt, state }) => dueAt !== null || isBegun(state)),
    ...{ unread, missed, firstYear, oneToOnes: oneToOnes.ahead, slotKindWords, slotHowWords },
    ...{ home, helper, places, past, memberships, route, phases, offer, unfinished, placeWords, requestWords },
    at: phases && stageNow(phases),
    left: questions.filter((question) => !home.answered.includes(question)).length,
    requests: requestsShown(home.requests).map((request) => ({ ...request, support: supportOf(force, request.kind) })),
    deleteOn: monthsAfter(home.activeAt, force.retention.inactiveMonths),
    today: now(),
  }
}

const showHome: Page<'candidate.own', unknown, OwnQuery> = async ({ actor, force, query }, res) => {
  res.render('candidates/own/home', {
    ...(await gatherHome(actor, force)),
    ...(await findOwnThings(actor, force)),
    notice: noticeOf(query),
  })
}

const showDetails: Page<'candidate.own', unknown, OwnQuery> = async ({ actor, force, query }, res) => {
  const answers = await findOwnAnswers(actor)
  res.render('candidates/own/details', { answers, words: (question: Question) => questionWords(question, force), notice: noticeOf(query) })
}

const showName: Page<'candidate.own'> = async ({ actor, form }, res) => {
  const { name, phone } = await findOwnAnswers(actor)
  res.render('candidates/own/name', { form: form.errors.length > 0 ? form : blankForm({ name, phone: phone ?? '' }) })
}

const submitName: Submission<'candidate.own', unknown, NameInput> = async ({ actor, input }, res) => {
  await saveName(actor, input)
  res.redirect(303, '/my/details?notice=saved')
}

const own = { can: 'candidate.own' } as const

export const ownRoutes = [
  get('/my', { ...own, query: ownQuery }, showHome),
  get('/my/details', { ...own, query: ownQuery }, showDetails),
  get('/my/details/name', own, showName),
  post('/my/details/name', { ...own, form: nameForm, invalid: showName }, submitName),
]
