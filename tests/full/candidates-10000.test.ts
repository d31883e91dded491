import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase, pool } from '../../src/core/db.ts'
import { anotherDatabase } from '../support/database.ts'
import { fillCandidates } from '../support/many.ts'
import { aSession, anAccount } from '../support/people.ts'
import { aWebProcess } from '../support/rush.ts'

const FEW = 100
const MANY = 10_000
const [WARM, PAIRS] = [6, 15]

/** What the team asks for all day, by the name under which its time is told; `ID` and `LAST` stand for a person and the last page. */
const asked = {
  list: '/staff/candidates?all=yes',
  'last page': '/staff/candidates?all=yes&page=LAST',
  'by name': '/staff/candidates?q=amara%20okafor',
  'one name': '/staff/candidates?q=okafor',
  'the beginnings of two names': '/staff/candidates?q=am%20oka',
  'a typo': '/staff/candidates?q=okafro%20amara',
  'one word with a typo': '/staff/candidates?q=okafro',
  'a part': '/staff/candidates?q=kafor',
  'nothing like it': '/staff/candidates?q=faraw',
  nobody: '/staff/candidates?q=nobodyofthatname',
  telephone: '/staff/candidates?q=07700900042',
  'an e-mail address': '/staff/candidates?q=many-42%40people.example',
  reference: '/staff/candidates?q=PA-M000042',
  filters: '/staff/candidates?route=constable&kind=buddy&state=requested',
  'one candidate': '/staff/candidates/ID',
}
const names = Object.keys(asked) as (keyof typeof asked)[]

type Site = { ask: (address: string) => Promise<number>; stop: () => void }
const sites: Site[] = []
const taken = new Map<string, [number[], number[]]>(names.map((name) => [name, [[], []]]))
const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN

/** A web process on a database of its own that holds so many candidates, and a coordinator who asks it. */
async function aSite(many: number): Promise<Site> {
  const urlOf = await anotherDatabase()
  const opened = openDatabase({ url: urlOf('app'), recruiterUrl: urlOf('recruiter'), onError: console.error })
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  const marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  await fillCandidates(many, [priya.id, marcus.id])
  const { cookie } = await aSession(priya.id)
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM candidates WHERE reference = 'PA-M000042'`)
  await opened.close()
  await tidy(urlOf('superuser'))
  const { url, stop } = await aWebProcess(urlOf)
  const ask = async (address: string) => {
    const whole = address.replace('ID', rows[0]?.id ?? '').replace('LAST', String(many / 25))
    const began = performance.now()
    const answer = await fetch(url + whole, { headers: { cookie }, redirect: 'manual' })
    await answer.text()
    expect(answer.status, whole).toBe(200)
    return performance.now() - began
  }
  return { ask, stop }
}

/** What the database does by itself a minute after so much was written. */
async function tidy(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('VACUUM ANALYZE')
  await client.end()
}

beforeAll(async () => {
  for (const many of [FEW, MANY]) sites.push(await aSite(many))
  for (let pair = -WARM; pair < PAIRS; pair += 1) {
    for (const name of names) {
      // both are asked in the same moment of the machine, now the one first, now the other
      for (const which of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const ms = (await sites[which]?.ask(asked[name])) ?? Number.NaN
        if (pair >= 0) taken.get(name)?.[which].push(ms)
      }
    }
  }
}, 300_000)

afterAll(() => {
  for (const { stop } of sites) stop()
})

it.each(names)('asks for no more than three times as long among ten thousand: %s', (name) => {
  const [few, many] = (taken.get(name) ?? [[], []]).map(median) as [number, number]
  const times = many / few
  console.info(`${name}: ${few.toFixed(1)} ms among ${String(FEW)}, ${many.toFixed(1)} ms among ${String(MANY)}, ${times.toFixed(2)} times`)
  expect(times).toBeLessThanOrEqual(3)
})
