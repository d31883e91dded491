import { z } from 'zod'
import { filterEntries, filterWords, readCandidateFilter, type CandidateFilter } from '../../candidates/rules/list.ts'

const group = z.object({ cohort: z.uuid().optional().catch(undefined), workshop: z.uuid().optional().catch(undefined) })

/** For whom a letter is: a filter of the list of candidates, and members of a cohort or holders of a place. */
export type Audience = CandidateFilter & z.infer<typeof group>

/** An audience out of an address or a stored row: what makes no sense is left out. */
export const readAudience = (given: unknown): Audience => ({
  ...readCandidateFilter(given),
  ...group.parse(typeof given === 'object' && given !== null ? given : {}),
})

const groupEntries = ({ cohort, workshop }: Audience): [string, string][] =>
  Object.entries({ cohort, workshop }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] satisfies [string, string]]))

/** As an address or a hidden field holds it. */
export const audienceQuery = (audience: Audience): string =>
  new URLSearchParams([...filterEntries(audience), ...groupEntries(audience)]).toString()
export const audienceOf = (query: string): Audience => readAudience(Object.fromEntries(new URLSearchParams(query)))

/** Without what says "me": a stored audience means the same for whoever opens it. */
export const settled = (audience: Audience, accountId: string): Audience =>
  audience.owner === 'me' ? { ...audience, owner: accountId } : audience

type Known = Parameters<typeof filterWords>[1] & { cohorts: { id: string; name: string }[]; workshops: { id: string; name: string }[] }

const nameIn = (list: { id: string; name: string }[], id: string) => list.find((each) => each.id === id)?.name ?? 'no longer there'

/** An audience in one line. */
export function audienceWords(audience: Audience, known: Known): string {
  const groups = [
    ...(audience.cohort === undefined ? [] : [`In ${nameIn(known.cohorts, audience.cohort)}`]),
    ...(audience.workshop === undefined ? [] : [`With a place at ${nameIn(known.workshops, audience.workshop)}`]),
  ]
  const rest = filterEntries(audience).length > 0 || groups.length === 0 ? [filterWords(audience, known)] : []
  return [...groups, ...rest].join(' · ')
}
