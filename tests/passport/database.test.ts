import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { openAsSupporter } from '../../src/features/passport/commands/looks.ts'
import { stepAsProvider } from '../../src/features/passport/commands/steps.ts'
import { abouts, decideUse, useEvents, useRoles, useStates, nextState } from '../../src/features/passport/rules/uses.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aOneToOne } from '../support/one-to-ones.ts'
import { aCandidate, aWorkshop } from '../support/people.ts'
import { meanwhile } from '../support/waiting.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const by = { changedByRole: 'candidate', changedAt: NOW }
const base = (candidateId: string) => ({ candidateId, wording: 'I share it', version: '1', askedAt: NOW, dueAt: NOW, ...by })
const aNeed = (candidateId: string) =>
  db.passportNeed.create({ data: { candidateId, kind: 'time', helps: 'More time', madeAt: NOW, changedAt: NOW } })
const aStage = (candidateId: string) =>
  db.adjustmentUse.create({ data: { ...base(candidateId), about: 'stage', route: 'constable', stage: 'interview' } })

it('holds the database to the table of the rules: every state, every next one, every role, everything it can be for', async () => {
  const rows = await db.$queryRaw<{ from: string; to: string; about: string; role: string; may: boolean | null }[]>`
    SELECT f AS "from", t AS "to", a AS about, r AS role, adjustment_step(f, t, a, r) AS may
    FROM unnest(${[...useStates]}::text[]) f, unnest(${[...useStates]}::text[]) t, unnest(${[...abouts]}::text[]) a, unnest(${[...useRoles]}::text[]) r`
  expect(rows).toHaveLength(useStates.length ** 2 * abouts.length * useRoles.length)
  for (const { from, to, about, role, may } of rows) {
    const facts = { about, state: from, answer: 'agreed', open: true, startsAt: new Date(0) } as Parameters<typeof decideUse>[0]
    const events = useEvents.filter((event) => nextState[event] === to)
    const ruled = events.some((event) => decideUse(facts, event, role as (typeof useRoles)[number], NOW).ok)
    expect([from, to, about, role, may === true]).toEqual([from, to, about, role, ruled])
  }
})

it('takes only needs of the candidate’s own passport, and only as it is asked', async () => {
  const [nadia, other] = [await aCandidate(), await aCandidate()]
  const use = await aStage(nadia.id)
  const [own, theirs] = [await aNeed(nadia.id), await aNeed(other.id)]
  await expect(db.adjustmentUseNeed.create({ data: { useId: use.id, needId: theirs.id } })).rejects.toThrow(/own passport/)
  const later = new Date(NOW.getTime() + 1000)
  await db.adjustmentUse.update({ where: { id: use.id }, data: { state: 'revoked', revokedAt: later, ...by, changedAt: later } })
  await expect(db.adjustmentUseNeed.create({ data: { useId: use.id, needId: own.id } })).rejects.toThrow(/own passport/)
})

it('is for something of theirs that is still on, with the one who is asked', async () => {
  const nadia = await aCandidate({ adult: true, routes: ['constable'] })
  const talk = await aOneToOne()
  const providerId = talk.slot.supporterId
  const of = { about: 'oneToOne', oneToOneId: talk.id, providerId }
  await expect(db.adjustmentUse.create({ data: { ...base(nadia.id), ...of } })).rejects.toThrow(/nothing of theirs/)
  await expect(db.adjustmentUse.create({ data: { ...base(talk.candidateId), ...of, providerId: null } })).rejects.toThrow(
    /nothing of theirs/,
  )
  const workshop = await aWorkshop({ state: 'cancelled', cancelledAt: NOW, cancelReason: 'Snow' })
  const place = { workshopId: workshop.id, candidateId: nadia.id, arrival: 1, askedAt: NOW, state: 'workshopCancelled', endedAt: NOW }
  const { id: placeId } = await db.place.create({ data: place })
  await expect(db.adjustmentUse.create({ data: { ...base(nadia.id), about: 'workshop', placeId } })).rejects.toThrow(/nothing of theirs/)
})

it('keeps what was asked and of whom, lets no other supporter answer, and keeps every step', async () => {
  const talk = await aOneToOne()
  const of = { about: 'oneToOne', oneToOneId: talk.id, providerId: talk.slot.supporterId }
  const { id } = await db.adjustmentUse.create({ data: { ...base(talk.candidateId), ...of } })
  const change = (data: Parameters<typeof db.adjustmentUse.update>[0]['data']) => db.adjustmentUse.update({ where: { id }, data })
  await expect(change({ words: 'Something else' })).rejects.toThrow(/stays as it was/)
  const answer = { state: 'answered', answer: 'agreed', answeredAt: NOW, changedByRole: 'supporter' }
  await expect(change({ ...answer, changedById: randomUUID() })).rejects.toThrow(/does not go/)
  await expect(change({ answer: 'agreed', answeredAt: NOW })).rejects.toThrow(/does not go|answered/)
  await change({ ...answer, changedById: talk.slot.supporterId })
  await expect(db.$executeRaw`DELETE FROM adjustment_use_changes`).rejects.toThrow(/permission denied/)
  await expect(db.$executeRaw`UPDATE adjustment_looks SET at = now()`).rejects.toThrow(/permission denied/)
  const steps = await db.adjustmentUseChange.findMany({ where: { useId: id }, orderBy: { id: 'asc' } })
  expect(steps.map(({ fromState, toState, byRole }) => [fromState, toState, byRole])).toEqual([
    [null, 'asked', 'candidate'],
    ['asked', 'answered', 'supporter'],
  ])
})

it('lets one of two shares for the same one-to-one stand', async () => {
  const talk = await aOneToOne()
  const data = { ...base(talk.candidateId), about: 'oneToOne', oneToOneId: talk.id, providerId: talk.slot.supporterId }
  await db.adjustmentUse.create({ data })
  await expect(db.adjustmentUse.create({ data })).rejects.toThrow(/Unique constraint/)
})

it.each(['read', 'answered'])('is not %s by a coach at the moment in which it is taken back', async (how) => {
  const talk = await aOneToOne()
  const coach = { role: 'supporter', accountId: talk.slot.supporterId ?? '', name: 'Coach', roles: ['supporter'] } as const
  const of = { about: 'oneToOne', oneToOneId: talk.id, providerId: coach.accountId }
  const { id } = await db.adjustmentUse.create({ data: { ...base(talk.candidateId), ...of } })
  const back = `UPDATE adjustment_uses SET state = 'revoked', revoked_at = $2, changed_at = $2, changed_by_role = 'candidate' WHERE id = $1`
  const act = (): Promise<unknown> =>
    how === 'read'
      ? openAsSupporter(coach, profileOf('cheshire'), id)
      : stepAsProvider(coach, id, { event: 'answer', answer: 'agreed', words: '' })
  expect(await meanwhile((by) => by.query(back, [id, NOW]), act)).toBeUndefined()
  expect(await db.adjustmentUse.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'revoked', answer: null })
  expect(await db.adjustmentLook.count({ where: { useId: id } })).toBe(0)
})
