import type { Team } from '../../../core/access.ts'
import type { Waiting } from '../../../core/waiting.ts'
import type { Course } from '../../../forces/profile.ts'
import { countLapsed } from './register.ts'

/** What training has waiting: the lead sees whose has run out. Sessions without a register are among the registers of workshops. */
export async function findTrainingWaiting(actor: Team, courses: readonly Course[]): Promise<Waiting[]> {
  if (actor.role !== 'lead') return []
  return [
    {
      ...(await countLapsed(actor, courses)),
      what: 'Trainings that have run out',
      href: '/staff/training?standing=lapsed',
      when: 'overdue',
    },
  ]
}
