import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { dueTimes, type Desk, type DueTime } from '../rules.ts'
import { countMessages } from './messages.ts'

const words: Record<Desk, Record<DueTime, string>> = {
  people: { overdue: 'Contact messages with no answer in time', today: 'Contact messages due today', week: 'Contact messages to answer' },
  media: { overdue: 'Media enquiries with no answer in time', today: 'Media enquiries due today', week: 'Media enquiries to answer' },
}

/** The messages that wait for an answer, by when it is due; each list holds exactly what is counted. */
export const findContactWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    (['people', 'media'] as const).flatMap((desk) =>
      dueTimes.map(async (due) => ({
        ...{ what: words[desk][due], when: due },
        href: withWhose(`/staff/contact?${desk === 'media' ? 'desk=media&' : ''}due=${due}`, whose),
        ...(await countMessages(actor, { desk, due, whose, state: 'open' })),
      })),
    ),
  )
