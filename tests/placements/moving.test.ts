import { describe, expect, it } from 'vitest'
import type { Doer } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { movePlacement, type MoveDetails } from '../../src/features/placements/commands/move.ts'
import {
  decidePlacement,
  placementEvents,
  placementSides,
  placementStates,
  type PlacementEvent,
} from '../../src/features/placements/rules/placements.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, asActor } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'

const day = 86_400_000
const inDays = (n: number) => new Date(now().getTime() + n * day)
const anAdult = (given = {}) => aCandidate({ adult: true, ...given })
const asHost = (accountId: string | null): Doer => ({ role: 'supporter', accountId: accountId ?? '', name: '', roles: ['supporter'] })
const aCoordinator = async (): Promise<Doer> => ({
  ...{ role: 'coordinator', accountId: (await anAccount()).id, name: '', roles: ['coordinator'] },
})
const moves = (doer: Doer, id: string, event: PlacementEvent, details: MoveDetails = {}) =>
  inTransaction((tx) => movePlacement(tx, doer, id, event, details, now()))
const read = (id: string) => db.placement.findUniqueOrThrow({ where: { id } })
const lettersTo = async (accountId: string | null) =>
  (await db.email.findMany({ where: { accountId, kind: { startsWith: 'placement.' } }, orderBy: { createdAt: 'asc' } })).map(({ kind }) =>
    kind.slice('placement.'.length),
  )

describe('a placement, step by step', () => {
  it('goes from asking to a confirmed day, and tells each side what it has to know', async () => {
    const [candidate, host, team] = [await anAdult(), await aHost(), await aCoordinator()]
    const { id } = await aPlacement({ candidateId: candidate.id, hostId: host.id, state: 'requested', undated: true })
    await moves(team, id, 'pass')
    expect(await lettersTo(host.supporterId)).toEqual(['toHost'])
    const offered = await moves(asHost(host.supporterId), id, 'offer', {
      day: { startsAt: inDays(20), endsAt: new Date(inDays(20).getTime() + 3_600_000) },
    })
    expect(offered).toMatchObject({ ok: true, state: 'offered' })
    expect(await lettersTo(candidate.accountId)).toEqual(['offered'])
    expect(await moves(asActor(candidate), id, 'accept')).toMatchObject({ ok: true, state: 'checks' })
    expect(await lettersTo(host.supporterId)).toEqual(['toHost', 'accepted'])
    expect(await read(id)).toMatchObject({ expiresAt: null, supporterId: host.supporterId })
    const steps = await db.placementChange.findMany({ where: { placementId: id }, orderBy: { id: 'asc' } })
    expect(steps.map(({ toState }) => toState)).toEqual(['requested', 'underConsideration', 'offered', 'accepted', 'checks'])
  })

  it('is nobody else’s: another candidate and another host find nothing', async () => {
    const { id } = await aPlacement({ state: 'offered' })
    expect(await moves(asActor(await anAdult()), id, 'accept')).toBeUndefined()
    expect(await moves(asHost((await aSupporter()).id), id, 'decline', { reasons: ['other'] })).toBeUndefined()
  })

  it('shows a host nothing before the team has passed it on', async () => {
    const host = await aHost()
    const { id } = await aPlacement({ hostId: host.id, state: 'requested', undated: true })
    expect(await moves(asHost(host.supporterId), id, 'offer')).toBeUndefined()
  })

  it('passes nothing to a department where nobody may receive this person', async () => {
    const host = await aHost()
    const { id } = await aPlacement({ hostId: host.id, state: 'requested', undated: true })
    await db.supporter.update({ where: { accountId: host.supporterId }, data: { suspendedAt: now() } })
    expect(await moves(await aCoordinator(), id, 'pass')).toEqual({ ok: false, reason: 'noHost' })
  })

  it('lets nobody offer whose training does not reach the day', async () => {
    const host = await aHost()
    const { id } = await aPlacement({ hostId: host.id, state: 'underConsideration', undated: true })
    await db.supporter.update({ where: { accountId: host.supporterId }, data: { trainedUntil: inDays(5) } })
    const offer = (n: number) =>
      moves(asHost(host.supporterId), id, 'offer', { day: { startsAt: inDays(n), endsAt: new Date(inDays(n).getTime() + 3_600_000) } })
    expect(await offer(6)).toEqual({ ok: false, reason: 'lapsed' })
    expect(await offer(4)).toMatchObject({ ok: true, state: 'offered' })
  })

  it('keeps the first who takes the last place of a day', async () => {
    const host = await aHost()
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
    const [first, second] = [
      await aPlacement({ hostId: host.id, state: 'underConsideration', undated: true }),
      await aPlacement({ hostId: host.id, state: 'underConsideration', undated: true }),
    ]
    const team = await aCoordinator()
    const both = await Promise.all([first, second].map(({ id }) => moves(team, id, 'offer', { day: { dateId } })))
    expect(both.map((moved) => (moved?.ok === false ? moved.reason : moved?.state)).sort()).toEqual(['full', 'offered'])
  })

  it('waits for another day where the one offered does not suit, and gives the old one back', async () => {
    const placement = await aPlacement({ state: 'offered' })
    const candidate = await db.candidate.findUniqueOrThrow({ where: { id: placement.candidateId } })
    await moves(asActor(candidate), placement.id, 'askAnother', { wanted: 'Fridays' })
    expect(await read(placement.id)).toMatchObject({ state: 'underConsideration', dateId: null, wanted: 'Fridays' })
    expect((await read(placement.id)).expiresAt).not.toBeNull()
    expect(await lettersTo(placement.supporterId)).toContain('dateOff')
  })

  it('calls a confirmed visit off with a word to the other side alone', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const candidate = await db.candidate.findUniqueOrThrow({ where: { id: placement.candidateId } })
    expect(await moves(asActor(candidate), placement.id, 'cancel', { reasons: ['unwell'] })).toMatchObject({ ok: true })
    expect(await lettersTo(placement.supporterId)).toContain('notNeeded')
    expect(await lettersTo(candidate.accountId)).toEqual([])
  })

  it('takes its support request along, from the yes on', async () => {
    await anAccount()
    const placement = await aPlacement({ state: 'offered' })
    const candidate = await db.candidate.findUniqueOrThrow({ where: { id: placement.candidateId } })
    const request = await db.supportRequest.create({
      data: { candidateId: candidate.id, kind: 'shadowing', state: 'requested', requestedAt: now(), dueAt: inDays(5), changedAt: now() },
    })
    await moves(asActor(candidate), placement.id, 'accept')
    expect((await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).state).toBe('underway')
  })
})

it('steps as the database steps: no event leads where placement_step does not, and none of its steps is without an event', async () => {
  const at = now()
  const known = new Set<string>()
  for (const state of placementStates)
    for (const event of placementEvents)
      for (const side of placementSides)
        for (const startsAt of [null, new Date(at.getTime() - 1), inDays(3)])
          for (const expiresAt of [null, at]) {
            const decided = decidePlacement({ state, startsAt, expiresAt, markedAt: at, gaps: 0 }, event, side, at)
            if (decided.ok && decided.state !== state) known.add(`${state} ${decided.state}`)
          }
  known.delete('offered checks') // the two steps of a yes to a day
  const rows = await db.$queryRaw<{ step: string }[]>`
    SELECT f || ' ' || t AS step FROM unnest(${[...placementStates]}::text[]) AS f, unnest(${[...placementStates]}::text[]) AS t WHERE placement_step(f, t)`
  const sorted = [...known].sort()
  expect(sorted).toEqual(rows.map(({ step }) => step).sort())
})
