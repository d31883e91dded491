import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { raisedBy, raisedByHelp, type AlertRule } from '../rules/alerts.ts'
import type { Answer, HelpAbout } from '../rules/answers.ts'
import { lockCandidate, lockYear, raiseAlert } from './year.ts'

const wasHere = (tx: Tx, candidateId: string, at: Date) =>
  tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })

type Done = { ok: true } | undefined

/**
 * Keeps the answers of a check-in, in the place of those given before. What the team may read can raise an alert; what is
 * no longer shared with the team closes the one that it raised. Undefined where there is no such check-in to answer.
 */
export const answerCheckIn = (candidate: Candidate, checkInId: string, answers: readonly Answer[]): Promise<Done> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    if (!(await lockCandidate(tx, candidateId))) return undefined
    const checkIn = await tx.firstYearCheckIn.findFirst({
      where: {
        id: checkInId,
        candidateId,
        openedAt: { not: null },
        OR: [{ year: { endedAt: null } }, { year: { endReason: 'twelveMonths' } }],
      },
    })
    if (!checkIn) return undefined
    await replaceAnswers(tx, { checkInId, candidateId }, answers, at)
    await tx.firstYearCheckIn.update({ where: { id: checkInId }, data: { answeredAt: checkIn.answeredAt ?? at }, select: { id: true } })
    await settleAlerts(tx, checkIn, raisedBy(answers), at)
    await wasHere(tx, candidateId, at)
    await recordEvent(tx, candidate, 'firstYear.answered', { candidateId, subjectId: checkInId, data: { week: checkIn.week } })
    return { ok: true }
  })

type Of = { checkInId: string; candidateId: string }

/** An answer that stays as it was keeps the moment at which it was said, and so its readers. */
async function replaceAnswers(tx: Tx, of: Of, answers: readonly Answer[], at: Date): Promise<void> {
  const before = await tx.firstYearAnswer.findMany({ where: { checkInId: of.checkInId } })
  const same = ({ question, value, audience }: Answer) =>
    before.find((each) => each.question === question && each.value === value && each.audience === audience)?.saidAt
  await tx.firstYearAnswer.deleteMany({ where: { checkInId: of.checkInId } })
  await tx.firstYearAnswer.createMany({ data: answers.map((answer) => ({ ...of, ...answer, saidAt: same(answer) ?? at })) })
}

type CheckIn = { id: string; yearId: string; candidateId: string }

async function settleAlerts(tx: Tx, { id: checkInId, yearId, candidateId }: CheckIn, raised: AlertRule[], at: Date): Promise<void> {
  const close = (where: { rule: string } | { rule: { in: string[] } }, closedWhy: 'answered' | 'takenBack') =>
    tx.firstYearAlert.updateMany({ where: { checkInId, closedAt: null, ...where }, data: { closedAt: at, closedWhy } })
  await close({ rule: 'missedCheckIn' }, 'answered')
  const over = (['adjustment', 'supervisorChanged'] as const).filter((rule) => !raised.includes(rule))
  await close({ rule: { in: over } }, 'takenBack')
  // Said again after somebody has looked at it, the same answer raises nothing new
  const looked = await tx.firstYearAlert.findMany({ where: { checkInId, closedWhy: 'done' }, select: { rule: true } })
  for (const rule of raised.filter((each) => !looked.some((past) => past.rule === each)))
    await raiseAlert(tx, { yearId, candidateId, rule }, { checkInId }, at)
}

export type Help = { asked: 'buddy' | 'team'; about: HelpAbout; words: string }
export type HelpRefusal = 'noBuddy'

/** Asks the buddy or the team for help. The letter to the buddy has none of the words. Undefined where no year goes on. */
export const askForHelp = (
  candidate: Candidate,
  { asked, about, words }: Help,
): Promise<{ ok: true } | { ok: false; reason: HelpRefusal } | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    const found = await tx.firstYear.findFirst({ where: { candidateId, endedAt: null }, select: { id: true } })
    const year = found && (await lockYear(tx, candidate, found.id))
    if (!year) return undefined
    const buddy = asked === 'buddy' ? await findActiveBuddy(tx, candidateId) : null
    if (asked === 'buddy' && !buddy) return { ok: false, reason: 'noBuddy' }
    const { id: helpId } = await tx.firstYearHelp.create({
      data: { yearId: year.id, candidateId, asked, about, words: words === '' ? null : words, pairingId: buddy?.id ?? null, askedAt: at },
      select: { id: true },
    })
    if (buddy) await queueEmail(tx, { kind: 'firstYear.help', accountId: buddy.supporterId, about: helpId })
    else await raiseAlert(tx, { yearId: year.id, candidateId, rule: raisedByHelp[about] }, { helpId }, at)
    await wasHere(tx, candidateId, at)
    await recordEvent(tx, candidate, 'firstYear.helpAsked', { candidateId, subjectId: helpId, data: { asked, about } })
    return { ok: true }
  })

/** A pairing that rests takes no requests: the page then offers the team. */
const findActiveBuddy = (tx: Tx, candidateId: string) =>
  tx.pairing.findFirst({ where: { candidateId, kind: 'buddy', state: 'active' }, select: { id: true, supporterId: true } })

/** Ends the check-ins at the person's own wish. Their buddy stays: that is a pairing of its own. */
export const stopYear = (candidate: Candidate): Promise<Done> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await tx.firstYear.findFirst({ where: { candidateId: candidate.candidateId, endedAt: null }, select: { id: true } })
    const year = found && (await lockYear(tx, candidate, found.id))
    if (!year) return undefined
    await endYear(tx, year.id, 'askedByCandidate', at)
    await recordEvent(tx, candidate, 'firstYear.stopped', { candidateId: candidate.candidateId, subjectId: year.id })
    return { ok: true }
  })

/** Ends a year, with the hand-over that was still to come; what waits for the team stays until somebody has looked. */
export async function endYear(tx: Tx, yearId: string, endReason: 'twelveMonths' | 'askedByCandidate' | 'byTeam', at: Date): Promise<void> {
  await tx.firstYearHandover.updateMany({ where: { yearId, settledAt: null }, data: { settledAt: at, outcome: 'cancelled' } })
  await tx.firstYear.update({ where: { id: yearId }, data: { endedAt: at, endReason }, select: { id: true } })
}
