import { now } from '../../core/clock.ts'
import { get, type Page } from '../../core/http.ts'
import { findAround, findWaiting } from './queries.ts'

const showOverview: Page<'staff.overview'> = async ({ actor }, res) => {
  const [groups, around] = await Promise.all([findWaiting(actor), findAround(actor)])
  const count = (rows: { count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0)
  const [overdue, ...others] = groups.map(({ rows }) => count(rows))
  const total = others.reduce((sum, each) => sum + each, overdue ?? 0)
  res.render('overview/today', { groups, total, overdue, ...around, today: now() })
}

export const overviewRoutes = [get('/staff', { can: 'staff.overview' }, showOverview)]
