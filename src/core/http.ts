import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { isLapsed, may, visitor, type Actor, type Allowed, type Member, type Permission } from './access.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { now } from './clock.ts'
import { NotFound } from './errors.ts'
import { blankForm, cleanBody, readForm, refusedForm, type Form } from './form.ts'
import { isOwnForm, keepForm, readKept, typedIn } from './kept.ts'
import { homeOf } from './navigation.ts'
import { isProven } from './session-life.ts'
import { sessionEnded } from './sign-in.ts'

/** One visit to one page: who came, to which force's portal, what the address said, and the form as it stands. */
export type Visit<P extends Permission, Params = unknown, Query = unknown> = {
  actor: Allowed<P>
  force: ForceProfile
  params: Params
  query: Query
  form: Form
}
export type Page<P extends Permission, Params = unknown, Query = unknown> = (
  visit: Visit<P, Params, Query>,
  res: Response,
) => Promise<void> | void
export type Submission<P extends Permission, Params, Input> = (
  visit: Visit<P, Params> & { input: Input },
  res: Response,
) => Promise<void> | void

/**
 * `sensitive`: the password, and the code of whoever has one, must have been given within the last ten minutes; if not,
 * they are asked for on a page between. Set it on the GET of the page that holds the form, so that nothing is typed in
 * vain, and on the POST, which checks again.
 */
type Sensitive = { sensitive?: true }
export type Route = {
  method: 'get' | 'post'
  path: string
  can: Permission
  form?: z.ZodType
  handler: RequestHandler
  /** Shows a form again that came too late, with what was typed, and does nothing else. */
  again?: RequestHandler
  /** Needs no token: its address says who may. */
  byAddress?: true
} & Sensitive

const nothing = z.object({})
type Nothing = typeof nothing

/** A page. Addresses whose parts or query do not make sense lead nowhere (404). */
export const get = <P extends Permission, A extends z.ZodType = Nothing, Q extends z.ZodType = Nothing>(
  path: string,
  { can, params, query, sensitive }: { can: P; params?: A; query?: Q } & Sensitive,
  page: Page<P, z.infer<A>, z.infer<Q>>,
): Route => ({
  method: 'get',
  path,
  can,
  ...(sensitive && { sensitive }),
  handler: admit({ can, params: params ?? nothing, query: query ?? nothing, sensitive }, (visit, _body, res) =>
    page(visit as Visit<P, z.infer<A>, z.infer<Q>>, res),
  ),
})

/**
 * Something done. What does not fit the form shows `invalid` again, with what was typed, as 422; so does, as 200, what was
 * typed before the session ended and has come back.
 */
export const post = <P extends Permission, F extends z.ZodType, A extends z.ZodType = Nothing>(
  path: string,
  { can, params, form, invalid, sensitive }: { can: P; params?: A; form: F; invalid: Page<P, z.infer<A>> } & Sensitive,
  submit: Submission<P, z.infer<A>, z.infer<F>>,
): Route => {
  const address = { can, params: params ?? nothing, query: nothing }
  const showAgain = (visit: Visit<P>, fields: Record<string, unknown>, res: Response) =>
    invalid({ ...(visit as Visit<P, z.infer<A>>), form: refusedForm(blankForm(fields), '', CAME_BACK) }, res)
  return {
    method: 'post',
    path,
    can,
    form,
    ...(sensitive && { sensitive }),
    handler: admit({ ...address, sensitive }, (visit, body, res) => {
      const own = visit as Visit<P, z.infer<A>>
      const back = broughtBack(visit.actor, body, res)
      if (back === 'lost') {
        res.status(403).render('errors/expired')
        return
      }
      if (back) return showAgain(visit, back, res)
      const read = readForm(form, body)
      return read.ok ? submit({ ...own, form: read.form, input: read.input }, res) : invalid({ ...own, form: read.form }, res.status(422))
    }),
    again: takeBack(admit({ ...address, sensitive }, (visit, _body, res) => showAgain(visit, typedIn(res.req), res.status(403)))),
  }
}

const CAME_BACK = 'Nothing has been sent yet, as this page had been open for long. Look over what you typed, then press the button again'

/** What was typed before, where this is a form on its way back; `lost` where it was somebody else's, or too long ago. */
function broughtBack(actor: Actor, body: unknown, res: Response): Record<string, unknown> | 'lost' | undefined {
  const sealed = (body as Record<string, unknown> | undefined)?.['_kept']
  if (typeof sealed !== 'string') return undefined
  const kept = actor.role === 'visitor' ? undefined : readKept(sealed, actor.accountId)
  return kept?.path === res.req.originalUrl.split('?')[0] ? kept?.fields : 'lost'
}

/**
 * A form whose token no longer counts. To the person it was made for it is shown again; whoever has been signed out since
 * signs in and gets it back; anybody else is told that it came too late.
 */
const takeBack =
  (show: RequestHandler): RequestHandler =>
  (req, res, next) => {
    const actor = (req.user as Actor | undefined) ?? visitor
    const typed = Object.keys(typedIn(req)).length > 0
    if (typed && isOwnForm(req, actor)) {
      void show(req, res, next)
      return
    }
    const kept = typed && actor.role === 'visitor' ? keepForm(req) : undefined
    res.status(403).render('errors/expired', { kept, form: blankForm() })
  }

/**
 * A write that its address alone allows: the address holds a signature that only its owner was sent, and what it does needs
 * no session. Nobody's browser can be made to send it by a site that does not know the address, so it asks for no token:
 * mail programs, which send it too (RFC 8058), have none.
 */
export const byAddress = (route: Route): Route => ({ ...route, byAddress: true })

/** Marks the visits to such addresses, before forged writes are refused. */
export function markByAddress(routes: Route[]): Router {
  const router = Router()
  const mark: RequestHandler = (_req, res, next) => {
    res.locals['byAddress'] = true
    next()
  }
  for (const { method, path } of routes.filter((route) => route.byAddress)) router[method](path, mark)
  return router
}

export function mount(routes: Route[]): Router {
  const router = Router()
  for (const { method, path, handler } of routes) router[method](path, handler)
  return router
}

/** The same addresses for forms that came too late: nothing is done there, whatever was sent. */
export function mountTooLate(routes: Route[]): Router {
  const router = Router()
  for (const { path, again } of routes) if (again) router.post(path, again)
  return router
}

/** Lets in the people a permission names, at addresses that make sense. */
const admit =
  <P extends Permission>(
    { can, params, query, sensitive }: { can: P; params: z.ZodType; query: z.ZodType; sensitive?: true | undefined },
    next: (visit: Visit<P>, body: unknown, res: Response) => Promise<void> | void,
  ): RequestHandler =>
  async (req, res) => {
    const actor = (req.user as Actor | undefined) ?? visitor
    if (!may(actor, can)) {
      refuse(actor, req.method === 'GET' ? req.originalUrl : undefined, res)
      return
    }
    const address = params.safeParse(req.params)
    const search = query.safeParse(cleanBody(req.query))
    if (!address.success || !search.success) throw new NotFound()
    const who: Actor = actor
    if (sensitive && who.role !== 'visitor' && !isProven(req.session.provenAt, now().getTime())) {
      askAgain(who, res)
      return
    }
    const force = res.locals['force'] as ForceProfile
    await next({ actor, force, params: address.data, query: search.data, form: blankForm() }, req.body as unknown, res)
  }

/** The page of ours on which a form was sent. */
function pageBefore(req: Request): string | undefined {
  const referer = req.get('referer')
  if (referer === undefined || !URL.canParse(referer)) return undefined
  const { host, pathname, search } = new URL(referer)
  return host === req.get('host') ? `${pathname}${search}` : undefined
}

function refuse(actor: Actor, wanted: string | undefined, res: Response): void {
  if (isLapsed(actor)) {
    res.redirect(303, '/staff-access')
    return
  }
  if (actor.role !== 'visitor') {
    res.status(403).render('errors/forbidden')
    return
  }
  const next = wanted === undefined ? '' : `next=${encodeURIComponent(wanted)}`
  const query = [next, sessionEnded(res.req) ? 'notice=ended' : ''].filter((part) => part !== '').join('&')
  res.redirect(303, query === '' ? '/sign-in' : `/sign-in?${query}`)
}

/** Asks for the password and code before a sensitive act: on the way to its page, or with what was typed kept meanwhile. */
function askAgain(actor: Member, res: Response): void {
  const { req } = res
  const kept = req.method === 'POST' && isOwnForm(req, actor) && Object.keys(typedIn(req)).length > 0 ? keepForm(req) : undefined
  if (kept !== undefined) {
    res.status(403).render('accounts/again', { form: blankForm(), hidden: { kept }, withCode: actor.secondFactor === true })
    return
  }
  const next = (req.method === 'GET' ? req.originalUrl : pageBefore(req)) ?? homeOf(actor.role)
  res.redirect(303, `/account/again?next=${encodeURIComponent(next)}`)
}
