import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { instantAt } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { endOf, overlaps, type SlotHow, type SlotKind } from '../rules/one-to-ones.ts'
import { firstNameOf } from '../rules/words.ts'

export const SLOTS_A_PAGE = 25

export type SlotFilter = {
  kind?: SlotKind | undefined
  route?: string | undefined
  how?: SlotHow | undefined
  area?: string | undefined
  from?: string | undefined
}

/** What a candidate may book: free, to come, with a coach who has promised and from whom nothing keeps them apart. */
const bookable = (at: Date) => Prisma.sql`
  FROM one_to_one_slots s JOIN supporters p ON p.account_id = s.supporter_id
  WHERE s.state = 'offered' AND s.starts_at > ${at}::timestamptz
    AND NOT EXISTS (SELECT FROM one_to_ones o WHERE o.slot_id = s.id AND o.state IN ('booked', 'held', 'notHeld'))
    AND p.trained_until >= (s.starts_at AT TIME ZONE 'Europe/London')::date
    AND NOT EXISTS (SELECT FROM apart a WHERE a.supporter_id IS NULL OR a.supporter_id = s.supporter_id)
    AND EXISTS (SELECT FROM unnest(s.routes) AS r WHERE EXISTS (SELECT FROM one_to_one_promises m
      WHERE m.supporter_id = s.supporter_id AND m.campaign_id = campaign_on(r, (s.starts_at AT TIME ZONE 'Europe/London')::date)))`

const apart = (candidateId: string, at: Date) => Prisma.sql`
  WITH apart AS MATERIALIZED (SELECT supporter_id FROM exclusions(${candidateId}::uuid, NULL, ${at}::timestamptz) e
    WHERE e.candidate_id IS NULL OR e.candidate_id = ${candidateId}::uuid)`

function narrowed({ kind, route, how, area, from }: SlotFilter): Prisma.Sql {
  const since = from === undefined ? undefined : instantAt(from, '00:00')
  const parts = [
    kind === undefined ? undefined : Prisma.sql`s.kind = ${kind}`,
    route === undefined ? undefined : Prisma.sql`${route} = ANY (s.routes)`,
    how === undefined ? undefined : Prisma.sql`s.how = ${how}`,
    area === undefined ? undefined : Prisma.sql`s.area = ${area} AND s.how = 'inPerson'`,
    since === undefined ? undefined : Prisma.sql`s.starts_at >= ${since}::timestamptz`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(parts, ' AND ')}`
}

export type FreeSlot = {
  id: string
  kind: SlotKind
  routes: string[]
  startsAt: Date
  minutes: number
  how: SlotHow
  area: string
  place: string
  title: string
}
const shown = Prisma.sql`s.id, s.kind, s.routes, s.starts_at AS "startsAt", s.minutes, s.how, s.area, s.place, p.title`

/** One page of what somebody may book, the next first, and how many there are. Who is not listed, and why, nothing says. */
export async function listFree(candidateId: string, { page, ...filter }: SlotFilter & { page: number }) {
  const at = now()
  const [rows, counted] = await Promise.all([
    db.$queryRaw<FreeSlot[]>`${apart(candidateId, at)} SELECT ${shown} ${bookable(at)} ${narrowed(filter)}
      ORDER BY s.starts_at, s.id LIMIT ${SLOTS_A_PAGE} OFFSET ${(page - 1) * SLOTS_A_PAGE}`,
    db.$queryRaw<{ total: number }[]>`${apart(candidateId, at)} SELECT count(*)::int AS total ${bookable(at)} ${narrowed(filter)}`,
  ])
  const total = counted[0]?.total ?? 0
  return { rows, total, pages: Math.max(1, Math.ceil(total / SLOTS_A_PAGE)) }
}

/** One time that somebody may book; undefined where it is gone, was never there, or is not for them. */
export async function findFree(candidateId: string, slotId: string): Promise<FreeSlot | undefined> {
  const at = now()
  const [slot] = await db.$queryRaw<FreeSlot[]>`${apart(candidateId, at)} SELECT ${shown} ${bookable(at)} AND s.id = ${slotId}::uuid`
  return slot
}

export type Clash = { what: string; startsAt: Date; href: string }

/** What else somebody has at that time: a warning, never a refusal. */
export async function findClashes(candidateId: string, slot: { startsAt: Date; minutes: number }, except?: string): Promise<Clash[]> {
  const span = { startsAt: slot.startsAt, endsAt: endOf(slot) }
  const around = { gte: new Date(span.startsAt.getTime() - DAY), lte: span.endsAt }
  const [bookings, places] = await Promise.all([
    db.oneToOne.findMany({
      where: { candidateId, state: 'booked', slot: { startsAt: around }, ...(except !== undefined && { NOT: { id: except } }) },
      select: { id: true, slot: { select: { startsAt: true, minutes: true } } },
    }),
    db.place.findMany({
      where: { candidateId, state: 'booked', workshop: { startsAt: around } },
      select: { workshop: { select: { id: true, title: true, startsAt: true, endsAt: true } } },
    }),
  ])
  return [
    ...bookings
      .filter((each) => overlaps(span, { startsAt: each.slot.startsAt, endsAt: endOf(each.slot) }))
      .map((each) => ({ what: 'Another one-to-one', startsAt: each.slot.startsAt, href: `/my/one-to-ones/${each.id}` })),
    ...places
      .filter((each) => overlaps(span, each.workshop))
      .map(({ workshop }) => ({ what: workshop.title, startsAt: workshop.startsAt, href: `/workshops/${workshop.id}` })),
  ]
}
const DAY = 86_400_000

/** For which of these routes somebody has promised on that day. */
export async function promisedRoutes(candidateId: string, { routes, startsAt }: { routes: string[]; startsAt: Date }): Promise<string[]> {
  const rows = await db.$queryRaw<{ route: string }[]>`
    SELECT r.route FROM unnest(${routes}::text[]) AS r (route) WHERE EXISTS (SELECT FROM one_to_one_promises m WHERE m.candidate_id = ${candidateId}::uuid
      AND m.campaign_id = campaign_on(r.route, (${startsAt}::timestamptz AT TIME ZONE 'Europe/London')::date))`
  return rows.map(({ route }) => route)
}

const live = { where: { state: { in: ['booked', 'held', 'notHeld'] } } }
const withBooking = {
  oneToOnes: {
    ...live,
    select: {
      ...{ id: true, state: true, wants: true, route: true, whyNot: true },
      ...{ candidate: { select: { name: true, closedAt: true } }, _count: { select: { feedback: true } } },
    },
  },
} satisfies Prisma.OneToOneSlotInclude

/** A supporter's own times: those to come, or those over; what was booked first. */
export async function listOwnSlots({ accountId }: Supporter, { show, page }: { show: 'upcoming' | 'past'; page: number }) {
  const at = now()
  const booked = { oneToOnes: { some: live.where } }
  const where: Prisma.OneToOneSlotWhereInput =
    show === 'upcoming'
      ? { supporterId: accountId, state: 'offered', startsAt: { gt: at } }
      : { supporterId: accountId, startsAt: { lte: at }, ...booked }
  const [total, rows] = await Promise.all([
    db.oneToOneSlot.count({ where }),
    db.oneToOneSlot.findMany({
      where,
      include: withBooking,
      orderBy: [{ startsAt: show === 'upcoming' ? 'asc' : 'desc' }, { id: 'asc' }],
      skip: (page - 1) * SLOTS_A_PAGE,
      take: SLOTS_A_PAGE,
    }),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / SLOTS_A_PAGE)), rows: rows.map(ofOwn) }
}

type OwnRow = Prisma.OneToOneSlotGetPayload<{ include: typeof withBooking }>
const ofOwn = ({ oneToOnes: [booking], ...slot }: OwnRow) => ({
  ...slot,
  ...{ kind: slot.kind as SlotKind, how: slot.how as SlotHow, endsAt: endOf(slot) },
  booking: booking && {
    ...booking,
    first: booking.candidate.closedAt === null ? firstNameOf(booking.candidate.name) : 'Somebody who has left',
    hasFeedback: booking._count.feedback > 0,
  },
})
export type OwnSlot = ReturnType<typeof ofOwn>

/** What waits for a coach: over and not marked, or held and without feedback; the oldest first. */
export async function listToFinish({ accountId }: Supporter): Promise<OwnSlot[]> {
  const rows = await db.oneToOneSlot.findMany({
    where: {
      supporterId: accountId,
      startsAt: { lte: now() },
      oneToOnes: {
        some: {
          OR: [{ state: 'booked' }, { state: 'held', feedback: { none: {} }, closedAt: { gt: new Date(now().getTime() - 28 * DAY) } }],
        },
      },
    },
    include: withBooking,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: SLOTS_A_PAGE,
  })
  return rows.map(ofOwn)
}

/** Every time of one's own that is to come, for the calendar. */
export async function listOwnCalendar({ accountId }: Supporter): Promise<OwnSlot[]> {
  const rows = await db.oneToOneSlot.findMany({
    where: { supporterId: accountId, state: 'offered', startsAt: { gt: now() } },
    include: withBooking,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: 500,
  })
  return rows.map(ofOwn)
}

export async function findOwnSlot({ accountId }: Supporter, id: string): Promise<OwnSlot | undefined> {
  const slot = await db.oneToOneSlot.findFirst({ where: { id, supporterId: accountId }, include: withBooking })
  return slot ? ofOwn(slot) : undefined
}

/** The routes for which a supporter has promised on a day, and those of their open times for which they have not. */
export async function findOwnPromises({ accountId }: Supporter) {
  const at = now()
  const [given, missing] = await Promise.all([
    db.oneToOnePromise.findMany({
      where: { supporterId: accountId },
      include: { campaign: { select: { route: true, name: true, untilOn: true } } },
      orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }],
      take: 50,
    }),
    db.$queryRaw<{ route: string; name: string }[]>`
      SELECT DISTINCT c.route, c.name FROM one_to_one_slots s CROSS JOIN LATERAL unnest(s.routes) AS r (route)
        JOIN campaigns c ON c.id = campaign_on(r.route, (s.starts_at AT TIME ZONE 'Europe/London')::date)
      WHERE s.supporter_id = ${accountId}::uuid AND s.state = 'offered' AND s.starts_at > ${at}::timestamptz
        AND NOT EXISTS (SELECT FROM one_to_one_promises m WHERE m.campaign_id = c.id AND m.supporter_id = s.supporter_id) ORDER BY 1, 2`,
  ])
  return { given, missing }
}

/** How a supporter stands who wants to offer times. */
export async function findOwnStanding({ accountId }: Supporter) {
  const found = await db.supporter.findUnique({
    where: { accountId },
    select: { state: true, trainedUntil: true, routes: true, areas: true },
  })
  const approved = found?.state === 'approved'
  return { approved, trainedUntil: found?.trainedUntil ?? null, routes: found?.routes ?? [], areas: found?.areas ?? [] }
}

/** What a candidate needs to have said before somebody can be booked, and the routes they want. */
export async function findBookingGround({ candidateId }: Candidate) {
  const [person, apart] = await Promise.all([
    db.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { routes: true, adult: true } }),
    db.$queryRaw<{ underage: boolean }[]>`
      SELECT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, NULL, ${now()}::timestamptz) e WHERE e.candidate_id = ${candidateId}::uuid AND e.reason = 'underage') AS underage`,
  ])
  return { routes: person.routes, saysAdult: person.adult, underage: apart[0]?.underage === true }
}
