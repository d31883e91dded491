import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db, pool } from '../../src/core/db.ts'
import { staffPlaceStates, stepLine, type Line, type LineStep } from '../../src/features/training/rules/places.ts'
import { anAccount, aCandidate, aWorkshop } from '../support/people.ts'
import { aCertificate, aPass, aTrainingSession } from '../support/training.ts'
import { meanwhile } from '../support/waiting.ts'

const ask = (workshopId: string, accountId: string) =>
  pool.query('SELECT outcome, state FROM ask_staff_place($1, $2, $3, $4)', [workshopId, accountId, 'recruiter', now()])
const colleagues = async (n: number) => {
  const all = await Promise.all(Array.from({ length: n }, () => anAccount({ roles: ['recruiter'] })))
  return all.map(({ id }) => id)
}
const steps: Record<string, string[]> = {
  '': ['waiting', 'attended'],
  waiting: ['booked', 'cancelled', 'workshopCancelled'],
  booked: ['attended', 'absent', 'cancelled', 'workshopCancelled'],
  attended: ['absent', 'booked', 'cancelled'],
  absent: ['attended', 'booked'],
  cancelled: [],
  workshopCancelled: [],
}

describe('the database', () => {
  it('knows the same steps of a place as the rules', async () => {
    for (const from of Object.keys(steps)) {
      const { rows } = await pool.query<{ to: string }>(
        `SELECT s AS to FROM unnest($1::text[]) s WHERE staff_place_step(nullif($2, ''), s)`,
        [[...staffPlaceStates], from],
      )
      expect({ from, to: rows.map(({ to }) => to).sort() }).toEqual({ from, to: [...(steps[from] ?? [])].sort() })
    }
  })

  it('keeps candidates’ workshops and sessions for colleagues apart, and what was written as it was', async () => {
    const session = await aTrainingSession()
    const workshop = await aWorkshop()
    const candidate = await aCandidate()
    const [accountId = ''] = await colleagues(1)
    const base = { accountId, arrival: 1, state: 'waiting', askedAt: now(), changedAt: now(), changedByRole: 'recruiter' }
    await expect(
      db.place.create({ data: { workshopId: session.id, candidateId: candidate.id, arrival: 1, state: 'waiting', askedAt: now() } }),
    ).rejects.toThrow(/for staff/)
    await expect(db.staffPlace.create({ data: { ...base, workshopId: workshop.id } })).rejects.toThrow(/not for staff/)
    await expect(db.workshop.update({ where: { id: session.id }, data: { course: 'hiring' } })).rejects.toThrow(/stays one of its course/)
    await expect(aTrainingSession({ accessPlaces: 2 })).rejects.toThrow(/workshops_staff/)
    const place = await db.staffPlace.create({ data: { ...base, workshopId: session.id } })
    await expect(db.staffPlace.create({ data: { ...base, workshopId: session.id, arrival: 2 } })).rejects.toThrow()
    await expect(db.staffPlace.update({ where: { id: place.id }, data: { state: 'attended' } })).rejects.toThrow(/does not go from/)
    await expect(pool.query('DELETE FROM staff_place_changes')).rejects.toThrow(/permission denied/)
    await expect(pool.query('UPDATE staff_place_changes SET by_role = $1', ['lead'])).rejects.toThrow(/permission denied/)
  })

  it('gives a certificate only for a session and a check of that person, once, and never gives back what was taken', async () => {
    const [other = ''] = await colleagues(1)
    const given = await aCertificate({ validUntil: '2028-01-09' })
    const { id: _id, accountId, placeId, attemptId, ...facts } = given
    const again = { ...facts, reference: 'TRNG-CERT-AGN2' }
    await expect(db.trainingCertificate.create({ data: { ...again, accountId, placeId, attemptId } })).rejects.toThrow()
    const theirs = await aPass(other)
    await expect(db.trainingCertificate.create({ data: { ...again, accountId, placeId, attemptId: theirs.id } })).rejects.toThrow(
      /no session and check/,
    )
    const withdrawn = { withdrawnAt: now(), withdrawnById: other, withdrawnWhy: 'A mistake.' }
    await db.trainingCertificate.update({ where: { id: given.id }, data: withdrawn })
    const back = { withdrawnAt: null, withdrawnById: null, withdrawnWhy: null }
    await expect(db.trainingCertificate.update({ where: { id: given.id }, data: back })).rejects.toThrow(/stays so/)
    await expect(db.courseAttempt.update({ where: { id: attemptId }, data: { score: 8 } })).rejects.toThrow(/stays as it is/)
  })

  it('lets whoever leaves give their places back, and lets whoever becomes a supporter bring their certificate', async () => {
    const session = await aTrainingSession()
    const [leaver = '', next = ''] = await colleagues(2)
    await ask(session.id, leaver)
    await ask(session.id, next)
    await db.account.update({ where: { id: leaver }, data: { deactivatedAt: now() } })
    expect(await db.staffPlace.findFirstOrThrow({ where: { accountId: next } })).toMatchObject({ state: 'booked' })
    expect(await db.staffPlace.findFirstOrThrow({ where: { accountId: leaver } })).toMatchObject({ state: 'cancelled' })
    const { id: accountId } = await anAccount({ roles: ['coordinator'] })
    await aCertificate({ accountId, validUntil: '2099-01-01' })
    await db.accountRole.create({ data: { accountId, role: 'supporter', grantedAt: now() } })
    expect((await db.supporter.findUniqueOrThrow({ where: { accountId } })).trainedUntil).toEqual(new Date('2099-01-01'))
  })
})

describe('places at a session', () => {
  it('are filled as the pure line says, whatever is asked, left and resized', async () => {
    for (let run = 0; run < (process.env['FULL'] === '1' ? 40 : 4); run += 1) {
      const session = await aTrainingSession({ capacity: 2 })
      const people = await colleagues(6)
      let line: Line = { capacity: 2, people: [] }
      for (let i = 0; i < 14; i += 1) {
        const who = people[randomInt(6)] ?? ''
        const step: LineStep = [
          { kind: 'ask' as const, who },
          { kind: 'ask' as const, who },
          { kind: 'leave' as const, who },
          { kind: 'resize' as const, capacity: 1 + randomInt(4) },
        ][randomInt(4)] ?? { kind: 'ask', who }
        line = stepLine(line, step)
        if (step.kind === 'ask') await ask(session.id, who)
        else if (step.kind === 'resize') await db.workshop.update({ where: { id: session.id }, data: { capacity: step.capacity } })
        else {
          await db.staffPlace.updateMany({
            where: { workshopId: session.id, accountId: who, endedAt: null },
            data: { state: 'cancelled', endedAt: now(), changedAt: now() },
          })
          await pool.query('SELECT fill_staff_places($1, $2)', [session.id, now()])
        }
        const live = await db.staffPlace.findMany({ where: { workshopId: session.id, endedAt: null }, orderBy: { arrival: 'asc' } })
        expect(live.map(({ accountId, state }) => ({ who: accountId, state }))).toEqual(line.people)
      }
    }
  })

  it('are never more than there are, with many asking at one moment, and each numbered once', async () => {
    const session = await aTrainingSession({ capacity: 3 })
    const people = await colleagues(12)
    await Promise.all([...people, ...people].map((id) => ask(session.id, id)))
    const places = await db.staffPlace.findMany({ where: { workshopId: session.id }, orderBy: { arrival: 'asc' } })
    expect(places.map(({ state }) => state)).toEqual([...Array<string>(3).fill('booked'), ...Array<string>(9).fill('waiting')])
    expect(places.map(({ arrival }) => arrival)).toEqual(people.map((_, i) => i + 1))
  })

  it.each(['leaving', 'asking'])('go to nobody who leaves while they ask, with %s first', async (first) => {
    const session = await aTrainingSession({ capacity: 3 })
    const [accountId = ''] = await colleagues(1)
    const leave = (by: Pick<typeof pool, 'query'>) => by.query('UPDATE accounts SET deactivated_at = $2 WHERE id = $1', [accountId, now()])
    const asking = (by: Pick<typeof pool, 'query'>) =>
      by.query('SELECT outcome FROM ask_staff_place($1, $2, $3, $4)', [session.id, accountId, 'recruiter', now()])
    await (first === 'leaving' ? meanwhile(leave, () => asking(pool)) : meanwhile(asking, () => leave(pool)))
    expect(await db.staffPlace.count({ where: { workshopId: session.id, state: { in: ['waiting', 'booked'] } } })).toBe(0)
  })
})
