import { beforeAll, expect, it } from 'vitest'
import { pool } from '../../src/core/db.ts'
import { fillCandidates } from '../support/many.ts'
import { anAccount, signedInAs } from '../support/people.ts'

const FEW = 100
const MANY = 10_000
const pairs = 11
const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN

let agent: Awaited<ReturnType<typeof signedInAs>>
const kept: Record<string, Record<string, number>> = {}

/** What the team asks for all day, by the name under which its time is told. */
async function addresses(): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM candidates WHERE reference = 'PA-M000042'`)
  return {
    list: '/staff/candidates?all=yes',
    'last page': `/staff/candidates?all=yes&page=4`,
    'by name': '/staff/candidates?q=amara%20okafor',
    'a typo': '/staff/candidates?q=okafro%20amara',
    'a part': '/staff/candidates?q=faraw',
    nobody: '/staff/candidates?q=nobodyofthatname',
    telephone: '/staff/candidates?q=07700900042',
    filters: '/staff/candidates?route=constable&kind=buddy&state=requested',
    'one candidate': `/staff/candidates/${rows[0]?.id ?? ''}`,
  }
}

async function time(): Promise<Record<string, number>> {
  const asked = await addresses()
  const taken: Record<string, number[]> = {}
  for (let pair = -2; pair < pairs; pair += 1) {
    for (const [name, address] of Object.entries(asked)) {
      const began = performance.now()
      await agent.get(address).expect(200)
      if (pair >= 0) (taken[name] ??= []).push(performance.now() - began)
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, median(all)]))
}

beforeAll(async () => {
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  const marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  agent = await signedInAs(priya)
  for (const many of [FEW, MANY]) {
    await pool.query(`DELETE FROM candidates WHERE false`)
    if (many === MANY) await pool.query(`UPDATE candidates SET reference = replace(reference, 'PA-M', 'PA-F')`)
    if (many === MANY)
      await pool.query(`UPDATE accounts SET email_key = 'f' || email_key, email = 'f' || email WHERE email_key LIKE 'many-%'`)
    await fillCandidates(many, [priya.id, marcus.id])
    await pool.query('SELECT 1')
    kept[String(many)] = await time()
  }
}, 300_000)

it.each(['list', 'last page', 'by name', 'a typo', 'a part', 'nobody', 'telephone', 'filters', 'one candidate'])(
  'asks for no more than three times as long among ten thousand: %s',
  (name) => {
    const [few = 0, many = 0] = [kept[String(FEW)]?.[name], kept[String(MANY)]?.[name]]
    console.info(
      `${name}: ${few.toFixed(1)} ms among ${String(FEW)}, ${many.toFixed(1)} ms among ${String(MANY)}, ${(many / few).toFixed(2)} times`,
    )
    expect(many / few).toBeLessThan(3)
  },
)
