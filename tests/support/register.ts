import { vi } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../../src/core/db.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { aCandidate, anAccount, asActor, aWorkshop, signedInAs, submit } from './people.ts'

export const before = new Date('2027-01-12T10:00:00Z')
const start = new Date('2027-01-14T18:00:00Z')
export const after = new Date('2027-01-14T20:30:00Z')

export const words = (html: string) => html.replaceAll('\u00a0', ' ')

/** A workshop that is just over, with people booked; the register is not begun. */
export async function justOver(names: string[], { capacity = names.length, waiting = 0 } = {}) {
  vi.setSystemTime(before)
  const workshop = await aWorkshop({ startsAt: start, capacity })
  const people = []
  for (const name of [...names, ...Array.from({ length: waiting }, (_, i) => `Waiting ${String(i)}`)]) {
    const candidate = await aCandidate({ name })
    await askForPlace(asActor(candidate), workshop.id)
    const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id } })
    people.push({ candidate, placeId: place.id })
  }
  vi.setSystemTime(after)
  return { workshop, people, address: `/staff/workshops/${workshop.id}/register` }
}
export type Over = Awaited<ReturnType<typeof justOver>>
export const team = async (role: 'coordinator' | 'lead' = 'coordinator', name?: string) =>
  signedInAs(await anAccount({ roles: [role], ...(name !== undefined && { name }) }))
export const hold = (agent: TestAgent, { address }: Over) => submit(agent, address, { happened: 'yes', reason: '' }, `${address}/happened`)
export const stateOf = async (placeId: string | undefined) => (await db.place.findUniqueOrThrow({ where: { id: placeId ?? '' } })).state
export const mark = (over: Over, n: number, chosen: string, seen = 'booked', why?: string) => {
  const id = over.people[n]?.placeId ?? ''
  return { [`was-${id}`]: seen, ...(chosen !== '' && { [`mark-${id}`]: chosen }), ...(why !== undefined && { [`why-${id}`]: why }) }
}
