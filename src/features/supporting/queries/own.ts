import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { consentWords, supporterConsents, type SupporterConsentPurpose } from '../rules/consents.ts'
import { supporterEventsFor } from '../rules/deciding.ts'
import { whyNot } from '../rules/taking.ts'
import { daysBetween } from '../rules/trainings.ts'
import type { SupporterState } from '../rules/words.ts'

/** A day of the calendar as the database keeps it, and back. */
export const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)
export const dayOf = (d: Date | null): string | null => d?.toISOString().slice(0, 10) ?? null

/** Every stage of the force's routes, once. */
export const stagesOf = ({ routes }: ForceProfile): { id: string; name: string }[] => {
  const all = routes.flatMap(({ stages }) => stages.map(({ id, name }) => ({ id, name })))
  return all.filter(({ id }, at) => all.findIndex((each) => each.id === id) === at)
}

export const HELD = ['proposedToSupporter', 'proposedToCandidate', 'active', 'paused']
const held = { where: { state: { in: HELD } } }

/** A supporter's own profile, whole: what they said, what they agreed to in which words, and what stands in the way of a match. */
export async function findOwnProfile({ accountId }: Supporter) {
  const today = londonDay(now())
  const found = await db.supporter.findUniqueOrThrow({
    where: { accountId },
    include: {
      experiences: { orderBy: { code: 'asc' } },
      consents: { orderBy: [{ givenAt: 'desc' }, { id: 'desc' }] },
      trainings: { orderBy: [{ validUntil: 'desc' }, { id: 'desc' }] },
      account: { select: { name: true } },
      _count: { select: { pairings: held } },
    },
  })
  const { _count, account, suspendedAt: _private, ...profile } = found
  const trainedUntil = dayOf(profile.trainedUntil)
  const facts = { ...profile, trainedUntil, awayUntil: dayOf(profile.awayUntil), held: _count.pairings, suspendedAt: null }
  const deciding = { state: profile.state as SupporterState, offers: profile.kinds.length > 0, self: true }
  return {
    ...{ ...profile, state: deciding.state, name: account.name, held: _count.pairings },
    whyNot: whyNot(facts, today),
    daysLeft: trainedUntil === null ? undefined : daysBetween(today, trainedUntil),
    isFilled: profile.kinds.length > 0 && profile.title !== '' && profile.languages.length > 0,
    events: supporterEventsFor(deciding, 'supporter'),
    consent: consentsNow(profile.consents),
  }
}
export type OwnProfile = Awaited<ReturnType<typeof findOwnProfile>>

type Given = { purpose: string; version: string; givenAt: Date; withdrawnAt: Date | null }
/** The yes that holds for each purpose, and whether the words have changed since. */
function consentsNow(given: Given[]) {
  const of = (purpose: SupporterConsentPurpose) => {
    const live = given.find((each) => each.purpose === purpose && each.withdrawnAt === null)
    return live && { givenAt: live.givenAt, isCurrent: live.version === consentWords[purpose].version }
  }
  return Object.fromEntries(supporterConsents.map((purpose) => [purpose, of(purpose)])) as Record<
    SupporterConsentPurpose,
    { givenAt: Date; isCurrent: boolean } | undefined
  >
}

const LIVE = [...HELD]
/** The pairings of a supporter as the tier allows: no name before both have said yes, a first name after. What waits in them beside. */
export async function listOwnPairings({ accountId }: Supporter) {
  const rows = await db.pairing.findMany({
    where: { supporterId: accountId, state: { in: LIVE } },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { madeAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, kind: true, state: true, dueAt: true, beganAt: true },
      candidate: { select: { name: true } },
      _count: { select: { messages: { where: { side: 'candidate', readAt: null, reachesAt: { lte: now() } } } } },
    },
  })
  const quiet = await findQuiet(rows.filter(({ state }) => state === 'active').map(({ id }) => id))
  return rows.map(({ candidate, _count, ...row }) => ({
    ...row,
    name: row.beganAt === null ? undefined : (candidate.name.trim().split(/\s+/)[0] ?? ''),
    unread: row.state === 'active' ? _count.messages : 0,
    quietSince: quiet.get(row.id),
  }))
}

/** Since when pairs that were asked how it goes have been silent; those that have spoken since are not among them. */
async function findQuiet(ids: string[]): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ id: string; since: Date }[]>`
    SELECT q.pairing_id AS id, q.since FROM pairing_quiet q JOIN pairing_silences s ON s.pairing_id = q.pairing_id AND s.since = q.since
    WHERE q.pairing_id = ANY (${ids}::uuid[]) AND s.nudged_at IS NOT NULL`
  return new Map(rows.map(({ id, since }) => [id, since]))
}
