import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { londonDay } from '../../core/dates.ts'
import type { Waiting, Whose } from '../../core/waiting.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { findConfirmationsWaiting } from '../accounts/queries/waiting.ts'
import { findBarriersWaiting } from '../barriers/queries/waiting.ts'
import { findToTellWaiting } from '../candidates/queries/waiting.ts'
import { findChecksWaiting } from '../checks/queries/waiting.ts'
import { findConcernsWaiting } from '../concerns/queries/concerns.ts'
import { findContactWaiting } from '../contact/queries/waiting.ts'
import { findFirstYearsWaiting } from '../firstYear/queries/waiting.ts'
import { findWorkWaiting } from '../inWork/queries/waiting.ts'
import { findMessagesWaiting } from '../conversations/queries/waiting.ts'
import { findHostsWaiting } from '../hosting/queries/waiting.ts'
import { findJobsWaiting } from '../jobs/queries/waiting.ts'
import { findDuplicatesWaiting } from '../duplicates/queries/pairs.ts'
import { findExclusionsWaiting } from '../exclusions/queries/waiting.ts'
import { findMatchingWaiting } from '../matching/queries/waiting.ts'
import { findOneToOnesWaiting } from '../oneToOnes/queries/waiting.ts'
import { findNetworksWaiting } from '../networks/queries/waiting.ts'
import { findPairingsWaiting } from '../pairings/queries/waiting.ts'
import { findAdjustmentsWaiting } from '../passport/queries/waiting.ts'
import { findGuidesWaiting } from '../preparing/queries/waiting.ts'
import { findPlacementsWaiting } from '../placements/queries/waiting.ts'
import { findProgrammesWaiting } from '../programmes/queries/waiting.ts'
import { listWorkshops } from '../programmes/queries/workshops.ts'
import { findRationalesWaiting } from '../rationales/queries/waiting.ts'
import { listCaseload } from '../requests/queries/list.ts'
import { findRequestsWaiting } from '../requests/queries/waiting.ts'
import { ANSWERS_OF_DAYS, listWaitingTimes } from '../requests/queries/waiting-times.ts'
import { findStagesWaiting } from '../stages/queries/waiting.ts'
import { findQuietWaiting } from '../together/queries/waiting.ts'
import { findSupportersWaiting } from '../supporting/queries/waiting.ts'
import { findVisitsWaiting } from '../visits/queries/team.ts'
import { findTrainingWaiting } from '../training/queries/waiting.ts'
import { findTasksWaiting } from '../tasks/queries/waiting.ts'

/** Each feature tells what of its own waits; a count comes from the query behind the list that its row opens. */
const finders: ((actor: Team, whose: Whose, force: ForceProfile) => Promise<Waiting[]>)[] = [
  findConcernsWaiting,
  findRequestsWaiting,
  findProgrammesWaiting,
  findPairingsWaiting,
  findPlacementsWaiting,
  findOneToOnesWaiting,
  findRationalesWaiting,
  findMessagesWaiting,
  findContactWaiting,
  findTasksWaiting,
  findBarriersWaiting,
  findQuietWaiting,
  findStagesWaiting,
  findHostsWaiting,
  findFirstYearsWaiting,
  findWorkWaiting,
  findToTellWaiting,
  findDuplicatesWaiting,
  findExclusionsWaiting,
  findConfirmationsWaiting,
  findMatchingWaiting,
  findSupportersWaiting,
  (actor, _whose, force) => findTrainingWaiting(actor, force.courses),
  findVisitsWaiting,
  findChecksWaiting,
  findGuidesWaiting,
  findAdjustmentsWaiting,
  findNetworksWaiting,
  findJobsWaiting,
]

/** Everything that waits for the team, or for the one who asks. */
export async function findWaiting(actor: Team, whose: Whose, force: ForceProfile): Promise<Waiting[]> {
  return (await Promise.all(finders.map((find) => find(actor, whose, force)))).flat()
}

const SHOWN = 4

/** What the page shows beside: the workshops of today, or else those that come next, who has how many requests, and how long people wait. */
export async function findAround(actor: Team, whose: Whose) {
  const [{ rows }, caseload, times] = await Promise.all([
    listWorkshops(actor, { show: 'upcoming', q: '', page: 1, whose }),
    listCaseload(actor),
    listWaitingTimes(actor),
  ])
  const today = rows.filter(({ startsAt }) => londonDay(startsAt) <= londonDay(now()))
  return {
    ...{ isToday: today.length > 0, workshops: today.length > 0 ? today : rows.slice(0, SHOWN) },
    ...{ times, answersOfDays: ANSWERS_OF_DAYS, caseload, open: caseload.reduce((sum, { open }) => sum + open, 0) },
  }
}
