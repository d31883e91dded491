import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { isLapsed, may, visitor, type Actor, type Allowed, type Permission } from './access.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { now } from './clock.ts'
import { NotFound } from './errors.ts'
import { blankForm, cleanBody, readForm, type Form } from './form.ts'
import { homeOf } from './navigation.ts'
import { isProven } from './session-life.ts'

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
export type Route = { method: 'get' | 'post'; path: string; can: Permission; form?: z.ZodType; handler: RequestHandler } & Sensitive

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

/** Something done. What does not fit the form shows `invalid` again, with what was typed, as 422. */
export const post = <P extends Permission, F extends z.ZodType, A extends z.ZodType = Nothing>(
  path: string,
  { can, params, form, invalid, sensitive }: { can: P; params?: A; form: F; invalid: Page<P, z.infer<A>> } & Sensitive,
  submit: Submission<P, z.infer<A>, z.infer<F>>,
): Route => ({
  method: 'post',
  path,
  can,
  form,
  ...(sensitive && { sensitive }),
  handler: admit({ can, params: params ?? nothing, query: nothing, sensitive }, (visit, body, res) => {
    const own = visit as Visit<P, z.infer<A>>
    const read = readForm(form, body)
    return read.ok ? submit({ ...own, form: read.form, input: read.input }, res) : invalid({ ...own, form: read.form }, res.status(422))
  }),
})

export function mount(routes: Route[]): Router {
  const router = Router()
  for (const { method, path, handler } of routes) router[method](path, handler)
  return router
}

/** Lets in the people a permission names, at addresses that make sense. */
const admit =
  <P extends Permission>(
    { can, params, query, sensitive }: { can: P; params: z.ZodType; query: z.ZodType; sensitive: true | undefined },
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
    if (sensitive && !isProven(req.session.provenAt, now().getTime())) {
      const next = (req.method === 'GET' ? req.originalUrl : pageBefore(req)) ?? homeOf(actor.role)
      res.redirect(303, `/account/again?next=${encodeURIComponent(next)}`)
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
  if (isLapsed(actor)) res.redirect(303, '/staff-access')
  else if (actor.role !== 'visitor') res.status(403).render('errors/forbidden')
  else res.redirect(303, wanted === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`)
}
