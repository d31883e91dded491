import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { covers, givesAway, type Openness, type RationaleState } from '../rules.ts'

const dayOf = (d: Date): string => d.toISOString().slice(0, 10)

type Resting = { openness: string; rationaleId: string | null; startsAt: Date; routes: string[]; safeLabel: string; title: string }
export type OpennessRefusal = 'rationaleMissing' | 'rationaleNotCovering' | 'labelGivesAway'

const findOne = (tx: Pick<Tx, 'rationale'>, id: string | null) => (id === null ? null : tx.rationale.findUnique({ where: { id } }))

/** Why a workshop cannot be published as open as it is meant to be; undefined where nothing stands in the way. */
export async function refuseOpenness(tx: Tx, force: ForceProfile, workshop: Resting): Promise<OpennessRefusal | undefined> {
  if (workshop.openness === 'all') return undefined
  const rationale = await findOne(tx, workshop.rationaleId)
  if (!rationale) return 'rationaleMissing'
  if (!coversNow(rationale, workshop)) return 'rationaleNotCovering'
  return labelRefusal(force, workshop, rationale.groupKey)
}

type Found = { state: string; fromOn: Date; untilOn: Date; routes: string[] }
const coversNow = ({ state, fromOn, untilOn, routes }: Found, workshop: Pick<Resting, 'startsAt' | 'routes'>) =>
  covers(
    { state: state as RationaleState, from: dayOf(fromOn), until: dayOf(untilOn), routes },
    { day: londonDay(workshop.startsAt), routes: workshop.routes },
    londonDay(now()),
  )

const labelRefusal = (force: ForceProfile, { safeLabel, title }: Pick<Resting, 'safeLabel' | 'title'>, groupKey: string) =>
  safeLabel.trim() === '' ||
  givesAway(
    safeLabel,
    title,
    force.groups.find(({ id }) => id === groupKey),
  )
    ? ('labelGivesAway' as const)
    : undefined

/** Whether new words of a published workshop give away what its label may not say. */
export async function refuseWords(tx: Tx, force: ForceProfile, { openness, rationaleId, ...words }: Omit<Resting, 'startsAt' | 'routes'>) {
  if (openness === 'all') return undefined
  const rationale = await findOne(tx, rationaleId)
  return rationale ? labelRefusal(force, words, rationale.groupKey) : undefined
}

/** What a draft may rest on: nothing yet, or an approved rationale that would cover it. */
export async function refuseDraft(tx: Tx, draft: Pick<Resting, 'openness' | 'rationaleId' | 'startsAt' | 'routes'>) {
  if (draft.openness === 'all' || draft.rationaleId === null) return undefined
  const rationale = await findOne(tx, draft.rationaleId)
  return rationale && coversNow(rationale, draft) ? undefined : ('rationaleNotCovering' as const)
}

export type ShownOpenness = {
  openness: Openness
  /** An approved rationale in date covers it: where none does, it is open to all, whatever it was to be. */
  covered: boolean
  rationale: { id: string; title: string; groupKey: string; groupName: string; untilOn: Date } | null
}

/** How far a workshop is open just now, for its pages. */
export async function findOpenness(workshopId: string): Promise<ShownOpenness> {
  const workshop = await db.workshop.findUnique({
    where: { id: workshopId },
    select: { openness: true, startsAt: true, routes: true, rationale: true },
  })
  if (!workshop) return { openness: 'all', covered: false, rationale: null }
  const { openness, rationale } = workshop
  return { openness: openness as Openness, covered: rationale !== null && coversNow(rationale, workshop), rationale }
}
