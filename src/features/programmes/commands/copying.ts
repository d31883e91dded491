import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { AgainInput } from '../forms/copying.ts'
import { findSeries, type Series } from '../queries/copying.ts'
import { decideCopy, planCopies, spanOf, type CopyRefusal, type Planned } from '../rules/copying.ts'
import { accessOf, travelOf } from '../rules/venues.ts'
import { OFFERS_END_HOURS } from '../rules/workshops.ts'

type Copied = { ok: true; id: string } | { ok: false; reason: CopyRefusal }

/**
 * Runs a cohort once more: a new one with a draft for each workshop of the old, all or nothing. Nothing of people is copied: no
 * members, places, marks, materials, facilitators or links to join. Undefined where there is no such cohort.
 */
export const runAgain = (actor: Team, cohortId: string, input: AgainInput): Promise<Copied | undefined> =>
  inTransaction(async (tx) => {
    const series = await findSeries(tx, cohortId)
    if (!series) return undefined
    const plans = planCopies(series.workshops, input.first, input.keepWeekdays)
    const decision = decideCopy(plans, input.closesAt, now())
    const span = spanOf(plans)
    if (!decision.ok || !span) return { ok: false, reason: decision.ok ? 'nothingToCopy' : decision.reason }
    const { id } = await tx.cohort.create({
      data: {
        ...{ programmeId: series.programmeId, coordinatorId: actor.accountId, createdAt: now() },
        ...{ name: input.name, capacity: input.capacity, opensAt: input.opensAt, closesAt: input.closesAt },
        startsOn: new Date(`${span.startsOn}T00:00:00Z`),
        endsOn: new Date(`${span.endsOn}T00:00:00Z`),
      },
      select: { id: true },
    })
    for (const plan of plans) await draft(tx, actor, series, id, plan)
    await recordEvent(tx, actor, 'cohort.runAgain', { subjectId: id, data: { from: cohortId, workshops: plans.length } })
    return { ok: true, id }
  })

const HOUR = 3_600_000

async function draft(tx: Tx, actor: Team, { workshops, programmeId }: Series, cohortId: string, plan: Planned): Promise<void> {
  const old = workshops.find(({ id }) => id === plan.original.id)
  if (!old) return
  const { id } = await tx.workshop.create({
    data: {
      ...{
        programmeId,
        cohortId,
        title: old.title,
        safeLabel: old.safeLabel,
        summary: old.summary,
        bring: old.bring,
        session: old.session,
      },
      ...{ openness: old.openness, restricted: old.restricted, rationaleId: old.rationaleId, membersOnly: old.membersOnly },
      ...{
        capacity: old.capacity,
        accessPlaces: old.accessPlaces,
        supporterPlaces: old.supporterPlaces,
        policy: old.policy,
        routes: old.routes,
      },
      ...{ online: old.online, venue: old.venue, address: old.address, area: old.area, ...wordsOf(old) },
      ...{ startsAt: plan.startsAt, endsAt: plan.endsAt, bookingClosesAt: plan.bookingClosesAt, createdAt: now() },
      offersEndAt: new Date(plan.startsAt.getTime() - OFFERS_END_HOURS * HOUR),
    },
    select: { id: true },
  })
  await recordEvent(tx, actor, 'workshop.drafted', { subjectId: id })
}

/** A venue brings its words anew at publishing, so only what was typed beside them is copied. */
function wordsOf({ venueRecord, accessInfo, travelInfo }: Series['workshops'][number]) {
  if (venueRecord?.archivedAt !== null) return { accessInfo, travelInfo }
  const beside = (kept: string, words: string) => (kept.startsWith(words) ? kept.slice(words.length).trim() : kept)
  return {
    venueId: venueRecord.id,
    accessInfo: beside(accessInfo, accessOf(venueRecord)),
    travelInfo: beside(travelInfo, travelOf(venueRecord)),
  }
}
