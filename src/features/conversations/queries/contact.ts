import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { findFailure } from '../../messages/queries.ts'
import { holdWords } from '../rules/holds.ts'
import { isReachable, threadWords } from '../rules/threads.ts'
import { listThreadsWith } from './threads.ts'

/** How the team is in touch with one candidate: the latest conversations, what stands in the way, what the person prefers. */
export async function findContact(actor: Team, candidate: { id: string; accountId: string | null }) {
  const [threads, failure, preference, hold] = await Promise.all([
    listThreadsWith(actor, candidate.id),
    findFailure(actor, candidate),
    db.messagePreference.findUnique({ where: { candidateId: candidate.id }, select: { contactBy: true, reminders: true } }),
    findHold(actor, candidate.id),
  ])
  return {
    ...{ failure, hold, reachable: isReachable(candidate) },
    threads: threads.map((thread) => ({ ...thread, words: threadWords[thread.state] })),
    prefersCall: preference?.contactBy === 'call',
    noReminders: preference?.reminders === false,
  }
}

/** Since when, and why, this candidate is sent nothing in bulk. */
export async function findHold(_actor: Team, candidateId: string) {
  const hold = await db.contactHold.findFirst({ where: { candidateId, endedAt: null }, select: { reason: true, beganAt: true } })
  return hold ? { ...hold, words: holdWords(hold.reason) } : undefined
}
