import { now } from '../../../core/clock.ts'
import { get, type Page } from '../../../core/http.ts'
import { requestsQuery, type RequestsQuery } from '../forms/staff.ts'
import { A_PAGE, listRequests } from '../queries/list.ts'
import { listOwners } from '../queries/names.ts'
import { requestStates, teamWords } from '../rules/requests.ts'

const showRequests: Page<'candidate.manage', unknown, RequestsQuery> = async ({ actor, query }, res) => {
  const [{ total, rows }, team] = await Promise.all([listRequests(actor, query), listOwners(actor)])
  const pages = Math.max(1, Math.ceil(total / A_PAGE))
  res.render('requests/list', { rows, total, query, team, now: now(), pages, requestStates, teamWords })
}

export const requestRoutes = [get('/staff/requests', { can: 'candidate.manage', query: requestsQuery }, showRequests)]
