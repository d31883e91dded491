import type { Route, Stage, SupportKind } from '../../../forces/profile.ts'

export type StageRecorded = { route: string; stage: string; state: string; happenedOn: Date; until: Date | null }
type Tile = 'done' | 'now' | 'later'
export type StageShown = {
  id: string
  name: string
  group: string | undefined
  prepare: string
  support: SupportKind[]
  tile: Tile
  record: StageRecorded | undefined
}
export type Phase = { name: string; stages: StageShown[] }

const phaseNames: Record<string, string[]> = {
  'Getting ready': ['interest', 'eligibility'],
  'Offer and checks': ['conditionalOffer', 'vetting', 'references', 'medical', 'biometrics', 'vettingReferences', 'finalOffer'],
  Joining: ['start', 'firstYear', 'confirmed'],
}

const phaseOf = (stage: Stage): string =>
  stage.group === undefined && stage.id === 'fitness'
    ? 'Offer and checks'
    : (Object.entries(phaseNames).find(([, ids]) => (stage.group !== undefined ? ids.includes('vetting') : ids.includes(stage.id)))?.[0] ??
      'Applying')

const tiles: Record<string, Tile> = { passed: 'done', inProgress: 'now' }

/**
 * The records of the present try: a new application after a result that was not a pass, or after leaving, begins the way anew. What
 * came before stays in the history. Records come newest first.
 */
function sinceLastStart(records: StageRecorded[]): StageRecorded[] {
  const ended = records.findIndex(({ state }) => state === 'notPassed' || state === 'withdrew')
  if (ended <= 0) return records
  const start = records.slice(0, ended).findLastIndex(({ stage, state }) => stage === 'application' && state !== 'notPassed')
  return start < 0 ? records : records.slice(0, start + 1)
}

/** The stages of a route as a person goes through them, with the latest that is known of each. Records come newest first. */
export function phasesOf(route: Route, records: StageRecorded[]): Phase[] {
  const phases: Phase[] = []
  const present = sinceLastStart(records.filter((each) => each.route === route.id))
  for (const stage of route.stages) {
    const record = present.find((each) => each.stage === stage.id)
    const { id, name, group, prepare, support } = stage
    const shown = { id, name, group, prepare, support, tile: tiles[record?.state ?? ''] ?? 'later', record }
    const phase = phaseOf(stage)
    const last = phases.at(-1)
    if (last?.name === phase) last.stages.push(shown)
    else phases.push({ name: phase, stages: [shown] })
  }
  return phases
}

/** Where a person is: the stage under way that lies furthest along. */
export const stageNow = (phases: Phase[]): StageShown | undefined =>
  phases.flatMap(({ stages }) => stages).findLast(({ tile }) => tile === 'now')

/**
 * What comes next: the first stage beyond all that is passed or under way, with those of its group that can be done side by
 * side. After a result that was not a pass it is the same stage again.
 */
export function stagesNext(phases: Phase[]): StageShown[] {
  const stages = phases.flatMap((phase) => phase.stages)
  const stopped = stages.findLast(({ record }) => record !== undefined)
  if (stopped?.record && stopped.tile === 'later') return [stopped]
  const reached = stages.findLastIndex(({ tile }) => tile !== 'later')
  const group = stages[reached]?.group
  const inGroup = group === undefined ? [] : stages.filter((stage) => stage.group === group && stage.tile === 'later')
  if (inGroup.length > 0) return inGroup
  const next = stages[reached + 1]
  if (next?.group === undefined) return next === undefined ? [] : [next]
  return stages.filter((stage) => stage.group === next.group && stage.tile === 'later')
}
