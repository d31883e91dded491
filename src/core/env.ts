import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { keptSecret } from './files.ts'

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address such as postgresql://name:password@host:5432/database',
})

const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('must be a number').int().min(1).max(65_535).default(3000),
  BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an address such as https://support.example.org' }).optional(),
  TRUST_PROXY: z.coerce.number('must be the number of proxies in front, such as 1').int().min(0).max(10).default(0),
  FORCE: z.enum(['cheshire', 'hampshire'], 'must be cheshire or hampshire').default('cheshire'),
  DATABASE_URL: postgresUrl.optional(),
  RECRUITER_DATABASE_URL: postgresUrl.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://name:password@host:587' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'must be an address such as Positive action <support@example.org>')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'must be 32 characters or more, and random').optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
})
type Settings = z.infer<typeof settings>

const needed = ['RECRUITER_DATABASE_URL', 'BASE_URL', 'SMTP_URL', 'MAIL_FROM', 'SESSION_SECRET'] as const

export type Env = Pick<Settings, 'NODE_ENV' | 'HOST' | 'PORT' | 'TRUST_PROXY' | 'FORCE' | 'LOG_LEVEL'> & {
  BASE_URL: URL
  SESSION_SECRET: string
  MAIL_FROM: string
  /** Where a database was given. Without one this is the demonstration, kept in `folder`. */
  given: { owner: string; recruiter: string; smtp: string } | undefined
  /** Where the demonstration keeps its database and secrets; `mail` beside it. */
  folder: string
  dataFolder: string
}

/** Reads the settings, or throws one message that names every setting that is wrong. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const read = settings.safeParse(filled)
  if (!read.success) throw wrong(read.error.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`))
  const env = read.data
  const faults = env.DATABASE_URL === undefined ? faultsOfDemonstration(env) : faultsOfDeployment(env)
  if (faults.length > 0) throw wrong(faults)
  return completed(env)
}

const wrong = (faults: string[]) => new Error(`These settings are wrong (.env.example tells what each is for):\n  ${faults.join('\n  ')}`)

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host)

const faultsOfDemonstration = (env: Settings): string[] => [
  ...(isLoopback(env.HOST)
    ? []
    : [`HOST: without DATABASE_URL this is the demonstration, which serves only this machine: use 127.0.0.1, not ${env.HOST}`]),
  ...(env.BASE_URL !== undefined && !isLoopback(new URL(env.BASE_URL).hostname)
    ? ['BASE_URL: without DATABASE_URL this is the demonstration, which serves only this machine']
    : []),
]

function faultsOfDeployment(env: Settings): string[] {
  const missing = needed.filter((name) => env[name] === undefined).map((name) => `${name}: is needed as DATABASE_URL is set`)
  if (env.BASE_URL === undefined) return missing
  const { protocol, hostname } = new URL(env.BASE_URL)
  if (protocol === 'http:' && !isLoopback(hostname)) missing.push('BASE_URL: must be https; plain http is for this machine alone')
  if (protocol === 'https:' && env.TRUST_PROXY === 0) {
    missing.push('TRUST_PROXY: is needed as BASE_URL is https: how many proxies stand in front, such as 1')
  }
  return missing
}

function completed(env: Settings): Env {
  const dataFolder = path.resolve(env.DATA_DIR)
  const folder = path.join(dataFolder, env.FORCE)
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST
  const { DATABASE_URL: owner, RECRUITER_DATABASE_URL: recruiter, SMTP_URL: smtp } = env
  return {
    NODE_ENV: env.NODE_ENV,
    HOST: env.HOST,
    PORT: env.PORT,
    TRUST_PROXY: env.TRUST_PROXY,
    FORCE: env.FORCE,
    LOG_LEVEL: env.LOG_LEVEL,
    BASE_URL: new URL(env.BASE_URL ?? `http://${host}:${String(env.PORT)}`),
    SESSION_SECRET: env.SESSION_SECRET ?? keptSecret(folder, 'session-secret'),
    MAIL_FROM: env.MAIL_FROM ?? 'Positive action team <positive-action@example.org>',
    given: owner === undefined || recruiter === undefined || smtp === undefined ? undefined : { owner, recruiter, smtp },
    folder,
    dataFolder,
  }
}

/** The settings of this process: those of a file `.env` in the current folder, and over them the environment's. */
export function readSettings(): Env {
  if (existsSync('.env')) process.loadEnvFile()
  return readEnv(process.env)
}
