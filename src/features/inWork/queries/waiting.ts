import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countPeople } from './people.ts'
import { countWishes, oldestUnread, wishTimes } from './team.ts'

/** What people in work said that nobody has read, and what they would like after the first year. */
export async function findWorkWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const [unread, oldest, ...wishes] = await Promise.all([
    countPeople(actor, { show: 'unread', whose, q: '' }),
    oldestUnread(actor, whose),
    ...wishTimes.map(async (when) => ({ when, ...(await countWishes(actor, whose, when)) })),
  ])
  return [
    {
      what: 'People who said why they leave or defer',
      href: withWhose('/staff/in-work?show=unread', whose),
      when: 'today',
      count: unread,
      oldest,
    },
    ...wishes.map(({ when, ...rest }): Waiting => ({ ...rest, when, href: withWhose(`/staff/in-work/progress?when=${when}`, whose) })),
  ]
}
