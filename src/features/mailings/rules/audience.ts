import { z } from 'zod'
import { filterEntries, filterWords, readCandidateFilter, type CandidateFilter } from '../../candidates/rules/list.ts'
import { cameStates } from '../../programmes/rules/attendance.ts'

/** How people stand to a workshop, as far as somebody may want to write to them. */
export const standings = ['booked', 'waiting', 'came', 'absent', 'all'] as const
export type StandingAt = (typeof standings)[number]
const uuid = z.uuid().optional().catch(undefined)
const group = z.object({ cohort: uuid, workshop: uuid, standing: z.enum(standings).optional().catch(undefined) })

/** Whom each of them means, by the states of their places. */
export const statesOf = (standing: StandingAt = 'booked'): string[] => {
  const each = {
    booked: ['booked'],
    waiting: ['waiting', 'offered'],
    came: [...cameStates],
    absent: ['absent', 'absentNotified'],
  }
  return standing === 'all' ? [...Object.values(each).flat(), 'workshopCancelled'] : each[standing]
}

export const standingWords: Record<StandingAt, string> = {
  booked: 'Booked',
  waiting: 'Waiting, or holding an offer',
  came: 'Came',
  absent: 'Did not come',
  all: 'All of these, and those whose workshop was cancelled',
}

/** For whom a letter is: a filter of the list of candidates, and members of a cohort or holders of a place. */
export type Audience = CandidateFilter & z.infer<typeof group>

/** An audience out of an address or a stored row: what makes no sense is left out. */
export const readAudience = (given: unknown): Audience => ({
  ...readCandidateFilter(given),
  ...group.parse(typeof given === 'object' && given !== null ? given : {}),
})

const groupEntries = ({ cohort, workshop, standing }: Audience): [string, string][] =>
  Object.entries({ cohort, workshop, standing }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  )

/** As an address or a hidden field holds it. */
export const audienceQuery = (audience: Audience): string =>
  new URLSearchParams([...filterEntries(audience), ...groupEntries(audience)]).toString()
export const audienceOf = (query: string): Audience => readAudience(Object.fromEntries(new URLSearchParams(query)))

/** Without what says "me": a stored audience means the same for whoever opens it. */
export const settled = (audience: Audience, accountId: string): Audience =>
  audience.owner === 'me' ? { ...audience, owner: accountId } : audience

type Known = Parameters<typeof filterWords>[1] & { cohorts: { id: string; name: string }[]; workshops: { id: string; name: string }[] }

const nameIn = (list: { id: string; name: string }[], id: string) => list.find((each) => each.id === id)?.name ?? 'no longer there'

const atWords: Record<StandingAt, string> = {
  booked: 'With a place at',
  waiting: 'Waiting for',
  came: 'Who came to',
  absent: 'Who did not come to',
  all: 'Everybody of',
}

/** An audience in one line. */
export function audienceWords(audience: Audience, known: Known): string {
  const groups = [
    ...(audience.cohort === undefined ? [] : [`In ${nameIn(known.cohorts, audience.cohort)}`]),
    ...(audience.workshop === undefined ? [] : [`${atWords[audience.standing ?? 'booked']} ${nameIn(known.workshops, audience.workshop)}`]),
  ]
  const rest = filterEntries(audience).length > 0 || groups.length === 0 ? [filterWords(audience, known)] : []
  return [...groups, ...rest].join(' · ')
}
