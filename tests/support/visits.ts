import type { Express } from 'express'
import { db } from '../../src/core/db.ts'
import { aSupporter } from './pairings.ts'
import { aCandidate, signedInAs } from './people.ts'
import { aHost, aHostDate, aPlacement } from './placements.ts'

/** Imogen Tarrant visits a department where Sergeant Gareth Pellow receives her: confirmed where nothing is said, with everything signed. */
export async function aVisitOf(app: Express, startsAt: Date, state = 'confirmed') {
  const candidate = await aCandidate({ name: 'Imogen Tarrant', adult: true })
  const supporter = await aSupporter({ name: 'Gareth Pellow', title: 'Sergeant' })
  const host = await aHost({ supporterId: supporter.id, site: 'Hope Street', dress: 'Flat shoes' })
  const date = await aHostDate({ hostId: host.id, supporterId: supporter.id, startsAt, capacity: 3 })
  const placement = await aPlacement({ candidateId: candidate.id, hostId: host.id, dateId: date.id, state })
  return {
    ...{
      candidate,
      supporter,
      host,
      date,
      id: placement.id,
      my: `/my/placements/${placement.id}`,
      hers: `/supporting/visits/${placement.id}`,
    },
    // anew each time, as sessions end while days pass
    imogen: () => signedInAs(candidate, app),
    gareth: () => signedInAs(supporter.account, app),
  }
}

export const stateOf = async ({ id }: { id: string }) => (await db.placement.findUniqueOrThrow({ where: { id } })).state
