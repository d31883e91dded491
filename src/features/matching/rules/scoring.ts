import { criteria, type Criterion, type Weights } from './criteria.ts'

/** What a candidate looks for. Lists that are empty say "no wish". `experiences` are those they ticked for matching, under a consent that stands. */
export type Wanted = {
  routes: readonly string[]
  /** The stage they are at, and its neighbours in the template of their route. */
  stage: { id: string; beside: readonly string[] } | undefined
  areas: readonly string[]
  meets: Meets
  availability: readonly string[]
  languages: readonly string[]
  goals: readonly string[]
  preference: string | null
  experiences: readonly string[]
}

export type Offered = {
  routes: readonly string[]
  stages: readonly string[]
  areas: readonly string[]
  meets: Meets
  availability: readonly string[]
  languages: readonly string[]
  goals: readonly string[]
  paths: readonly string[]
  experiences: readonly string[]
}

export type Meets = 'online' | 'inPerson' | 'either'
/** Which family each route of the force is of. */
export type Families = ReadonlyMap<string, string>

/** `used` is false where a criterion says nothing of this pair: it gives no points then, and takes none away. */
export type Points = { criterion: Criterion; points: number; of: number; used: boolean }

const overlap = (a: readonly string[], b: readonly string[]): number => {
  let shared = 0
  for (const each of a) if (b.includes(each)) shared += 1
  return shared
}

/** A fraction of a weight as a whole number, rounded down: a part never counts as the whole. */
const part = (weight: number, of: number, in_: number): number => Math.floor((weight * of) / in_)

type Rule = (weight: number, wanted: Wanted, offered: Offered, families: Families) => number | undefined

/** No wish is a wish that everybody fulfils: the whole weight. A route shared: the whole. The same family (officer, staff): half. Else nothing. */
const route: Rule = (weight, { routes }, offered, families) => {
  if (routes.length === 0 || overlap(routes, offered.routes) > 0) return weight
  const family = new Set(offered.routes.map((id) => families.get(id)))
  return routes.some((id) => families.has(id) && family.has(families.get(id))) ? part(weight, 1, 2) : 0
}

/** No stage begun: the whole. The stage they are at: the whole. The one before or after it: half. Else nothing. */
const stage: Rule = (weight, wanted, { stages }) => {
  if (!wanted.stage || stages.includes(wanted.stage.id)) return weight
  return overlap(wanted.stage.beside, stages) > 0 ? part(weight, 1, 2) : 0
}

/**
 * Online is possible where neither insists on meeting in person; in person where neither insists on online. In person in a
 * shared area, or online where that will do: the whole. In person wished, possible, and in no shared area: a third. Else nothing.
 * No area named is every area.
 */
const area: Rule = (weight, wanted, offered) => {
  const online = wanted.meets !== 'inPerson' && offered.meets !== 'inPerson'
  const inPerson = wanted.meets !== 'online' && offered.meets !== 'online'
  const near = wanted.areas.length === 0 || offered.areas.length === 0 || overlap(wanted.areas, offered.areas) > 0
  if (online || (inPerson && near)) return weight
  return inPerson ? part(weight, 1, 3) : 0
}

/** No times named, every named time shared, or two of them: the whole. One of several: two thirds. None: nothing. */
const availability: Rule = (weight, wanted, offered) => {
  const shared = overlap(wanted.availability, offered.availability)
  if (shared >= Math.min(2, wanted.availability.length)) return weight
  return part(weight, 2 * shared, 3)
}

/** The share of what they would like help with that the supporter offers; nothing named: the whole. */
const goals: Rule = (weight, wanted, offered) =>
  wanted.goals.length === 0 ? weight : part(weight, overlap(wanted.goals, offered.goals), wanted.goals.length)

/** A language shared, or none named: the whole. */
const language: Rule = (weight, wanted, offered) =>
  wanted.languages.length === 0 || overlap(wanted.languages, offered.languages) > 0 ? weight : 0

/** The path they would like to hear about, or none: the whole. */
const preference: Rule = (weight, wanted, { paths }) => (wanted.preference === null || paths.includes(wanted.preference) ? weight : 0)

/** Used only where both ticked something for matching: one in common gives the whole, none nothing. */
const experience: Rule = (weight, wanted, offered) => {
  if (wanted.experiences.length === 0 || offered.experiences.length === 0) return undefined
  return overlap(wanted.experiences, offered.experiences) > 0 ? weight : 0
}

const rules: Record<Criterion, Rule> = { route, stage, area, availability, goals, language, preference, experience }

/** The points of one pair by criterion, in the order of `criteria`. Each is a whole number from 0 to its weight. */
export const pointsOf = (weights: Weights, wanted: Wanted, offered: Offered, families: Families): Points[] =>
  criteria.map((criterion) => {
    const of = weights[criterion]
    const points = of === 0 ? undefined : rules[criterion](of, wanted, offered, families)
    return { criterion, of, points: points ?? 0, used: points !== undefined }
  })

/** The score of one pair: the sum of its points. As `pointsOf`, without the list. */
export function scoreOf(weights: Weights, wanted: Wanted, offered: Offered, families: Families): number {
  let score = 0
  for (const criterion of criteria)
    if (weights[criterion] > 0) score += rules[criterion](weights[criterion], wanted, offered, families) ?? 0
  return score
}
