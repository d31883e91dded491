import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import { visitor, type Actor } from './core/access.ts'
import type { Env } from './core/env.ts'
import { isUnavailable, NotFound } from './core/errors.ts'
import { markByAddress, mount, mountTooLate, type Route } from './core/http.ts'
import { signLinksWith } from './core/links.ts'
import type { Log } from './core/log.ts'
import { sealWith } from './core/sealing.ts'
import { isForgery, refuseForgery, sessions, surelyFromUs } from './core/session.ts'
import { signedIn, timeLeft } from './core/sign-in.ts'
import { acceptUploads } from './core/upload.ts'
import { createEngine, publicFolder, viewsFolder } from './core/views.ts'
import { checkPassword } from './features/accounts/commands/sign-in.ts'
import { findMember } from './features/accounts/queries.ts'
import { MOST_BYTES } from './features/stages/rules/mapping.ts'
import { findForce, lastKnownForce } from './features/settings/queries.ts'
import { profileOf } from './forces/find.ts'
import { MOST_BYTES as MOST_OF_A_MATERIAL } from './features/programmes/rules/materials.ts'
import { allRoutes } from './routes.ts'

export type AppEnv = Pick<Env, 'BASE_URL' | 'SESSION_SECRET' | 'TRUST_PROXY' | 'NODE_ENV' | 'FORCE'>
type Options = { env: AppEnv; log: Log; extraRoutes?: Route[]; health?: RequestHandler; demonstration?: boolean }

/** The life of a request, from top to bottom; then every feature's routes. */
export function createApp({ env, log, extraRoutes = [], health, demonstration = false }: Options): Express {
  signLinksWith(env.SESSION_SECRET)
  sealWith(env.SESSION_SECRET)
  const app = express()
  const https = env.BASE_URL.protocol === 'https:'
  app.disable('x-powered-by')
  app.set('trust proxy', env.TRUST_PROXY)
  app.set('query parser', 'simple')
  app.engine('ejs', createEngine({ cache: env.NODE_ENV !== 'development' }))
  app.set('views', viewsFolder)
  app.set('view engine', 'ejs')
  app.use(secureHeaders(https))
  app.use('/assets', express.static(publicFolder, { index: false, immutable: true, maxAge: env.NODE_ENV === 'production' ? '1y' : 0 }))
  if (health) app.use('/health', health)
  app.use(requestLog(log))
  app.use(visit(env, demonstration))
  app.use(express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 2000 }))
  app.use(sessions(env, log), ...signedIn({ check: checkPassword, find: findMember }), known)
  app.use('/staff/imports', acceptUploads({ can: 'stage.import', most: MOST_BYTES }))
  app.use('/staff/workshops/:workshopId/materials', acceptUploads({ can: 'programme.manage', most: MOST_OF_A_MATERIAL }))
  app.use(markByAddress(allRoutes), ...refuseForgery)
  const routes = [...allRoutes, ...extraRoutes]
  app.use(mount(routes))
  app.use(() => {
    throw new NotFound()
  })
  app.use(showTooLate(mountTooLate(routes)), showError(log))
  return app
}

const secureHeaders = (https: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https, // browsers ignore it over http, with a warning
    originAgentCluster: https,
    referrerPolicy: { policy: 'same-origin' },
  })

/** One line a request: id, method, route and time; never an address with what was typed, a cookie, or a person. */
const requestLog = (log: Log) =>
  pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('x-request-id', id)
      return id
    },
    serializers: {
      req: (req: { id: unknown; method: string; url: string }) => ({ id: req.id, method: req.method, path: withoutKey(req.url) }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  })

/** The address of a single-use link is a key: the log keeps only which door it opens. */
const withoutKey = (url: string): string =>
  (url.split('?')[0] ?? '').replace(/^\/(verify|reset|join|claim|unsubscribe|calendars|concerns|account\/email)\/.+/, '/$1/:link')

/** What every page knows before anybody is known: an error page is rendered from these alone, also where the database is away. */
const visit =
  (env: AppEnv, demonstration: boolean): RequestHandler =>
  async (req, res, next) => {
    const delivered = profileOf(env.FORCE)
    Object.assign(res.locals, {
      force: await findForce(delivered).catch(() => lastKnownForce(delivered)),
      actor: visitor,
      url: req.path,
      baseUrl: env.BASE_URL.origin,
      requestId: res.getHeader('x-request-id'),
      demonstration,
      csrfToken: () => '',
    })
    next()
  }

/** Who came; what they see is kept by no cache. */
const known: RequestHandler = (req, res, next) => {
  res.locals['actor'] = (req.user as Actor | undefined) ?? visitor
  res.locals['timeLeft'] = timeLeft(req)
  if (req.user) res.setHeader('cache-control', 'no-store')
  next()
}

/** A form of ours whose token no longer counts is no reason to lose what was typed. */
const showTooLate =
  (router: RequestHandler): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (!isForgery(error) || !surelyFromUs(req)) next(error)
    else
      void router(req, res, (fault: unknown) => {
        next(fault ?? error)
      })
  }

const pages: Record<number, string> = {
  400: 'bad-request',
  403: 'forbidden',
  404: 'not-found',
  413: 'too-large',
  429: 'too-many',
  503: 'unavailable',
}

const showError =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const status = statusOf(error)
    if (status >= 500) log.error({ err: error }, 'failed')
    const page = isForgery(error) ? 'expired' : (pages[status] ?? (status < 500 ? 'bad-request' : 'failed'))
    res.status(status).render(`errors/${page}`)
  }

function statusOf(error: unknown): number {
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status
  if (error instanceof URIError) return 404
  return isUnavailable(error) ? 503 : 500
}
