import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { isOpen } from '../rules/openness.ts'
import { listDates } from './keeping.ts'

/** Whether somebody can host today, and until when they are trained. */
export async function findOwnTraining({ accountId }: Supporter) {
  const [found] = await db.$queryRaw<{ trainedUntil: Date | null; able: boolean }[]>`
    SELECT s.trained_until AS "trainedUntil", can_host(s.account_id, ${londonDay(now())}::date) AS able FROM supporters s WHERE s.account_id = ${accountId}::uuid`
  const until = found?.trainedUntil?.toISOString().slice(0, 10) ?? null
  return { trainedUntil: found?.trainedUntil ?? null, able: found?.able === true, inDate: until !== null && until >= londonDay(now()) }
}

/** The departments where somebody hosts, with their days to come and whether a question waits. */
export async function listOwnHosts({ accountId }: Supporter) {
  const hosts = await db.host.findMany({
    where: { people: { some: { supporterId: accountId, until: null } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return Promise.all(
    hosts.map(async (host) => ({
      ...host,
      dates: (await listDates(host.id)).toCome.filter(({ state }) => state === 'offered'),
      asks: isOpen(host) || (host.state === 'published' && host.openness === 'notAsked'),
    })),
  )
}
