import type { Recruiter } from '../../core/access.ts'
import { recruiting } from '../../core/db.ts'
import { hoursInWords, lookIsOpen, quarterInWords } from './rules.ts'

export const PAGE_SIZE = 25

/**
 * What a look shows: only while it is open, it is this recruiter's own, and consent still stands, which the views ask
 * themselves at every read. Newest quarter first; within a quarter by label, as an order of dates would be a date.
 */
export async function findHistory(recruiter: Recruiter, lookId: string, now: Date) {
  const look = await recruiting.sharedLook.findFirst({ where: { id: lookId, recruiterId: recruiter.accountId } })
  if (!look || !lookIsOpen(look.at, now)) return undefined
  const candidate = await recruiting.sharedCandidate.findUnique({ where: { id: look.candidateId } })
  if (!candidate) return undefined
  return { look, candidate, history: await listHistory(candidate.id) }
}

async function listHistory(candidateId: string) {
  const rows = await recruiting.supportHistory.findMany({
    where: { candidateId },
    orderBy: [{ quarter: 'desc' }, { label: 'asc' }, { hours: 'desc' }, { completed: 'desc' }],
    select: { label: true, quarter: true, hours: true, completed: true },
  })
  return rows.map(({ label, quarter, hours, completed }) => ({
    label,
    when: quarterInWords(quarter),
    time: hoursInWords(hours),
    completed,
  }))
}

/** This recruiter's own looks at people who still share, newest first. */
export async function listOwnLooks(recruiter: Recruiter, page: number) {
  const where = { recruiterId: recruiter.accountId }
  const looks = await recruiting.sharedLook.findMany({
    where,
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
  })
  const people = await recruiting.sharedCandidate.findMany({ where: { id: { in: looks.map((look) => look.candidateId) } } })
  const names = new Map(people.map((person) => [person.id, person]))
  const total = await recruiting.sharedLook.count({ where })
  return {
    total,
    looks: looks.map((look) => ({
      ...look,
      name: names.get(look.candidateId)?.name ?? '',
      reference: names.get(look.candidateId)?.reference ?? '',
    })),
  }
}
