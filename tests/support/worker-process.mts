// One worker on a database that others share, its letters going to a post office of the test. Its clock stands back by so many
// milliseconds, and what comes round every minute comes round all the time. Started by tests as a process of its own, to be killed.
import { setTimeout as wait } from 'node:timers/promises'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import { openDatabase, pool } from '../../src/core/db.ts'
import { startJobs } from '../../src/core/jobs.ts'
import { createLog } from '../../src/core/log.ts'
import { signLinksWith } from '../../src/core/links.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { expireOffers, remindPlaces, sweepLines } from '../../src/features/programmes/commands/places.ts'

const [url = '', recruiterUrl = '', smtp = '', back = '0'] = process.argv.slice(2)
const RealDate = Date
globalThis.Date = new Proxy(RealDate, {
  construct: (_date, given: unknown[]) => new RealDate(...((given.length === 0 ? [RealDate.now() - Number(back)] : given) as [number])),
  get: (date, name) => (name === 'now' ? () => RealDate.now() - Number(back) : (Reflect.get(date, name) as unknown)),
})
const say = (error: unknown) => {
  console.error(error)
}
openDatabase({ url, recruiterUrl, size: 6, onError: say })
signLinksWith('a secret for tests, long enough to pass')
const send = sendBySmtp(smtp, { from: 'Positive action team <team@force.example>', host: 'localhost' })
const post = postOf({ BASE_URL: new URL('http://localhost:4301'), FORCE: 'cheshire' }, send)
await startJobs({ pool, log: createLog('silent'), tasks: tasksOf(post) })
console.log('port 1')
process.on('disconnect', () => process.exit())
for (;;) {
  await Promise.all([expireOffers(), sweepLines(), remindPlaces()]).catch(say)
  await wait(30)
}
