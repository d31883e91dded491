import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { decideMark, type MarkRefusal } from '../rules/attendance.ts'
import { decideCorrection, type CorrectionRefusal, type Said } from '../rules/no-shows.ts'
import { saveMark } from './attendance.ts'
import { lockWorkshop } from './workshops.ts'

type Asked = { ok: true } | { ok: false; reason: CorrectionRefusal }

/** Keeps that somebody says their mark of absence is wrong, for the team to look at. Undefined where the place is not theirs. */
export const askCorrection = (actor: Candidate, placeId: string, said: Said, words: string): Promise<Asked | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    const mine = await tx.place.findFirst({ where: { id: placeId, candidateId }, select: { workshopId: true } })
    if (!mine) return undefined
    await lockWorkshop(tx, mine.workshopId)
    const place = await tx.place.findUniqueOrThrow({ where: { id: placeId }, select: { state: true } })
    const contested = (await tx.registerCorrection.count({ where: { placeId, answeredAt: null } })) > 0
    const decision = decideCorrection({ state: place.state, contested })
    if (!decision.ok) return decision
    await tx.registerCorrection.create({ data: { placeId, candidateId, said, words, askedAt: now() }, select: { id: true } })
    await recordEvent(tx, actor, 'place.correctionAsked', { candidateId, subjectId: placeId })
    return { ok: true }
  })

/** What a corrected mark becomes. */
const markFor = { wasThere: 'attended', toldYou: 'absentNotified' } as const

export type Answer = { act: 'change' | 'keep'; words: string }
type Answered = { ok: true } | { ok: false; reason: MarkRefusal | 'alreadyAnswered' | 'wordsNeeded' }

/**
 * Answers somebody who says that the register is wrong: changes the mark as they say, or leaves it with words that they read. The
 * person is told either way. Undefined where nobody said such a thing.
 */
export const answerCorrection = (actor: Team, id: string, { act, words }: Answer): Promise<Answered | undefined> =>
  inTransaction(async (tx) => {
    const asked = await tx.registerCorrection.findUnique({ where: { id }, include: { place: { select: { workshopId: true } } } })
    const workshop = asked && (await lockWorkshop(tx, asked.place.workshopId))
    if (!workshop) return undefined
    const place = await tx.place.findUniqueOrThrow({ where: { id: asked.placeId } })
    const open = await tx.registerCorrection.count({ where: { id, answeredAt: null } })
    if (open === 0) return { ok: false, reason: 'alreadyAnswered' }
    await recordLook(tx, actor, asked.candidateId, 'Register', 'To answer what you said of it')
    if (act === 'keep') {
      if (words === '') return { ok: false, reason: 'wordsNeeded' }
      await tx.registerCorrection.update({
        where: { id },
        data: { outcome: 'kept', answer: words, answeredById: actor.accountId, answeredAt: now() },
        select: { id: true },
      })
      await recordEvent(tx, actor, 'place.correctionKept', { candidateId: asked.candidateId, subjectId: asked.placeId })
      await tellCandidate(tx, { candidateId: asked.candidateId, kind: 'place.correction', about: id })
      return { ok: true }
    }
    const wanted = markFor[asked.said as Said]
    const why = words === '' ? 'As the person said' : words
    const marking = { workshop, current: place.state, seen: 'absent', wanted, walkIn: place.walkIn, role: actor.role, reason: why } as const
    const decision = decideMark(marking, now())
    if (!decision.ok) return decision
    await saveMark(tx, actor, place, { wanted }, why)
    return { ok: true }
  })
