import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { get, type Page } from '../../core/http.ts'
import { allPages } from '../../core/navigation.ts'
import { whoseThings } from '../../core/waiting.ts'
import { findAround, findWaiting } from './queries.ts'
import { groupWaiting } from './rules.ts'

const query = z.object({ whose: z.enum(whoseThings).catch('team') })

const showOverview: Page<'staff.overview', unknown, z.infer<typeof query>> = async ({ actor, force, query: { whose } }, res) => {
  const [waiting, around] = await Promise.all([findWaiting(actor, whose, force), findAround(actor, whose)])
  res.render('overview/today', { ...groupWaiting(waiting, now()), ...around, whose, today: now() })
}

const showMore: Page<'staff.overview'> = ({ actor }, res) => {
  res.render('overview/more', { groups: allPages(actor.role) })
}

export const overviewRoutes = [
  get('/staff', { can: 'staff.overview', query }, showOverview),
  get('/staff/more', { can: 'staff.overview' }, showMore),
]
