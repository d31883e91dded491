import { expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'

const states = ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended', 'notAttended', 'debriefed']

it.each([...states, 'cancelled', 'declined', 'withdrawn', 'expired'])('a placement can be brought to %s', async (state) => {
  const placement = await aPlacement({ state })
  expect(placement.state).toBe(state)
  const steps = await db.placementChange.findMany({ where: { placementId: placement.id }, orderBy: { id: 'asc' } })
  expect(steps.at(-1)?.toState).toBe(state)
})

it('a day takes no more people than it has places', async () => {
  const date = await aHostDate({ capacity: 1 })
  await aPlacement({ state: 'offered', dateId: date.id })
  await expect(aPlacement({ state: 'offered', dateId: date.id })).rejects.toThrow('this day is full')
})

it('nothing is confirmed with a host whose training ends before the day', async () => {
  const { id: hostId, supporterId } = await aHost()
  const { id: dateId } = await aHostDate({ hostId, supporterId })
  await db.supporter.update({ where: { accountId: supporterId }, data: { trainedUntil: new Date('2020-01-01') } })
  await expect(aPlacement({ state: 'confirmed', hostId, dateId })).rejects.toThrow('something is still in the way')
})
