import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { readCalendarLink, signCalendarLink } from '../../../core/links.ts'
import { endFeed, makeFeed } from '../commands/calendar.ts'
import { feedCalendar, placeCalendar } from '../documents.ts'
import {
  calendarForm,
  calendarNotice,
  calendarQuery,
  feedParams,
  type CalendarInput,
  type CalendarQuery,
  type FeedParams,
} from '../forms/calendar.ts'
import { workshopParams, type WorkshopParams } from '../forms/places.ts'
import { findBookedPlace, findFeed, listFeedPlaces } from '../queries/calendar.ts'

const baseUrlOf = (res: Response) => res.locals['baseUrl'] as string

const sendFile = (res: Response, name: string, file: string) => {
  res.attachment(name).type('text/calendar; charset=utf-8').send(file)
}

const showFile: Page<'place.own', WorkshopParams> = async ({ actor, force, params }, res) => {
  const place = await findBookedPlace(actor, params.workshopId)
  if (!place) throw new NotFound()
  sendFile(res, 'workshop.ics', placeCalendar(place, { force, baseUrl: baseUrlOf(res), method: 'PUBLISH' }))
}

/** Fetched by a calendar, which signs in nowhere: whoever has the address sees what is in it. */
const showFeed: Page<'page.view', FeedParams> = async ({ force, params }, res) => {
  const id = readCalendarLink(params.link.replace(/\.ics$/, ''))
  const places = id === undefined ? undefined : await listFeedPlaces(id)
  if (!places) throw new NotFound()
  res.setHeader('cache-control', 'private, no-store')
  res.setHeader('x-robots-tag', 'noindex')
  sendFile(res, 'workshops.ics', feedCalendar(places, { force, baseUrl: baseUrlOf(res) }))
}

const renderCalendar: Page<'place.own', unknown, CalendarQuery> = async ({ actor, form, query }, res) => {
  const feed = await findFeed(actor)
  const address = feed && `${baseUrlOf(res)}/calendars/${signCalendarLink(feed.id)}.ics`
  const subscribe = address?.replace(/^https?:/, 'webcal:')
  res.render('programmes/calendar', { feed, address, subscribe, form, notice: calendarNotice(query.notice) })
}
const showAgain: Page<'place.own'> = (visit, res) => renderCalendar({ ...visit, query: {} }, res)

const submitCalendar: Submission<'place.own', unknown, CalendarInput> = async ({ actor, input }, res) => {
  await (input.act === 'end' ? endFeed(actor) : makeFeed(actor))
  res.redirect(303, `/my/calendar?notice=${{ make: 'made', renew: 'renewed', end: 'ended' }[input.act]}`)
}

const own = { can: 'place.own' } as const

export const calendarRoutes = [
  get('/workshops/:workshopId/calendar.ics', { ...own, params: workshopParams }, showFile),
  get('/calendars/:link', { can: 'page.view', params: feedParams }, showFeed),
  get('/my/calendar', { ...own, query: calendarQuery }, renderCalendar),
  post('/my/calendar', { ...own, form: calendarForm, invalid: showAgain }, submitCalendar),
]
