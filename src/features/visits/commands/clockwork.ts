import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { lettersDue, type LetterKind } from '../rules/letters.ts'
import { sides, type Side } from '../rules/visits.ts'

const AT_ONCE = 500
type Due = { id: string; candidateId: string; supporterId: string | null; dateId: string; startsAt: Date; side: Side; kind: LetterKind }

/**
 * Asks for the letters about visits that have fallen due: the day before, whether it took place, looking back, a reminder of it. Each goes
 * once for each day to each side, however often and in how many processes this runs.
 */
export async function tellOfVisits(): Promise<void> {
  const at = now()
  const visits = await db.placement.findMany({
    where: {
      candidate: { closedAt: null },
      OR: [
        { state: 'confirmed', date: { startsAt: { lte: daysAfter(at, 2), gt: daysAfter(at, -30) } } },
        { state: 'attended', date: { endsAt: { gt: daysAfter(at, -30) } } },
      ],
    },
    select: {
      ...{ id: true, state: true, candidateId: true, supporterId: true, date: true },
      visitLetters: { select: { side: true, kind: true, startsAt: true, sentAt: true } },
      visitDebriefs: { select: { side: true } },
    },
    orderBy: [{ date: { startsAt: 'asc' } }, { id: 'asc' }],
    take: AT_ONCE,
  })
  for (const { date, visitLetters, visitDebriefs, state, ...visit } of visits) {
    if (!date) continue
    const { id: dateId, startsAt, endsAt } = date
    const gone = visitLetters.filter((letter) => Number(letter.startsAt) === Number(startsAt))
    const said = visitDebriefs.map(({ side }) => side)
    for (const side of sides) {
      const kind = lettersDue({ state, startsAt, endsAt, side, said, gone: gone.filter((letter) => letter.side === side) }, at)
      if (kind) await inTransaction((tx) => tell(tx, { ...visit, dateId, startsAt, side, kind }, at))
    }
  }
}

/** One letter, unless it has gone: the row that says so is unique. A host hears once of a day, however many come. */
async function tell(tx: Tx, { id: placementId, candidateId, supporterId, dateId, startsAt, side, kind }: Due, at: Date): Promise<void> {
  const others = { placement: { dateId }, side, kind, startsAt }
  if (kind === 'dayBefore') await tx.$queryRaw`SELECT id FROM host_dates WHERE id = ${dateId}::uuid FOR UPDATE`
  const told = side === 'supporter' && kind === 'dayBefore' && (await tx.visitLetter.count({ where: others })) > 0
  const { count } = await tx.visitLetter.createMany({ data: [{ placementId, side, kind, startsAt, sentAt: at }], skipDuplicates: true })
  if (count === 0 || told) return
  if (side === 'candidate') await tellCandidate(tx, { candidateId, kind: `visit.${kind}`, about: placementId })
  else if (supporterId !== null && kind === 'dayBefore')
    await queueEmail(tx, { kind: 'visit.dayBeforeHost', accountId: supporterId, about: dateId })
  else if (supporterId !== null) await queueEmail(tx, { kind: `visit.${kind}`, accountId: supporterId, about: placementId })
}
