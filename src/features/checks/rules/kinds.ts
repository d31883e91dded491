import { dayAfter, londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'
import type { ForceProfile } from '../../../forces/profile.ts'

/** Everything that may have to be valid on the day of a placement, in the order in which it is shown. */
export const checkKinds = [
  'age',
  'eligibility',
  'confidentiality',
  'emergencyContact',
  'accessNeeds',
  'recordCheck',
  'briefing',
  'insurance',
  'riskAssessment',
] as const
export type CheckKind = (typeof checkKinds)[number]

export const candidateKinds = ['age', 'eligibility', 'confidentiality', 'emergencyContact', 'accessNeeds'] as const
export type CandidateKind = (typeof candidateKinds)[number]
export const teamKinds = ['recordCheck', 'briefing', 'insurance'] as const
export type TeamKind = (typeof teamKinds)[number]

/** About the person, so that it holds for every placement of theirs; the others are about one visit. */
const personKinds: readonly CheckKind[] = ['age', 'eligibility', 'recordCheck', 'confidentiality']
export const isOfPerson = (kind: CheckKind): boolean => personKinds.includes(kind)

export type Signer = 'candidate' | 'team' | 'host'
/** Who signs it. */
export const signerOf = (kind: CheckKind): Signer =>
  kind === 'riskAssessment' ? 'host' : (candidateKinds as readonly CheckKind[]).includes(kind) ? 'candidate' : 'team'

/** What a placement needs: everything, and the age where its department goes out on patrol. The database holds the same rule. */
export const neededChecks = ({ patrol }: { patrol: boolean }): CheckKind[] => checkKinds.filter((kind) => patrol || kind !== 'age')

export const checkResults = {
  age: ['adult', 'under'],
  eligibility: ['declared', 'cannot'],
  confidentiality: ['promised'],
  emergencyContact: ['given'],
  accessNeeds: ['none', 'asked', 'proposed', 'agreed'],
  recordCheck: ['clear', 'notClear', 'dateOnly', 'removed'],
  briefing: ['given'],
  insurance: ['covered', 'notCovered'],
  riskAssessment: ['written'],
} as const satisfies Record<CheckKind, readonly string[]>

export const gapWhys = ['missing', 'revoked', 'refused', 'waiting', 'expired', 'expiring', 'notYet'] as const
export type GapWhy = (typeof gapWhys)[number]

/** What is kept of a check, as far as it decides whether it holds. Days are days of London. */
export type CheckFacts = {
  kind: CheckKind
  result: string
  validFrom: string
  expiresOn: string
  approved: boolean
  revoked: boolean
  emptied: boolean
}
/** The first and the last day of a placement; undefined while it has none. */
export type PlacementDay = { day: string; last: string } | undefined

const refused = new Set(['under', 'cannot', 'notClear', 'notCovered'])
const waiting = new Set(['asked', 'proposed'])

const isGone = ({ kind, result, emptied }: CheckFacts): boolean => result === 'removed' || (kind === 'emergencyContact' && emptied)
const waits = ({ kind, result, approved }: CheckFacts): boolean => waiting.has(result) || (kind === 'riskAssessment' && !approved)

function outOfTime({ validFrom, expiresOn }: CheckFacts, on: PlacementDay, today: string): GapWhy | undefined {
  if (expiresOn < today) return 'expired'
  if (on && expiresOn < on.last) return 'expiring'
  return validFrom > (on?.day ?? today) ? 'notYet' : undefined
}

/**
 * Why what was signed last does not hold on the day; undefined where it does. It is asked of the day itself, not of today: what runs out
 * before the day is in its way already.
 */
export function gapOf(check: CheckFacts | undefined, on: PlacementDay, today: string): GapWhy | undefined {
  if (!check || isGone(check)) return 'missing'
  if (check.revoked) return 'revoked'
  if (refused.has(check.result)) return 'refused'
  return waits(check) ? 'waiting' : outOfTime(check, on, today)
}

/** What is in the way of a placement of everything that is signed; `signed` in the order in which it was, the last of a kind counts. */
export function checkGaps(
  { patrol, on }: { patrol: boolean; on: PlacementDay },
  signed: CheckFacts[],
  today: string,
): { kind: CheckKind; why: GapWhy }[] {
  return neededChecks({ patrol }).flatMap((kind) => {
    const why = gapOf(
      signed.findLast((check) => check.kind === kind),
      on,
      today,
    )
    return why === undefined ? [] : [{ kind, why }]
  })
}

type Months = Pick<ForceProfile, 'checkMonths' | 'retention'>

/** The last day on which a check holds that counts from a day; the result of a record check is not kept for longer than the force keeps it. */
export function lastDayOf(kind: CheckKind, from: string, { checkMonths, retention }: Months): string {
  const months = kind === 'recordCheck' ? Math.min(checkMonths[kind], retention.recordCheckMonths) : checkMonths[kind]
  return dayAfter(londonDay(monthsAfter(startOfDay(from), months)), -1)
}
