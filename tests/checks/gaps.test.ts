import { expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aPlacement } from '../support/placements.ts'

it('confirms where everything is there', async () => {
  const placement = await aPlacement({ state: 'confirmed' })
  expect((await db.placement.findUniqueOrThrow({ where: { id: placement.id } })).state).toBe('confirmed')
  for (const state of ['attended', 'debriefed', 'notAttended']) expect((await aPlacement({ state })).state).toBe(state)
})
