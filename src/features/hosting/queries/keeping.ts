import type { Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'

type Keeper = Team | Supporter

export type KeptDate = {
  id: string
  startsAt: Date
  endsAt: Date
  capacity: number
  held: number
  /** How many are on their way there, in any state that may still happen. */
  live: number
  confirmed: number
  listed: boolean
  state: 'offered' | 'withdrawn'
  supporterId: string | null
  receiver: string | null
  /** Whether somebody who may receive people is there on that day. */
  ready: boolean
}

const MOST_PAST = 12
/** The days of a department: those to come soonest first, then some of those that were. */
export async function listDates(hostId: string): Promise<{ toCome: KeptDate[]; past: KeptDate[] }> {
  const at = now()
  const of = (past: boolean) => db.$queryRaw<KeptDate[]>`
    SELECT d.id, d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.capacity, d.listed, d.state, d.supporter_id AS "supporterId", a.name AS receiver, host_date_held(d.id) AS held,
      (SELECT count(*)::int FROM placements p WHERE p.date_id = d.id AND p.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')) AS live,
      (SELECT count(*)::int FROM placements p WHERE p.date_id = d.id AND p.state = 'confirmed') AS confirmed,
      host_ready(d.host_id, d.supporter_id, (d.starts_at AT TIME ZONE 'Europe/London')::date) AS ready
    FROM host_dates d LEFT JOIN accounts a ON a.id = d.supporter_id
    WHERE d.host_id = ${hostId}::uuid AND (d.ends_at < ${at}::timestamptz) = ${past}
    ORDER BY CASE WHEN ${past} THEN - extract(epoch FROM d.starts_at) ELSE extract(epoch FROM d.starts_at) END, d.id LIMIT ${past ? MOST_PAST : 400}`
  const [toCome, past] = await Promise.all([of(false), of(true)])
  return { toCome, past }
}

export type HostingPerson = {
  supporterId: string
  name: string
  title: string
  since: Date
  trainedUntil: Date | null
  able: boolean
  dates: number
}

/** Who hosts in a department, with their training and how many days to come they have. */
export function listPeople(hostId: string): Promise<HostingPerson[]> {
  const at = now()
  return db.$queryRaw<HostingPerson[]>`
    SELECT o.supporter_id AS "supporterId", a.name, s.title, o.since, s.trained_until AS "trainedUntil", can_host(o.supporter_id, ${londonDay(at)}::date) AS able,
      (SELECT count(*)::int FROM host_dates d WHERE d.host_id = o.host_id AND d.supporter_id = o.supporter_id AND d.state = 'offered' AND d.starts_at > ${at}::timestamptz) AS dates
    FROM host_people o JOIN supporters s ON s.account_id = o.supporter_id JOIN accounts a ON a.id = o.supporter_id
    WHERE o.host_id = ${hostId}::uuid AND o.until IS NULL ORDER BY lower(a.name), o.id`
}

/** Every answer of a department, the latest first, with who gave it. */
export async function listAnswers(hostId: string) {
  const answers = await db.hostOpenness.findMany({ where: { hostId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 20 })
  const names = await namesOf(answers.map(({ byId }) => byId))
  return answers.map(({ id, openness, why, at, byId, askedAt }) => ({
    ...{ id, openness, why, at, asked: askedAt !== null },
    by: byId === null ? LEFT : (names.get(byId) ?? LEFT),
  }))
}

/** A department for whoever keeps its days: the team every one, a supporter those where they host. */
export async function findKept(actor: Keeper, hostId: string) {
  const mine = actor.role === 'supporter' ? { people: { some: { supporterId: actor.accountId, until: null } } } : {}
  const host = await db.host.findFirst({ where: { id: hostId, ...mine } })
  if (!host) return undefined
  const [dates, people] = await Promise.all([listDates(hostId), listPeople(hostId)])
  return { ...host, ...dates, people }
}
export type KeptHost = NonNullable<Awaited<ReturnType<typeof findKept>>>

/** One day of a department, for the page that changes it. */
export async function findKeptDate(actor: Keeper, { hostId, dateId }: { hostId: string; dateId: string }) {
  const host = await findKept(actor, hostId)
  const date = host && [...host.toCome, ...host.past].find(({ id }) => id === dateId)
  return host && date && { host, date }
}
