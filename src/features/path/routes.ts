import { get, type Page, type Route } from '../../core/http.ts'
import { findOwnPath } from './queries.ts'

const showPath: Page<'candidate.own'> = async ({ actor, force }, res) => {
  res.render('path/path', { ...(await findOwnPath(actor)), goesOn: force.supportRunsTo === 'firstYear' })
}

export const pathRoutes: Route[] = [get('/my/path', { can: 'candidate.own' }, showPath)]
