import { NotFound } from '../../../core/errors.ts'
import { byAddress, get, post, type Page, type Submission } from '../../../core/http.ts'
import { readConcernLink } from '../../../core/links.ts'
import { openOutside } from '../commands/outside.ts'
import * as forms from '../forms/concerns.ts'
import { isLive } from '../queries/outside.ts'
import { happenings } from '../rules/concerns.ts'

/** Mail programs follow links by themselves: the words are shown, and the opening noted, only when a person presses the button. */
const showDoor: Page<'page.view', forms.LinkParams> = async ({ params }, res) => {
  const id = readConcernLink(params.link)
  const live = id !== undefined && (await isLive(id))
  res.status(live ? 200 : 404).setHeader('cache-control', 'no-store')
  res.setHeader('x-robots-tag', 'noindex').render('concerns/door', { link: params.link, live })
}

const submitOpen: Submission<'page.view', forms.LinkParams, unknown> = async ({ params }, res) => {
  const id = readConcernLink(params.link)
  const opened = id === undefined ? undefined : await openOutside(id)
  res.status(opened ? 200 : 404).setHeader('cache-control', 'no-store')
  res.setHeader('x-robots-tag', 'noindex')
  if (opened) res.render('concerns/outside', { ...opened, happenings })
  else res.render('concerns/door', { link: '', live: false })
}
const showNowhere: Page<'page.view', forms.LinkParams> = () => {
  throw new NotFound()
}

const door = { can: 'page.view', params: forms.linkParams } as const

export const outsideRoutes = [
  get('/concerns/:link', door, showDoor),
  byAddress(post('/concerns/:link', { ...door, form: forms.nothingForm, invalid: showNowhere }, submitOpen)),
]
