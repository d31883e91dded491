import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { Course } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { attemptFacts } from '../queries/attempts.ts'
import type { Colleague } from '../queries/own.ts'
import { decideAttempt, markCheck, type Answers, type AttemptDecision, type Marked } from '../rules/check.ts'
import { giveWhereEarned } from './certificates.ts'

const lockAccount = (tx: Tx, accountId: string) => tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
const openOf = (accountId: string, course: string) => ({ accountId, course, submittedAt: null })

/** Opens the knowledge check of a course, or carries on with the one that is open; questions that changed meanwhile are those of today. */
export const beginCheck = (actor: Colleague, course: Course): Promise<AttemptDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const { accountId } = actor
    await lockAccount(tx, accountId)
    const open = await tx.courseAttempt.findFirst({ where: openOf(accountId, course.id) })
    const { version } = course.check
    if (open) {
      if (open.version !== version) await tx.courseAttempt.update({ where: { id: open.id }, data: { version, startedAt: at } })
      return { ok: true }
    }
    const decision = decideAttempt(await attemptFacts(tx, accountId, course.id), at, londonDay(at))
    if (!decision.ok) return decision
    await tx.courseAttempt.create({ data: { accountId, course: course.id, version, startedAt: at } })
    return decision
  })

type HandedIn = { ok: true; marked: Marked } | { ok: false; reason: 'changed' }

/** Marks an open check once and for all; undefined where none is open. */
export const handIn = (actor: Colleague, course: Course, answers: Answers): Promise<HandedIn | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockAccount(tx, actor.accountId)
    const open = await tx.courseAttempt.findFirst({ where: openOf(actor.accountId, course.id) })
    if (!open) return undefined
    if (open.version !== course.check.version) return { ok: false, reason: 'changed' }
    const marked = markCheck(course.check, answers)
    await tx.courseAttempt.update({ where: { id: open.id }, data: { ...marked, answers, submittedAt: at } })
    await recordEvent(tx, actor, marked.passed ? 'training.checkPassed' : 'training.checkNotPassed', { subjectId: open.id })
    if (marked.passed) await giveWhereEarned(tx, actor, actor.accountId, course)
    return { ok: true, marked }
  })
