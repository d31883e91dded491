import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import { isProgressOpen, progressOpensOn, type Part } from '../rules/standing.ts'

/** Somebody who has started the job, as the database reckons it for every page, list and file alike. */
export type InWork = {
  candidateId: string
  name: string
  reference: string
  ownerId: string | null
  route: string | null
  yearId: string | null
  startedOn: Date
  week: number
  part: Part
  deferredUntil: Date | null
  leaving: boolean
  alerts: number
  confirmed: boolean
}

export const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)
export const dayOf = (day: Date): string => day.toISOString().slice(0, 10)
/** Today in London, as the database compares days. */
export const today = (): Date => asDay(londonDay(now()))

/** Where somebody stands in work; undefined where they have not started. */
export async function findInWork(candidateId: string, tx: Tx = db): Promise<InWork | undefined> {
  const [found] = await tx.$queryRaw<InWork[]>`
    SELECT candidate_id AS "candidateId", name, reference, owner_id AS "ownerId", route, year_id AS "yearId", started_on AS "startedOn", week, part,
      deferred_until AS "deferredUntil", leaving, alerts, confirmed FROM people_in_work(${today()}::date) WHERE candidate_id = ${candidateId}::uuid`
  return found
}

/** The same, with the day on which the ways on from the first year open, and whether they have. */
export async function findStanding(candidateId: string, tx: Tx = db) {
  const found = await findInWork(candidateId, tx)
  if (!found) return undefined
  const year = found.yearId === null ? null : await tx.firstYear.findUnique({ where: { id: found.yearId } })
  const given = {
    startedOn: dayOf(found.startedOn),
    ...(year?.endedAt === null && { endsOn: dayOf(year.endsOn) }),
    done: found.confirmed || year?.endReason === 'twelveMonths',
  }
  return { ...found, progressOpen: isProgressOpen(given, londonDay(now())), progressOn: asDay(progressOpensOn(given)) }
}
