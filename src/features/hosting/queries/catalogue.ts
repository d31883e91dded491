import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import type { CatalogueFilter } from '../rules/catalogue.ts'
import { familyIds } from '../rules/words.ts'

export const HOSTS_A_PAGE = 25

/** Whether anybody can ask a department now: published, not closed to visits, and somebody trained to receive them. */
const open = (at: Date) => Prisma.sql`(h.state = 'published' AND h.openness <> 'notNow' AND host_ready(h.id, NULL, ${londonDay(at)}::date))`

/** A day that is shown: listed, to come, and with somebody trained to receive people on it. */
const shown = (at: Date) => Prisma.sql`(d.listed AND d.state = 'offered' AND d.starts_at > ${at}::timestamptz
  AND host_ready(d.host_id, d.supporter_id, (d.starts_at AT TIME ZONE 'Europe/London')::date))`

function whereOf({ family, route, area, anyAge, from, until }: CatalogueFilter, at: Date): Prisma.Sql {
  const days = [from && Prisma.sql`d.starts_at >= ${from}::timestamptz`, until && Prisma.sql`d.starts_at < ${until}::timestamptz`].filter(
    (part) => part instanceof Prisma.Sql,
  )
  const all = [
    open(at),
    family && Prisma.sql`h.family = ${family}`,
    route && Prisma.sql`(${route} = ANY (h.routes) OR h.routes = '{}')`,
    area && Prisma.sql`h.area = ${area}`,
    anyAge && Prisma.sql`NOT h.patrol`,
    days.length > 0 &&
      Prisma.sql`(h.flexible OR EXISTS (SELECT FROM host_dates d WHERE d.host_id = h.id AND ${shown(at)} AND d.capacity > host_date_held(d.id) AND ${Prisma.join(days, ' AND ')}))`,
  ].filter((part) => part instanceof Prisma.Sql)
  return Prisma.join(all, ' AND ')
}

export type ShownDate = { id: string; hostId: string; startsAt: Date; endsAt: Date; capacity: number; left: number }

/** The days of some departments that people can ask for, soonest first; those that are full are among them and say so. */
async function datesOf(hostIds: string[], at: Date): Promise<ShownDate[]> {
  return db.$queryRaw<ShownDate[]>`
    SELECT d.id, d.host_id AS "hostId", d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.capacity, greatest(0, d.capacity - host_date_held(d.id))::int AS left
    FROM host_dates d WHERE d.host_id = ANY (${hostIds}::uuid[]) AND ${shown(at)} ORDER BY d.starts_at, d.id`
}

const card = {
  ...{ id: true, name: true, family: true, about: true, routes: true, area: true, patrol: true, flexible: true, flexibleWords: true },
  ...{ openness: true },
} as const

/** One page of the departments that can be asked now, by family and name, with the days that are open. */
export async function listCatalogue(_actor: Actor, filter: CatalogueFilter, page: number) {
  const at = now()
  const where = whereOf(filter, at)
  const [[counted], ids] = await Promise.all([
    db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM hosts h WHERE ${where}`,
    db.$queryRaw<{ id: string }[]>`SELECT h.id FROM hosts h WHERE ${where}
      ORDER BY array_position(${familyIds as unknown as string[]}::text[], h.family) NULLS LAST, lower(h.name), h.id
      LIMIT ${HOSTS_A_PAGE} OFFSET ${(page - 1) * HOSTS_A_PAGE}`,
  ])
  const order = ids.map(({ id }) => id)
  const [hosts, dates] = await Promise.all([db.host.findMany({ where: { id: { in: order } }, select: card }), datesOf(order, at)])
  const byId = new Map(hosts.map((host) => [host.id, host]))
  const rows = order.flatMap((id) => {
    const host = byId.get(id)
    return host ? [{ ...host, dates: dates.filter(({ hostId }) => hostId === id) }] : []
  })
  const total = counted?.n ?? 0
  return { total, rows, pages: Math.max(1, Math.ceil(total / HOSTS_A_PAGE)) }
}

/** One department as everybody may see it, with its open days; undefined where it is not in the catalogue. `asks`: can be asked now. */
export async function findHost(_actor: Actor, id: string) {
  const at = now()
  const select = { ...card, access: true, dress: true, travel: true, capacity: true } as const
  const host = await db.host.findFirst({ where: { id, state: 'published' }, select })
  if (!host) return undefined
  const [[state], dates] = await Promise.all([
    db.$queryRaw<{ asks: boolean }[]>`SELECT ${open(at)} AS asks FROM hosts h WHERE h.id = ${id}::uuid`,
    datesOf([id], at),
  ])
  const asks = state?.asks === true
  return { ...host, asks, dates: asks ? dates : [] }
}

/** Other departments that can be asked now: of the same family first, then nearby, then those with the soonest day. For whoever was declined. */
export async function otherHosts(_actor: Actor, { id, family, area }: { id: string; family: string; area: string }, most = 3) {
  const at = now()
  return db.$queryRaw<{ id: string; name: string; family: string; area: string; next: Date | null }[]>`
    SELECT h.id, h.name, h.family, h.area, n.next FROM hosts h
    CROSS JOIN LATERAL (SELECT min(d.starts_at) AS next FROM host_dates d WHERE d.host_id = h.id AND ${shown(at)} AND d.capacity > host_date_held(d.id)) n
    WHERE ${open(at)} AND h.id <> ${id}::uuid AND (h.flexible OR n.next IS NOT NULL)
    ORDER BY h.family <> ${family}, h.area <> ${area}, n.next NULLS LAST, h.id LIMIT ${most}`
}

/** The addresses of every department in the catalogue, for search engines. */
export async function listHostIds(_actor: Actor): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT h.id FROM hosts h WHERE ${open(now())} ORDER BY h.id`
  return rows.map(({ id }) => id)
}
