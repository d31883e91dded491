import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay, startOfDay, dayAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { mayRead } from '../rules/answers.ts'
import { findBuddyOf, standingOf, yearParts } from './own.ts'

export const A_PAGE = 25
export const alertTimes = ['overdue', 'today', 'week'] as const
export type AlertTime = (typeof alertTimes)[number]

function due(when: AlertTime): Prisma.DateTimeFilter {
  const tomorrow = startOfDay(dayAfter(londonDay(now()), 1))
  if (when === 'overdue') return { lt: now() }
  return when === 'today' ? { gte: now(), lt: tomorrow } : { gte: tomorrow }
}

const open = ({ accountId }: Team, whose: Whose, when: AlertTime | undefined): Prisma.FirstYearAlertWhereInput => ({
  ...{ closedAt: null, ...(when && { dueAt: due(when) }) },
  candidate: { closedAt: null, ...(whose === 'mine' && { ownerId: accountId }) },
})

export async function countAlerts(actor: Team, whose: Whose, when: AlertTime): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.firstYearAlert.aggregate({ where: open(actor, whose, when), _count: true, _min: { dueAt: true } })
  return { count: found._count, oldest: found._min.dueAt ?? undefined }
}

const about = { checkIn: { select: { week: true, dueOn: true } }, help: { select: { words: true, about: true } } } as const

/** What somebody has to look at in first years, the most pressing first. */
export async function listAlerts(actor: Team, whose: Whose, when: AlertTime | undefined, page: number) {
  const where = open(actor, whose, when)
  const [total, rows] = await Promise.all([
    db.firstYearAlert.count({ where }),
    db.firstYearAlert.findMany({
      where,
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: { candidate: { select: { name: true, reference: true } }, checkIn: about.checkIn },
    }),
  ])
  return { total, rows: rows.map((row) => ({ ...row, late: row.dueAt < now() })) }
}

/** Everybody whose first year goes on, who started last first. */
export async function listYears(actor: Team, whose: Whose, page: number) {
  const where: Prisma.FirstYearWhereInput = {
    endedAt: null,
    candidate: { closedAt: null, ...(whose === 'mine' && { ownerId: actor.accountId }) },
  }
  const [total, years] = await Promise.all([
    db.firstYear.count({ where }),
    db.firstYear.findMany({
      where,
      orderBy: [{ startedOn: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: {
        ...{ deferrals: yearParts.deferrals, handovers: yearParts.handovers, checkIns: { orderBy: { week: 'asc' } } },
        _count: { select: { alerts: { where: { closedAt: null } } } },
        candidate: { select: { name: true, reference: true } },
      },
    }),
  ])
  return { total, rows: years.map((year) => ({ ...year, ...standingOf(year), alerts: year._count.alerts })) }
}

const staffPart = {
  ...yearParts,
  candidate: { select: { id: true, name: true, reference: true } },
  alerts: { orderBy: [{ raisedAt: 'desc' }, { id: 'desc' }], include: about },
  handovers: { orderBy: { madeAt: 'desc' }, include: { toSupporter: { select: { account: { select: { name: true } } } } } },
} satisfies Prisma.FirstYearInclude

/** A year as the team sees it: of the answers, those that the team may read; of the others, that there are some. */
export async function findYear(_actor: Team, id: string) {
  const year = await db.firstYear.findFirst({ where: { id, candidate: { closedAt: null } }, include: staffPart })
  if (!year) return undefined
  const [buddy, names] = await Promise.all([findBuddyOf(year.candidateId), namesOf(year.alerts.map(({ closedById }) => closedById))])
  return {
    ...{ ...year, ...standingOf(year), buddy },
    checkIns: year.checkIns.map(({ answers, ...checkIn }) => {
      const read = answers.filter(({ audience }) => mayRead('team', audience))
      return { ...checkIn, answers: read, kept: answers.length - read.length }
    }),
    alerts: year.alerts.map((alert) => ({
      ...{ ...alert, late: alert.closedAt === null && alert.dueAt < now() },
      closedBy: alert.closedById === null ? undefined : (names.get(alert.closedById) ?? LEFT),
    })),
  }
}

/** The candidate whom an alert or a year is about. */
export const findYearOf = (_actor: Team, candidateId: string) =>
  db.firstYear.findFirst({ where: { candidateId }, orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }] })

/** Somebody whose first year the team may begin. */
export const findToBegin = (_actor: Team, id: string) =>
  db.candidate.findFirst({ where: { id, closedAt: null }, select: { id: true, name: true } })

type Possible = { id: string; name: string; title: string; left: number }

/** Who could be asked to take over as buddy: approved, offering it, here, and not excluded. Who can take most stands first. */
export const listPossibleBuddies = (_actor: Team, candidateId: string): Promise<Possible[]> =>
  db.$queryRaw<Possible[]>`
    SELECT s.account_id AS id, a.name, s.title, s.capacity - (SELECT count(*) FROM pairings p WHERE p.supporter_id = s.account_id
        AND p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active', 'paused'))::int AS "left"
    FROM supporters s JOIN accounts a ON a.id = s.account_id
    WHERE s.state = 'approved' AND 'buddy' = ANY (s.kinds) AND (s.away_until IS NULL OR s.away_until < ${new Date(`${londonDay(now())}T00:00:00Z`)}::date)
      AND NOT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, s.account_id, ${now()}::timestamptz))
      AND NOT EXISTS (SELECT FROM pairings p WHERE p.candidate_id = ${candidateId}::uuid AND p.supporter_id = s.account_id
        AND p.kind = 'buddy' AND p.state IN ('active', 'paused'))
    ORDER BY 4 DESC, a.name, s.account_id LIMIT 200`
