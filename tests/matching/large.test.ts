import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { verify } from '../../src/core/assignment.ts'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { askSupporters, publishRun } from '../../src/features/matching/commands/publish.ts'
import { performRun } from '../../src/features/matching/commands/run.ts'
import { askForRun } from '../../src/features/matching/commands/runs.ts'
import { findSolved } from '../../src/features/matching/queries/one.ts'
import { goals, slots } from '../../src/features/supporting/rules/vocabulary.ts'
import { profileOf } from '../../src/forces/find.ts'
import { asOwner } from '../support/database.ts'
import { anAccount, signedInAs } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const force = profileOf('cheshire')
/** With FULL as many as a whole region could have waiting, otherwise enough to see that it holds. */
const [PEOPLE, SUPPORTERS] = process.env['FULL'] === '1' ? [300, 100] : [60, 20]
let priya: Team

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  const account = await anAccount({ name: 'Priya Nair' })
  priya = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  await fill()
}, 60_000)
afterAll(() => {
  vi.useRealTimers()
})

const uuid = (kind: string, n: string) => `('00000000-0000-4000-${kind}-' || lpad(${n}::text, 12, '0'))::uuid`
const oneOf = (all: readonly string[], n: string) =>
  `(ARRAY[${all.map((each) => `'${each}'`).join(',')}])[1 + (${n}) % ${String(all.length)}]`

/** People and supporters by the hundred, in a few statements: what each looks for and offers differs. */
async function fill(): Promise<void> {
  const at = `'2026-12-20T10:00:00Z'::timestamptz`
  const areas = force.areas.map(({ id }) => id)
  await asOwner(`INSERT INTO candidates (id, reference, name, routes, areas, adult, registered_at, completed_at, active_at)
    SELECT ${uuid('8000', 'n')}, 'PA-M' || n, 'Person ' || n, ARRAY['constable'], ARRAY[${oneOf(areas, 'n')}], true, ${at}, ${at}, ${at} FROM generate_series(1, ${String(PEOPLE)}) n`)
  await asOwner(`INSERT INTO support_requests (id, candidate_id, kind, state, requested_at, due_at, changed_at)
    SELECT gen_random_uuid(), ${uuid('8000', 'n')}, 'buddy', 'requested', ${at} + n * interval '1 hour', ${at} + interval '9 days', ${at} FROM generate_series(1, ${String(PEOPLE)}) n`)
  await asOwner(`INSERT INTO match_wishes (candidate_id, meets, availability, goals, updated_at)
    SELECT ${uuid('8000', 'n')}, ${oneOf(['either', 'inPerson', 'online'], 'n')}, ARRAY[${oneOf(Object.keys(slots), 'n * 7')}, ${oneOf(Object.keys(slots), 'n * 3 + 1')}],
      ARRAY[${oneOf(Object.keys(goals), 'n * 5')}, ${oneOf(Object.keys(goals), 'n * 5 + 3')}], ${at} FROM generate_series(1, ${String(PEOPLE)}) n`)
  await asOwner(`INSERT INTO accounts (id, name, email, email_key, password_hash, created_at, password_changed_at, confirmed_at)
    SELECT ${uuid('9000', 'n')}, 'Supporter ' || n, 's' || n || '@large.example', 's' || n || '@large.example', 'x', ${at}, ${at}, '2099-01-01' FROM generate_series(1, ${String(SUPPORTERS)}) n`)
  await asOwner(
    `INSERT INTO account_roles (account_id, role, granted_at) SELECT ${uuid('9000', 'n')}, 'supporter', ${at} FROM generate_series(1, ${String(SUPPORTERS)}) n`,
  )
  await asOwner(
    `INSERT INTO supporters (account_id, volunteered_at, changed_at) SELECT ${uuid('9000', 'n')}, ${at}, ${at} FROM generate_series(1, ${String(SUPPORTERS)}) n ON CONFLICT DO NOTHING`,
  )
  await asOwner(`UPDATE supporters SET state = 'approved', decided_at = ${at}, kinds = '{buddy}', routes = '{constable}', trained_until = '2099-01-01', capacity = 2,
      areas = ARRAY[${oneOf(areas, 'n')}], meets = ${oneOf(['either', 'online', 'inPerson'], 'n')}, availability = ARRAY[${oneOf(Object.keys(slots), 'n')}, ${oneOf(Object.keys(slots), 'n + 2')}],
      goals = ARRAY[${oneOf(Object.keys(goals), 'n * 2')}, ${oneOf(Object.keys(goals), 'n * 3 + 5')}] FROM generate_series(1, ${String(SUPPORTERS)}) n WHERE account_id = ${uuid('9000', 'n')}`)
}

const timed = async <T>(what: string, work: () => Promise<T>, took: Record<string, number>): Promise<T> => {
  const began = performance.now()
  const result = await work()
  took[what] = Math.round(performance.now() - began)
  return result
}

it(
  `matches ${String(PEOPLE)} people with ${String(SUPPORTERS)} supporters from the request to the last supporter asked`,
  { timeout: 300_000 },
  async () => {
    const took: Record<string, number> = {}
    const id = (await askForRun(priya, { kind: 'buddy', cohortId: null }))?.id ?? ''
    await timed('run, proof and every explanation', () => performRun(force, id), took)
    const run = await db.matchRun.findUniqueOrThrow({ where: { id }, include: { members: true } })
    expect({ state: run.state, people: run.people, matched: run.matched }).toEqual({
      state: 'draft',
      people: PEOPLE,
      matched: Math.min(PEOPLE, SUPPORTERS * 2),
    })
    expect(run.members.filter(({ leftWhy }) => leftWhy !== null)).toHaveLength(PEOPLE - (run.matched ?? 0))

    const solved = await findSolved(id)
    expect(solved && verify(solved.rest, solved.result)).toEqual([])
    const agent = await signedInAs({ id: priya.accountId })
    const page = await timed('page', () => agent.get(`/staff/matching/${id}`).expect(200), took)
    expect(page.text).toContain(`${String(PEOPLE - (run.matched ?? 0))} left out, with reasons`)
    expect(page.text).toContain('every place goes to somebody else in this run')

    expect((await publishRun(priya, id))?.ok).toBe(true)
    await timed('asking every supporter', () => askSupporters(id), took)
    expect(await db.pairing.count({ where: { runId: id, state: 'proposedToSupporter' } })).toBe(run.matched)
    const [over] = await db.$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM (SELECT supporter_id FROM pairings WHERE state = 'proposedToSupporter'
    GROUP BY supporter_id HAVING count(*) > 2) too_many`
    expect(over?.n).toBe(0)
    console.log(
      `${String(PEOPLE)} people, ${String(SUPPORTERS)} supporters, ${String(run.pairsPossible)} pairs: ${JSON.stringify(took)} ms`,
    )
  },
)
