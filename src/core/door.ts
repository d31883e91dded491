import type { Response } from 'express'
import { z } from 'zod'
import type { ForceProfile } from '../forces/profile.ts'
import { byAddress, get, post, type Route, type Submission } from './http.ts'
import { blankForm, type Form } from './form.ts'

type Locals = Record<string, unknown>

/** What stands behind a door that is opened from outside, by people without an account, with an address of their own. */
export type Door = {
  /** Where it stands, ending in `/:link`. */
  path: string
  /** What the door says before it is opened. It says nothing of what is behind it, or about whom. */
  title: string
  text: string
  /** The view of what is behind it; it gets what `open` answers with, `link`, and `form`. */
  view: string
  /** Does the address still open something? Asked without opening it. */
  leads: (link: string) => Promise<boolean>
  /** Opens it, which is written down; undefined where it opens nothing any more. */
  open: (link: string, force: ForceProfile) => Promise<Locals | undefined>
}
export type LinkParams = { link: string }
const linkParams = z.object({ link: z.string().max(200) })
const nothingForm = z.object({})

/** No search engine keeps it, no browser stores it. */
const unkept = (res: Response, status: number): Response =>
  res.status(status).setHeader('cache-control', 'no-store').setHeader('x-robots-tag', 'noindex')

const renderDoor = ({ path, title, text }: Door, link: string, live: boolean, res: Response): void => {
  unkept(res, live ? 200 : 404).render('outside/door', { action: live ? path.replace(':link', link) : '', live, title, text })
}

async function renderBehind(door: Door, link: string, res: Response, { form, notice }: { form?: Form; notice?: string } = {}) {
  const behind = await door.open(link, res.locals['force'] as ForceProfile)
  if (!behind) renderDoor(door, link, false, res)
  else unkept(res, form ? 422 : 200).render(door.view, { ...behind, link, form: form ?? blankForm(), ...(notice && { notice }) })
}

/** Mail programs follow links by themselves: what is behind it is shown, and the opening noted, only when a person presses the button. */
export const doorRoutes = (door: Door): Route[] => [
  get(door.path, { can: 'page.view', params: linkParams }, async ({ params: { link } }, res) => {
    renderDoor(door, link, await door.leads(link), res)
  }),
  byAddress(
    post(
      door.path,
      {
        can: 'page.view',
        params: linkParams,
        form: nothingForm,
        invalid: ({ params: { link } }, res) => {
          renderDoor(door, link, false, res)
        },
      },
      ({ params: { link } }, res) => renderBehind(door, link, res),
    ),
  ),
]

/** What was made of something sent from behind the door: the words of a success, or the form as it comes back. */
export type DoneOutside = { notice: string } | { refused: Form }
type Act<F extends z.ZodType> = {
  /** What follows the address of the door. */
  below: string
  form: F
  /** undefined where the address opens nothing any more. */
  perform: (link: string, input: z.infer<F>, form: Form) => Promise<DoneOutside | undefined>
}

/** Something done behind the door. There is no page to go on to without opening it, so the answer is what is behind it as it then stands. */
export function doorAct<F extends z.ZodType>(door: Door, { below, form, perform }: Act<F>): Route {
  const submit: Submission<'page.view', LinkParams, z.infer<F>> = async ({ params: { link }, input, form: sent }, res) => {
    const done = await perform(link, input, sent)
    if (!done) renderDoor(door, link, false, res)
    else await renderBehind(door, link, res, 'notice' in done ? { notice: done.notice } : { form: done.refused })
  }
  const invalid = ({ params: { link }, form: sent }: { params: LinkParams; form: Form }, res: Response) =>
    renderBehind(door, link, res, { form: sent })
  return byAddress(post(`${door.path}${below}`, { can: 'page.view', params: linkParams, form, invalid }, submit))
}
