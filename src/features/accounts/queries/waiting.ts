import type { Team } from '../../../core/access.ts'
import type { Waiting, Whose } from '../../../core/waiting.ts'
import { accessEnds } from '../rules/confirming.ts'
import { countToConfirm, type Due } from './staff.ts'

const LIST = '/staff/accounts/confirm'

/** Colleagues for whose access the lead has to vouch: those who cannot work until then, and those who soon could not. */
export async function findConfirmationsWaiting(actor: Team, _whose: Whose): Promise<Waiting[]> {
  if (actor.role !== 'lead') return []
  const row = async (due: Due, what: string, when: Waiting['when']): Promise<Waiting> => {
    const { count, oldest } = await countToConfirm(actor, due)
    return { what, when, count, href: `${LIST}?due=${due}`, oldest: oldest && accessEnds(oldest) }
  }
  return Promise.all([row('lapsed', 'Colleagues whose access has lapsed', 'overdue'), row('ending', 'Colleagues to be confirmed', 'week')])
}
