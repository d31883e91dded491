import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'

export type Started = { child: ChildProcess; url: string; ms: number; output: () => string; ended: Promise<number | null> }

/** Builds what is not built, once for a file of tests. */
export function build(): void {
  const { status, stderr } = spawnSync(process.execPath, ['src/build/prepare.mjs'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`could not build:\n${stderr}`)
}

export const aPort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        done(port)
      })
    })
  })

/** Starts a program of the portal as an operator would, in production, with these settings and no others of ours. */
export async function launch(program: 'server' | 'web' | 'worker', settings: Record<string, string>): Promise<Started> {
  const port = await aPort()
  const { PATH, HOME, TMPDIR } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, [`dist/${program}.js`], {
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'production', PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const started: Started = {
    child,
    url: `http://127.0.0.1:${String(port)}`,
    ms: NaN,
    output: () => output,
    ended: new Promise((done) => {
      child.once('exit', done)
    }),
  }
  child.stdout.on('data', () => {
    if (Number.isNaN(started.ms) && /Ready at|clockwork runs/.test(output)) started.ms = performance.now() - began
  })
  return started
}

/** Waits until it is ready; throws what it printed where it ends or takes a minute instead. */
export async function ready(started: Started): Promise<Started> {
  for (const deadline = Date.now() + 60_000; Number.isNaN(started.ms); await new Promise((wait) => setTimeout(wait, 10))) {
    if (started.child.exitCode !== null || Date.now() > deadline) throw new Error(`did not start:\n${started.output()}`)
  }
  return started
}
