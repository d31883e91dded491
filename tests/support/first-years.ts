import { db, inTransaction } from '../../src/core/db.ts'
import { now } from '../../src/core/clock.ts'
import { runFirstYears } from '../../src/features/firstYear/commands/clockwork.ts'
import { beginYear } from '../../src/features/firstYear/commands/year.ts'
import { aCandidate } from './people.ts'
import { aPairing } from './pairings.ts'

/** Somebody with a buddy whose first year began on a day in London; the day it is now, where none is given. */
export async function aYear({ startsOn = now().toISOString().slice(0, 10), buddy = true, ownerId = '' } = {}) {
  const candidate = await aCandidate({ adult: true, ...(ownerId !== '' && { ownerId }) })
  const pairing = buddy ? await aPairing({ candidateId: candidate.id }) : undefined
  const id = await inTransaction((tx) => beginYear(tx, { role: 'system' }, { candidateId: candidate.id, startsOn }, now()))
  return { id, candidate, pairing }
}

export const runClockwork = (): Promise<void> => runFirstYears({ supportRunsTo: 'firstYear' })

/** The check-in of a week, which has been asked for by now. */
export const checkInOf = (yearId: string, week: number) =>
  db.firstYearCheckIn.findUniqueOrThrow({ where: { yearId_week: { yearId, week } } })
