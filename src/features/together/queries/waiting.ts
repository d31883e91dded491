import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countQuiet } from './quiet.ts'

/** Pairs of which nothing has been heard for four weeks. */
export async function findQuietWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const found = await countQuiet(actor, whose)
  return [{ what: 'Pairs that have gone quiet', href: withWhose('/staff/quiet-pairs', whose), when: 'today', ...found }]
}
