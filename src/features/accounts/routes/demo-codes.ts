import { now } from '../../../core/clock.ts'
import { get, type Page, type Route } from '../../../core/http.ts'
import { listDemoCodes } from '../queries/demo-codes.ts'
import { secondsLeft } from '../rules/second-factor.ts'

/** The demonstration's stand-in for the phones of its invented staff. Mounted by the demonstration alone. */
const showDemoCodes: Page<'demo.mail'> = async (_visit, res) => {
  res.set('cache-control', 'no-store').render('accounts/demo-codes', { people: await listDemoCodes(), left: secondsLeft(now()) })
}

export const demoCodeRoutes: Route[] = [get('/demo/codes', { can: 'demo.mail' }, showDemoCodes)]
