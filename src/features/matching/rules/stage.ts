import type { ForceProfile } from '../../../forces/profile.ts'
import type { Wanted } from './scoring.ts'

type Latest = { route: string; stage: string; state: string } | undefined

/**
 * Which stage somebody would like company for, from the latest record that stands: after a pass the next one, else the one it
 * is about. Undefined where nothing is recorded, or they withdrew.
 */
export function stageReached(force: ForceProfile, latest: Latest): Wanted['stage'] {
  if (!latest || latest.state === 'withdrew') return undefined
  const stages = force.routes.find(({ id }) => id === latest.route)?.stages ?? []
  const found = stages.findIndex(({ id }) => id === latest.stage)
  if (found < 0) return undefined
  const at = latest.state === 'passed' ? Math.min(found + 1, stages.length - 1) : found
  const here = stages[at]
  const beside = [stages[at - 1], stages[at + 1]].flatMap((stage) => (stage ? [stage.id] : []))
  return here && { id: here.id, beside }
}
