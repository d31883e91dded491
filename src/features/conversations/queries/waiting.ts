import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countFailures } from '../../messages/queries.ts'
import { countThreads } from './threads.ts'

const parts = [
  { show: 'overdue', when: 'overdue', what: 'Messages not answered in time' },
  { show: 'today', when: 'today', what: 'Messages to answer today' },
  { show: 'later', when: 'week', what: 'Messages to answer' },
] as const

/** The conversations that wait for an answer of the team, and the addresses that send e-mails back, as somebody has to ring. */
export async function findMessagesWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const threads = await Promise.all(
    parts.map(async ({ show, when, what }) => ({
      ...{ what, when, href: withWhose(`/staff/messages?show=${show}`, whose) },
      ...(await countThreads(actor, { show, whose })),
    })),
  )
  const failures = await countFailures(actor, whose)
  return [...threads, { what: 'E-mails that came back', href: withWhose('/staff/messages/bounces', whose), when: 'today', ...failures }]
}
