import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** Records that somebody of the team looked at when this person is free, to book for them. */
export const lookAtBooking = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'Booking a workshop', 'To book a place that you asked us for'))
