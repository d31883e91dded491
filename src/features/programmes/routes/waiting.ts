import { get, type Page } from '../../../core/http.ts'
import { joiningQuery, whoseQuery, type JoiningQuery, type WhoseQuery } from '../forms/waiting.ts'
import { JOINING_A_PAGE, listJoining, listOffersEndingToday } from '../queries/waiting.ts'

const showOffers: Page<'programme.manage', unknown, WhoseQuery> = async ({ actor, query }, res) => {
  res.render('programmes/staff/offers', { rows: await listOffersEndingToday(actor, query.whose), whose: query.whose })
}

const showJoining: Page<'programme.manage', unknown, JoiningQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listJoining(actor, query)
  const pages = Math.max(1, Math.ceil(total / JOINING_A_PAGE))
  res.render('programmes/staff/joining', { total, rows, pages, number: query.page, whose: query.whose })
}

export const waitingRoutes = [
  get('/staff/offers', { can: 'programme.manage', query: whoseQuery }, showOffers),
  get('/staff/joining', { can: 'programme.manage', query: joiningQuery }, showJoining),
]
