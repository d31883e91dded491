import type { Request, RequestHandler, Response } from 'express'
import connectPgSimple from 'connect-pg-simple'
import { csrfSync } from 'csrf-sync'
import session from 'express-session'
import type { Env } from './env.ts'
import type { Actor } from './access.ts'
import { now } from './clock.ts'
import { pool } from './db.ts'
import { LONGEST } from './session-life.ts'
import { whoseForm } from './kept.ts'
import type { Log } from './log.ts'

/** Over https the cookie is Secure and host-bound; over plain http a browser or express-session would drop such a cookie. */
export function sessions(env: Pick<Env, 'BASE_URL' | 'SESSION_SECRET'>, log: Log): RequestHandler {
  const secure = env.BASE_URL.protocol === 'https:'
  return session({
    name: secure ? '__Host-session' : 'session',
    secret: env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { secure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: LONGEST },
    store: new KeptSessions({
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

/** A session that was ended stays ended: a request under way at that moment may write to it, but not write it back. */
class KeptSessions extends connectPgSimple(session) {
  override set(sid: string, given: session.SessionData & { stored?: true }, done?: (error?: unknown) => void): void {
    if (given.stored === undefined) {
      super.set(sid, { ...given, stored: true } as session.SessionData, done)
      return
    }
    const change = 'UPDATE sessions SET sess = $1, expire = $2 WHERE sid = $3'
    const expire = new Date(now().getTime() + (given.cookie.maxAge ?? LONGEST))
    pool.query(change, [given, expire, sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    )
  }
}

const csrf = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => {
    const token = (req.body as Record<string, unknown> | undefined)?.['_csrf']
    return typeof token === 'string' ? token.split('.')[0] : undefined
  },
})

const isByAddress = (res: Response): boolean => res.locals['byAddress'] === true

/** Refuses writes that another site started, then writes without this session's token; but for those that their address alone allows. */
export const refuseForgery: RequestHandler[] = [
  (req, res, next) => {
    if (
      isByAddress(res) ||
      req.method === 'GET' ||
      req.method === 'HEAD' ||
      cameFromUs(req.get('sec-fetch-site'), req.get('origin'), req.get('host'))
    )
      next()
    else res.status(403).render('errors/expired')
  },
  (req, res, next) => {
    // A token is made only for a page that asks for one, so that reading makes no session.
    res.locals['csrfToken'] = () => `${csrf.generateToken(req)}${whoseForm(res.locals['actor'] as Actor)}`
    next()
  },
  (req, res, next) => {
    if (isByAddress(res)) next()
    else csrf.csrfSynchronisedProtection(req, res, next)
  },
]

export const isForgery = (error: unknown): boolean => error === csrf.invalidCsrfTokenError

/** Does the browser itself say that this write began on a page of ours? One too old to say so is not believed. */
export const surelyFromUs = (req: Request): boolean =>
  (req.get('sec-fetch-site') !== undefined || req.get('origin') !== undefined) &&
  cameFromUs(req.get('sec-fetch-site'), req.get('origin'), req.get('host')) &&
  req.get('origin') !== 'null'

/** What the browser says of where a write began; Origin where it is too old for Sec-Fetch-Site. */
function cameFromUs(site: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined || origin === 'null' || (URL.canParse(origin) && new URL(origin).host === host)
}
