import { fork, type ChildProcess } from 'node:child_process'
import { db } from '../../src/core/db.ts'
import { databaseUrl } from './database.ts'
import { aCandidate, aSession, aWorkshop } from './people.ts'

/** A web process of its own on this file's database, or on another. */
export const aWebProcess = (urlOf = databaseUrl) => aProcess('web-process.mts', [urlOf('app'), urlOf('recruiter')])

/** A worker of its own on this file's database, whose clock stands back by so many milliseconds. `stop` kills it at once. */
export const aWorkerProcess = (smtp: string, back = 0) =>
  aProcess('worker-process.mts', [databaseUrl('app'), databaseUrl('recruiter'), smtp, String(back)])

async function aProcess(name: string, given: string[]): Promise<{ url: string; stop: () => void }> {
  const file = new URL(`./${name}`, import.meta.url).pathname
  const child: ChildProcess = fork(file, given, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const port = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => {
      fail(new Error(`the process ended with ${String(code)}`))
    })
    child.stdout?.on('data', (said: Buffer) => {
      const found = /port (\d+)/.exec(said.toString())?.[1]
      if (found !== undefined) done(found)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.removeAllListeners('exit').kill('SIGKILL')
    },
  }
}

/** So many signed-in people ask for places of one workshop at the same moment, through two web processes in turn. */
export async function rush(people: number, places: number) {
  const sites = await Promise.all([aWebProcess(), aWebProcess()])
  try {
    const workshop = await aWorkshop({ capacity: places })
    const askers = await everybody(people)
    for (const { url } of sites) await fetch(`${url}/workshops/${workshop.id}`)
    const began = performance.now()
    const answers = await Promise.all(
      askers.map(async ({ candidateId, cookie, csrf }, i) => {
        const answer = await fetch(`${sites[i % 2]?.url ?? ''}/workshops/${workshop.id}/ask`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ _csrf: csrf }),
        })
        await answer.arrayBuffer()
        return { candidateId, status: answer.status, told: /notice=(\w+)/.exec(answer.headers.get('location') ?? '')?.[1] }
      }),
    )
    const seconds = (performance.now() - began) / 1000
    const held = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { arrival: 'asc' } })
    return { answers, held, seconds }
  } finally {
    for (const { stop } of sites) stop()
  }
}

async function everybody(people: number) {
  const one = async () => {
    const candidate = await aCandidate()
    return { candidateId: candidate.id, ...(await aSession(candidate.accountId ?? '', 'candidate')) }
  }
  const made = []
  for (let i = 0; i < people; i += 20) made.push(...(await Promise.all(Array.from({ length: Math.min(20, people - i) }, one))))
  return made
}
