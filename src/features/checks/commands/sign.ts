import type { Candidate, Team } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { isOfPerson, lastDayOf, type CandidateKind, type CheckKind, type TeamKind } from '../rules/kinds.ts'
import { wordingOf, wordingText } from '../rules/wordings.ts'
import type { How, RevokeReason } from '../rules/words.ts'
import { asDate, onChecks, refuse, type ChecksDecision, type LockedPlacement } from './steps.ts'

type Months = Pick<ForceProfile, 'checkMonths' | 'retention'>
type Contact = { contactName: string; contactPhone: string; contactRelation: string }
export type Signed = { result: string; words?: string; contact?: Contact }
type Answer = Promise<ChecksDecision | undefined>

/** What belongs to every row of one kind for a placement: whose, the words signed, from when until when. */
export function rowOf(kind: CheckKind, placement: LockedPlacement, { from, months, at }: { from: string; months: Months; at: Date }) {
  return {
    ...{ kind, candidateId: placement.candidateId, placementId: isOfPerson(kind) ? null : placement.id },
    ...{ version: wordingOf(kind).version, wording: wordingText(kind), signedAt: at },
    ...{ validFrom: asDate(from), expiresOn: asDate(lastDayOf(kind, from, months)) },
  }
}

/** Whoever will only be 18 by the day has signed for that day and those after it, and for none before. */
const fromDay = (by: boolean, { startsAt }: LockedPlacement, at: Date): string => londonDay(by && startsAt ? startsAt : at)

/**
 * A candidate signs one of their own checks, or the team notes what they said on the phone or in person (`how`). What is signed now takes
 * the place of what was signed before, where it is worse too.
 */
export const signCheck = (
  actor: Candidate | Team,
  placementId: string,
  kind: CandidateKind,
  { months, how, byTheDay = false, ...signed }: Signed & { months: Months; how?: How; byTheDay?: boolean },
): Answer =>
  onChecks(actor, { placementId, event: 'check.signed', data: { kind } }, async ({ tx, placement, at }) => {
    if (actor.role !== 'candidate' && (await isThemselves(tx, actor, placement))) return refuse('self')
    const words = kind === 'accessNeeds' && signed.result === 'agreed' ? await proposedWords(tx, placementId) : (signed.words ?? null)
    if (signed.result === 'agreed' && words === null) return refuse('settled')
    const row = rowOf(kind, placement, { from: fromDay(byTheDay, placement, at), months, at })
    const by = { signedById: actor.accountId, signedByRole: actor.role, how: actor.role === 'candidate' ? 'portal' : (how ?? 'call') }
    await tx.check.create({ data: { ...row, ...by, result: signed.result, words, ...signed.contact }, select: { id: true } })
    return { ok: true }
  })

async function proposedWords(tx: Tx, placementId: string): Promise<string | null> {
  const last = await tx.check.findFirst({ where: { placementId, kind: 'accessNeeds' }, orderBy: { seq: 'desc' } })
  return last?.result === 'proposed' && last.revokedAt === null ? last.words : null
}

async function isThemselves(tx: Tx, actor: Team, { candidateId }: LockedPlacement): Promise<boolean> {
  const found = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { accountId: true } })
  return found.accountId === actor.accountId
}

export type Recorded = { result: string; words?: string; madeOn: string; until?: string }

/** The team records what it has seen: a record check, that the briefing was given, that the visitor is insured until a day. */
export const recordCheck = (
  actor: Team,
  placementId: string,
  kind: TeamKind,
  { months, madeOn, until, ...given }: Recorded & { months: Months },
): Answer =>
  onChecks(actor, { placementId, event: 'check.recorded', data: { kind } }, async ({ tx, placement, at }) => {
    if (await isThemselves(tx, actor, placement)) return refuse('self')
    const row = rowOf(kind, placement, { from: madeOn, months, at })
    const expiresOn = until !== undefined && asDate(until) < row.expiresOn ? asDate(until) : row.expiresOn
    if (expiresOn < asDate(londonDay(at)) || expiresOn < row.validFrom) return refuse('runsOut')
    const by = { signedById: actor.accountId, signedByRole: actor.role }
    await tx.check.create({
      data: { ...row, ...by, expiresOn, result: given.result, words: given.words ?? null },
      select: { id: true },
    })
    return { ok: true }
  })

/** The team answers what somebody needs; it holds once they agree. */
export const proposeNeeds = (actor: Team, placementId: string, words: string, months: Months): Answer =>
  onChecks(actor, { placementId, event: 'check.needsAnswered', data: {} }, async ({ tx, placement, at }) => {
    if (await isThemselves(tx, actor, placement)) return refuse('self')
    const last = await tx.check.findFirst({ where: { placementId, kind: 'accessNeeds' }, orderBy: { seq: 'desc' } })
    if (last === null || !['asked', 'proposed'].includes(last.result) || last.revokedAt !== null) return refuse('settled')
    const row = rowOf('accessNeeds', placement, { from: londonDay(at), months, at })
    const by = { signedById: actor.accountId, signedByRole: actor.role }
    await tx.check.create({ data: { ...row, ...by, result: 'proposed', words }, select: { id: true } })
    return { ok: true }
  })

type Revoking = { kind: CheckKind; why: RevokeReason; words: string }

/** The team takes back what holds of one kind. Where a visit rested on it, it is no longer confirmed from this moment on. */
export const revokeCheck = (actor: Team, placementId: string, { kind, why, words }: Revoking): Answer =>
  onChecks(actor, { placementId, event: 'check.revoked', data: { kind, why } }, async ({ tx, placement, at }) => {
    const where = { kind, candidateId: placement.candidateId, placementId: isOfPerson(kind) ? null : placementId }
    const last = await tx.check.findFirst({ where, orderBy: { seq: 'desc' }, select: { id: true, revokedAt: true } })
    if (last?.revokedAt !== null) return refuse('nothing')
    await tx.check.update({
      where: { id: last.id },
      data: {
        revokedAt: at,
        revokedById: actor.accountId,
        revokedByRole: actor.role,
        revokedWhy: why,
        revokedWords: words === '' ? null : words,
      },
      select: { id: true },
    })
    return { ok: true }
  })
