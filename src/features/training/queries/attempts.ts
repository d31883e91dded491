import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import { decideAttempt, type AttemptDecision } from '../rules/check.ts'

/** What decides whether another check may begin. */
export async function attemptFacts(tx: Pick<Tx, 'courseAttempt'>, accountId: string, course: string) {
  const [failed, passed] = await Promise.all([
    tx.courseAttempt.aggregate({ where: { accountId, course, passed: false }, _max: { submittedAt: true } }),
    tx.courseAttempt.findMany({
      where: { accountId, course, passed: true, certificates: { none: { withdrawnAt: null } } },
      select: { submittedAt: true },
    }),
  ])
  return {
    failedAt: failed._max.submittedAt ?? undefined,
    passes: passed.flatMap(({ submittedAt }) => (submittedAt ? [londonDay(submittedAt)] : [])),
  }
}

/** May a colleague begin the check of a course now? */
export async function findWhetherMay(accountId: string, course: string): Promise<AttemptDecision> {
  const at = now()
  return decideAttempt(await attemptFacts(db, accountId, course), at, londonDay(at))
}

/** The certificate that rests on a check, where there is one. */
export const findCertificateOf = (attemptId: string) =>
  db.trainingCertificate.findFirst({ where: { attemptId, withdrawnAt: null }, select: { id: true } })
