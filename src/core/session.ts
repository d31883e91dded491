import type { RequestHandler } from 'express'
import connectPgSimple from 'connect-pg-simple'
import { csrfSync } from 'csrf-sync'
import session from 'express-session'
import type { Env } from './env.ts'
import { pool } from './db.ts'
import type { Log } from './log.ts'

const HOUR = 3_600_000

/** Over https the cookie is Secure and host-bound; over plain http a browser or express-session would drop such a cookie. */
export function sessions(env: Pick<Env, 'BASE_URL' | 'SESSION_SECRET'>, log: Log): RequestHandler {
  const secure = env.BASE_URL.protocol === 'https:'
  const Store = connectPgSimple(session)
  return session({
    name: secure ? '__Host-session' : 'session',
    secret: env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { secure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: 8 * HOUR },
    store: new Store({
      pool,
      tableName: 'sessions',
      createTableIfMissing: false,
      disableTouch: true,
      pruneSessionInterval: false, // a job of the clockwork does it, once for all processes
      errorLog: (...what: unknown[]) => {
        log.error({ what }, 'session store')
      },
    }),
  })
}

const csrf = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => {
    const token = (req.body as Record<string, unknown> | undefined)?.['_csrf']
    return typeof token === 'string' ? token : undefined
  },
})

/** Refuses writes that another site started, then writes without this session's token. */
export const refuseForgery: RequestHandler[] = [
  (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || cameFromUs(req.get('sec-fetch-site'), req.get('origin'), req.get('host'))) next()
    else res.status(403).render('errors/expired')
  },
  csrf.csrfSynchronisedProtection,
  (req, res, next) => {
    // A token is made only for a page that asks for one, so that reading makes no session.
    res.locals['csrfToken'] = () => csrf.generateToken(req)
    next()
  },
]

export const isForgery = (error: unknown): boolean => error === csrf.invalidCsrfTokenError

/** What the browser says of where a write began; Origin where it is too old for Sec-Fetch-Site. */
function cameFromUs(site: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined || origin === 'null' || (URL.canParse(origin) && new URL(origin).host === host)
}
