import type { Candidate } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'

/** What this candidate has chosen; what nobody has chosen is as it is for everybody. */
export async function findPreferences({ candidateId }: Candidate) {
  const [candidate, news] = await Promise.all([
    db.candidate.findUniqueOrThrow({
      where: { id: candidateId },
      select: { phone: true, preference: { select: { reminders: true, contactBy: true } } },
    }),
    db.consent.count({ where: { candidateId, purpose: 'news', withdrawnAt: null } }),
  ])
  const { phone, preference } = candidate
  return { phone, reminders: preference?.reminders ?? true, contactBy: preference?.contactBy ?? 'email', news: news > 0 }
}
