import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countTellings } from './telling.ts'

/** What people whom no e-mail reaches are still to be told: within two days, and past that. */
export async function findToTellWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const [over, today] = await Promise.all([countTellings(actor, { whose, due: 'over' }), countTellings(actor, { whose, due: 'now' })])
  const what = 'Things to tell people by phone or letter'
  return [
    { ...over, what: `${what}, waiting for two days`, href: withWhose('/staff/to-tell?due=over', whose), when: 'overdue' },
    { ...today, what, href: withWhose('/staff/to-tell?due=now', whose), when: 'today' },
  ]
}
