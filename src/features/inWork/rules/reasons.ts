import type { SupportKind } from '../../../forces/profile.ts'
import { withdrawals } from '../../stages/rules/withdrawals.ts'

export const reasonKinds = ['leaving', 'deferring'] as const
export type ReasonKind = (typeof reasonKinds)[number]

/** Why somebody leaves or defers. Those that recruitment knows too are the same words; the same list stands in the database. */
export const workReasons = [
  'caring',
  'health',
  'practical',
  'adjustments',
  'pattern',
  'training',
  'unsure',
  'unwelcome',
  'otherForce',
  'otherJob',
  'study',
  'other',
  'private',
] as const
export type WorkReason = (typeof workReasons)[number]

type Words = { mine: string; team: string; kinds: SupportKind[] }
const known = (reason: keyof typeof withdrawals): Words => withdrawals[reason]

export const reasonWords: Record<WorkReason, Words> = {
  caring: known('caring'),
  health: known('health'),
  practical: known('practical'),
  adjustments: {
    mine: 'What I need to do the job well was not in place',
    team: 'Adjustments were not in place',
    kinds: ['adjustments'],
  },
  pattern: { mine: 'The shifts, or the hours', team: 'Shifts or hours', kinds: ['adjustments', 'barrier'] },
  training: { mine: 'The training, the exams or the pressure of them', team: 'Training and exams', kinds: ['coaching', 'mentoring'] },
  unsure: known('unsure'),
  unwelcome: known('unwelcome'),
  otherForce: { ...known('otherForce'), mine: 'I go to another police force', team: 'Another force' },
  otherJob: { ...known('otherJob'), mine: 'I go to another job', team: 'Another job' },
  study: { mine: 'To study, or to travel', team: 'Study or travel', kinds: [] },
  other: { mine: 'Something else', team: 'Something else', kinds: [] },
  private: known('private'),
}

/** Nobody defers because they have joined another force. */
export const reasonsFor = (kind: ReasonKind): WorkReason[] =>
  workReasons.filter((reason) => kind === 'leaving' || !['otherForce', 'otherJob'].includes(reason))

/** Who learns of it: the team with the name, or nobody, and it is only counted. */
export const readers = ['team', 'counted'] as const
export type Reader = (typeof readers)[number]

/** Fewer people than this stand behind no figure. */
export const FEWEST = 5

export type Figure = { reason: WorkReason; count: number | undefined }

/**
 * How often each reason was said, the small ones unsaid. Where exactly one figure would be hidden, the next smallest is hidden
 * with it: otherwise the sum would tell it. Undefined where all together are fewer than five.
 */
export function figuresOf(counts: Readonly<Partial<Record<WorkReason, number>>>): { total: number; rows: Figure[] } | undefined {
  const rows = workReasons.map((reason) => ({ reason, count: counts[reason] ?? 0 })).filter(({ count }) => count > 0)
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  if (total < FEWEST) return undefined
  const small = rows.filter(({ count }) => count < FEWEST)
  const shown = rows.filter(({ count }) => count >= FEWEST).sort((a, b) => b.count - a.count)
  const alone = small.length === 1 ? shown.at(-1) : undefined
  const isHidden = ({ reason, count }: { reason: WorkReason; count: number }) => count < FEWEST || reason === alone?.reason
  const ordered = [...shown, ...small]
  return { total, rows: ordered.map((row) => ({ reason: row.reason, count: isHidden(row) ? undefined : row.count })) }
}
