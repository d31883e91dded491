import { z } from 'zod'
import { date, londonDay, monthsAfter, readDay, startOfDay } from '../../../core/dates.ts'
import { supportKinds, type ForceProfile } from '../../../forces/profile.ts'
import { requestStates } from '../../requests/rules/requests.ts'
import { teamWords } from '../../requests/rules/words.ts'

const chosen = z
  .string()
  .trim()
  .max(100)
  .transform((text) => (text === '' ? undefined : text))
  .optional()
  .catch(undefined)
const oneOf = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined)
const dayTyped = chosen.transform((text) => (text === undefined ? undefined : readDay(text)))

/** Months without an act of the person's own. */
const quietMonths = ['1', '3', '6', '12', '18'] as const

/**
 * Which candidates are asked for. Never by what somebody told us about themselves, an access need or a characteristic:
 * there is no such field, and none is to be added.
 */
export const candidateFilter = z.object({
  q: chosen,
  route: chosen,
  area: chosen,
  kind: oneOf(supportKinds),
  state: oneOf(requestStates),
  stage: chosen,
  owner: z
    .union([z.uuid(), z.literal('nobody'), z.literal('me')])
    .optional()
    .catch(undefined),
  from: dayTyped,
  to: dayTyped,
  email: oneOf(['yes', 'no']),
  age: oneOf(['under18']),
  quiet: oneOf(quietMonths),
})
type Field = keyof z.infer<typeof candidateFilter>
export type CandidateFilter = { [F in Field]?: z.infer<typeof candidateFilter>[F] | undefined }

/** A filter out of an address or out of what was saved: what makes no sense is left out, never an error. */
export const readCandidateFilter = (given: unknown): CandidateFilter => candidateFilter.parse(typeof given === 'object' ? { ...given } : {})

/** What of a filter is set, in one order, as an address or a saved row holds it. */
export const filterEntries = (filter: CandidateFilter): [Field, string][] =>
  (Object.keys(candidateFilter.shape) as Field[]).flatMap((field) => {
    const value = filter[field]
    return value === undefined ? [] : [[field, value] satisfies [Field, string]]
  })

/** The address of the list with this filter, and with what else stands in it. */
export function listAddress(filter: CandidateFilter, more: Record<string, string | number | undefined> = {}, path = '/staff/candidates') {
  const rest = Object.entries(more).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]))
  const query = new URLSearchParams([...filterEntries(filter), ...rest]).toString()
  return query === '' ? path : `${path}?${query}`
}

/** What is kept of a filter: not the words of a search, as they name a person. */
export const savedFilter = (filter: CandidateFilter): Record<string, string> =>
  Object.fromEntries(filterEntries(filter).filter(([field]) => field !== 'q'))

export const sortings = ['best', 'newest', 'name', 'contact'] as const
export type Sorting = (typeof sortings)[number]
/** Best match first while somebody searches, else newest first; a choice of one's own comes before both. */
export const sortingOf = (wanted: Sorting | undefined, q: string | undefined): Sorting =>
  wanted === undefined || (wanted === 'best' && q === undefined) ? (q === undefined ? 'newest' : 'best') : wanted

/** The filter and the order that an address of the list holds: what follows its question mark. */
export function readListAddress(search: string): { filter: CandidateFilter; sort: Sorting | undefined } {
  const given = Object.fromEntries(new URLSearchParams(search.replace(/^[^?]*[?]/, '')))
  return { filter: readCandidateFilter(given), sort: sortings.find((each) => each === given['sort']) }
}

/** The instant before which an act of the person's own counts as long ago. */
export const quietSince = (months: NonNullable<CandidateFilter['quiet']>, now: Date): Date => monthsAfter(now, -Number(months))
/** The first instant that is after the last day asked for. */
export const endOfDay = (day: string): Date => startOfDay(londonDay(new Date(startOfDay(day).getTime() + 36 * 3_600_000)))

type Named = { id: string; name: string }
type Known = { force: ForceProfile; team: readonly Named[]; me: string }
export type Choice = { value: string; text: string }

/** Stages of every route of the profile, each once, by its id: two routes share a stage where they give it one id. */
export const stageChoices = ({ routes }: ForceProfile): Choice[] => [
  ...new Map(routes.flatMap(({ stages }) => stages.map(({ id, name }) => [id, { value: id, text: name }] as const))).values(),
]

const quietText = (months: string) => `No activity for ${months === '1' ? 'a month' : months === '12' ? 'a year' : `${months} months`}`
export const quietChoices: Choice[] = quietMonths.map((value) => ({ value, text: quietText(value) }))

const nameIn = (list: readonly Named[], id: string) => list.find((each) => each.id === id)?.name
const GONE = 'no longer in use'
const LEFT = 'somebody who has left'

/** Each part of a filter in words; what has gone since it was saved is named as gone, so that nobody wonders why the list is empty. */
const tell: Record<Field, (value: string, known: Known) => string> = {
  q: (value) => `“${value}”`,
  route: (value, { force }) => `Route: ${nameIn(force.routes, value) ?? GONE}`,
  area: (value, { force }) => `Area: ${nameIn(force.areas, value) ?? GONE}`,
  kind: (value, { force }) => `Support: ${force.support.find(({ kind }) => kind === value)?.name ?? GONE}`,
  state: (value) => `Request: ${teamWords[value as keyof typeof teamWords].text.toLowerCase()}`,
  stage: (value, { force }) => `Stage: ${stageChoices(force).find((each) => each.value === value)?.text ?? GONE}`,
  owner: (value, { team, me }) =>
    value === 'nobody'
      ? 'Looked after by nobody yet'
      : `Looked after by ${value === 'me' || value === me ? 'me' : (nameIn(team, value) ?? LEFT)}`,
  from: (value) => `Registered from ${date(startOfDay(value))}`,
  to: (value) => `Registered until ${date(startOfDay(value))}`,
  email: (value) => (value === 'yes' ? 'Has an e-mail address' : 'No e-mail address'),
  age: () => 'Under 18',
  quiet: quietText,
}

/** The days that were typed into a filter and are none. */
export const oddDays = (given: unknown): ('from' | 'to')[] => {
  const typed = z.object({ from: chosen, to: chosen }).safeParse(given).data ?? {}
  return (['from', 'to'] as const).filter((field) => typed[field] !== undefined && readDay(typed[field]) === undefined)
}

export type Chip = { field: Field; text: string; without: CandidateFilter }
/** What the list is narrowed by, each with the filter that is left once it is taken away. */
export const chipsOf = (filter: CandidateFilter, known: Known): Chip[] =>
  filterEntries(filter).map(([field, value]) => ({ field, text: tell[field](value, known), without: { ...filter, [field]: undefined } }))

/** A filter in one line, for whoever reads it without the list. */
export const filterWords = (filter: CandidateFilter, known: Known): string =>
  chipsOf(filter, known)
    .map(({ text }) => text)
    .join(' · ') || 'Everybody'

/** Does a filter name something that has gone since: a route, an area or a stage of the profile, or somebody of the team? */
export const isStale = (filter: CandidateFilter, known: Known): boolean =>
  chipsOf(filter, known).some(({ text }) => text.endsWith(GONE) || text.endsWith(LEFT))
