import type { ForceProfile } from '../../../forces/profile.ts'
import { slotKindWords } from '../../oneToOnes/rules/words.ts'
import type { SlotKind } from '../../oneToOnes/rules/one-to-ones.ts'
import { stageName } from '../../stages/rules/records.ts'
import type { About } from './uses.ts'

type Named = { about: About; route: string | null; stage: string | null; title: string | null }

/** What a sharing is for, as everybody who may see it reads it. */
export function titleOf(force: ForceProfile, { about, route, stage, title }: Named): string {
  if (about === 'inWork') return 'The job itself'
  if (about === 'oneToOne') return slotKindWords[title as SlotKind].name
  if (about !== 'stage' || route === null || stage === null) return title ?? ''
  const named = stageName(force, { route, stage })
  return `${named.stage}, ${named.route}`
}
