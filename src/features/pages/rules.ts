import type { ForceProfile, Route, Support, SupportKind } from '../../forces/profile.ts'

export const answers = ['yes', 'no', 'unsure'] as const
type Answer = (typeof answers)[number]

export const checkQuestions = ['age', 'work', 'lived', 'qualification', 'worry'] as const
export type CheckQuestion = (typeof checkQuestions)[number]

export type Answers = Partial<Record<CheckQuestion, Answer | undefined>>
export type Advice = { tone: 'ready' | 'talk'; topics: CheckQuestion[] }

/** The answer that leaves nothing to talk about. */
const easy: Record<CheckQuestion, Answer> = { age: 'yes', work: 'yes', lived: 'yes', qualification: 'yes', worry: 'no' }

/**
 * What to do next, from a self-check that keeps nothing. It never says no: whether someone may apply is for the force to say,
 * so anything that is not plain sailing is something to talk about. Undefined until something was answered.
 */
export function adviceFor(given: Answers): Advice | undefined {
  const answered = checkQuestions.filter((question) => given[question] !== undefined)
  if (answered.length === 0) return undefined
  const topics = answered.filter((question) => given[question] !== easy[question])
  return { tone: topics.length > 0 || answered.length < checkQuestions.length ? 'talk' : 'ready', topics }
}

export type StageGroup = { name: string | undefined; stages: Route['stages'] }

/** Stages in their order, those that run side by side together. */
export function groupStages(stages: Route['stages']): StageGroup[] {
  const groups: StageGroup[] = []
  for (const stage of stages) {
    const last = groups.at(-1)
    if (last && last.name === stage.group) last.stages.push(stage)
    else groups.push({ name: stage.group, stages: [stage] })
  }
  return groups
}

/** Routes that ask for the very same stages are told as one. */
export function sharedRoutes(routes: Route[]): { routes: Route[]; groups: StageGroup[] }[] {
  const known = new Map<string, Route[]>()
  for (const route of routes) {
    const key = route.stages.map(({ id, name }) => `${id}/${name}`).join()
    known.set(key, [...(known.get(key) ?? []), route])
  }
  return [...known.values()].map((same) => ({ routes: same, groups: groupStages(same[0]?.stages ?? []) }))
}

/** Every strand with the support that belongs to it, both in the profile's order. */
export const inStrands = (strands: ForceProfile['strands'], support: Support[]) =>
  strands.map((strand) => ({ strand, support: support.filter((each) => each.strand === strand.id) }))

/** Training is for those who hire: everything else can be asked for. */
export const isForCandidates = (kind: SupportKind): boolean => kind !== 'training'
