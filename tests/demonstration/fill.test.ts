import { expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { leaverEmails } from '../../src/demonstration/accounts.ts'
import { demoAccounts, fillDemonstration } from '../../src/demonstration/fill.ts'
import { supporterEmails } from '../../src/demonstration/supporters.ts'
import { waitingEmails } from '../../src/demonstration/matching.ts'
import { profileOf } from '../../src/forces/find.ts'

const passwordFor = (role: string) => `a password for ${role}`
const now = new Date('2026-11-20T10:00:00Z')

class Undone extends Error {}

/** Fills, looks, and takes it all back, so that the next look begins at nothing too. */
async function filled<T>(
  id: 'cheshire' | 'hampshire',
  at: Date,
  see: (tx: Parameters<typeof fillDemonstration>[0]) => Promise<T>,
): Promise<T> {
  let seen: T | undefined
  const fill = async (tx: Parameters<typeof fillDemonstration>[0]) => {
    await fillDemonstration(tx, { force: profileOf(id), now: at, passwordFor })
    seen = await see(tx)
    throw new Undone()
  }
  await db.$transaction(fill, { timeout: 60_000 }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return seen as T
}

const places = (tx: Parameters<typeof fillDemonstration>[0]) =>
  tx.$queryRaw<{ title: string; capacity: number; state: string; people: string }[]>`
    SELECT w.title, w.capacity, p.state, string_agg(c.name, ', ' ORDER BY p.arrival) AS people
    FROM places p JOIN workshops w ON w.id = p.workshop_id JOIN candidates c ON c.id = p.candidate_id
    GROUP BY w.id, p.state ORDER BY w.starts_at, p.state`

it.each(['cheshire', 'hampshire'] as const)(
  'fills %s with sixteen candidates and one who rang and is here twice, the team, a full workshop and a live offer',
  async (id) => {
    const seen = await filled(id, now, async (tx) => ({
      candidates: await tx.candidate.count(),
      toTell: await tx.telling.count({ where: { toldAt: null } }),
      pairs: await tx.duplicatePair.findMany({
        select: { why: true, first: { select: { name: true } }, second: { select: { name: true } } },
      }),
      roles: await tx.accountRole.groupBy({ by: ['role'], _count: true, orderBy: { role: 'asc' } }),
      emails: (await tx.account.findMany({ select: { email: true } })).map(({ email }) => email).sort(),
      fitness: (await places(tx)).filter(({ title }) => title === 'Fitness test practice'),
      held: await tx.workshop.count({ where: { state: 'held', audience: 'candidates' } }),
      trained: await tx.trainingCertificate.count(),
      sent: await tx.email.findMany({ where: { state: 'queued' }, select: { kind: true } }),
    }))
    expect([seen.candidates, seen.toTell]).toEqual([18 + waitingEmails().length, 2])
    expect(seen.pairs.map(({ why }) => [...why].sort())).toEqual([['likeName', 'samePhone']])
    expect(seen.pairs.flatMap(({ first, second }) => [first.name, second.name]).sort()).toEqual(['Joyce Adomako', 'Joyce Adomakoh'])
    expect(Object.fromEntries(seen.roles.map(({ role, _count }) => [role, _count]))).toEqual({
      ...{ administrator: 1, candidate: 16 + waitingEmails().length, coordinator: 3, lead: 2, recruiter: 3, supporter: 18 },
    })
    expect(seen.emails).toEqual(
      [...demoAccounts({ force: profileOf(id), passwordFor }).map(({ email }) => email)]
        .concat(leaverEmails(profileOf(id)), supporterEmails(profileOf(id)), waitingEmails())
        .sort(),
    )
    expect(seen.fitness.map(({ state, people }) => [state, people])).toEqual([
      ['booked', 'Bethan Rhys-Jones, Farah Siddiqui, Jun-ho Park, Kezia Thompson, Samir Haddad'],
      ['cancelled', 'Daniel Whitmore'],
      ['offered', 'Amara Okafor'],
      ['waiting', 'Ines Carvalho, Niamh Byrne'],
    ])
    expect([seen.held, seen.trained]).toEqual([6, 3])
    expect(seen.sent.map(({ kind }) => kind).sort()).toEqual(['inWork.offer', 'inWork.offer', 'place.offered'])
  },
)

it('makes the same force on any day, by night and across the clock change', async () => {
  const at = ['2026-11-20T10:00:00Z', '2026-03-28T23:30:00Z', '2026-10-24T22:59:00Z', '2027-01-01T00:00:00Z', '2028-02-29T12:00:00Z']
  const worlds = []
  for (const day of at) worlds.push(await filled('cheshire', new Date(day), places))
  for (const world of worlds.slice(1)) expect(world).toEqual(worlds[0])
  expect(worlds[0]?.length).toBeGreaterThan(8)
}, 60_000)

it('leaves nothing behind when it is interrupted', async () => {
  expect(await db.account.count()).toBe(0)
})
