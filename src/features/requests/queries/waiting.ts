import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countRequests, type Due } from './list.ts'

const words: Record<Due, { what: string; when: Waiting['when'] }> = {
  over: { what: 'Requests with no answer in time', when: 'overdue' },
  soon: { what: 'Requests to answer soon', when: 'week' },
  review: { what: 'Pauses to look at again', when: 'today' },
  resume: { what: 'People who ask to carry on', when: 'today' },
  scores: { what: 'Outcomes for the team to score', when: 'week' },
}

/** What the requests have waiting; each list holds exactly what is counted. Mine are those that I own. */
export const findRequestsWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    (Object.keys(words) as Due[]).map(async (due) => {
      const counted = await countRequests(actor, { due, owner: whose === 'mine' ? 'me' : undefined })
      const { what, when } = words[due]
      const late = due === 'review' && counted.oldest !== undefined && counted.oldest.toISOString().slice(0, 10) < londonDay(now())
      return { ...counted, what, when: late ? 'overdue' : when, href: withWhose(`/staff/requests?due=${due}`, whose) }
    }),
  )
