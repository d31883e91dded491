import type { Route, Stage } from '../../../forces/profile.ts'

export type StageRecorded = { route: string; stage: string; state: string; happenedOn: Date; until: Date | null }
type Tile = 'done' | 'now' | 'later'
export type StageShown = { id: string; name: string; tile: Tile; record: StageRecorded | undefined }
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

/** The stages of a route as a person goes through them, with the latest that is known of each. Records come newest first. */
export function phasesOf(route: Route, records: StageRecorded[]): Phase[] {
  const phases: Phase[] = []
  for (const stage of route.stages) {
    const record = records.find((each) => each.route === route.id && each.stage === stage.id)
    const shown = { id: stage.id, name: stage.name, tile: tiles[record?.state ?? ''] ?? 'later', record }
    const name = phaseOf(stage)
    const last = phases.at(-1)
    if (last?.name === name) last.stages.push(shown)
    else phases.push({ name, stages: [shown] })
  }
  return phases
}

/** Where a person is: the stage under way that lies furthest along. */
export const stageNow = (phases: Phase[]): StageShown | undefined =>
  phases.flatMap(({ stages }) => stages).findLast(({ tile }) => tile === 'now')
