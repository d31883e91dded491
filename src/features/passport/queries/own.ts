import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { readsLikeDiagnosis } from '../rules/needs.ts'
import { titleOf } from '../rules/titles.ts'
import { useEventsFor } from '../rules/uses.ts'
import { findUse, needsOf, usesAt, type UseRow } from './rows.ts'

export const listNeeds = ({ candidateId }: Candidate) =>
  db.passportNeed.findMany({ where: { candidateId, removedAt: null }, orderBy: [{ madeAt: 'asc' }, { id: 'asc' }] })

export const findNeed = ({ candidateId }: Candidate, id: string) =>
  db.passportNeed.findFirst({ where: { id, candidateId, removedAt: null } })

/** What somebody wrote about access before they had a passport: offered as a beginning, and not kept twice until they save it. */
export const findAccessText = async ({ candidateId }: Candidate): Promise<string> =>
  (await db.accessNeed.findUnique({ where: { candidateId }, select: { text: true } }))?.text ?? ''

async function listOwn({ candidateId }: Candidate, force: ForceProfile) {
  const at = now()
  const rows = await db.$queryRaw<UseRow[]>`
    SELECT x.* FROM (${usesAt(at)} WHERE u.candidate_id = ${candidateId}::uuid) AS x ORDER BY x."askedAt" DESC, x.id DESC`
  return rows.map((use) => ({ ...use, for: titleOf(force, use), events: useEventsFor(use, 'candidate', at) }))
}

/** The whole passport: needs, what is shared now, and what has been. */
export async function findPassport(actor: Candidate, force: ForceProfile) {
  const { candidateId } = actor
  const [needs, uses, passport, access] = await Promise.all([
    listNeeds(actor),
    listOwn(actor, force),
    db.passport.findUnique({ where: { candidateId } }),
    findAccessText(actor),
  ])
  const isLive = ({ open, state, events }: (typeof uses)[number]) => open && (state !== 'told' || events.includes('tell'))
  return {
    needs: needs.map((need) => ({ ...need, hint: readsLikeDiagnosis(need.helps, need.avoid) })),
    shared: uses.filter(isLive),
    past: uses.filter((use) => !isLive(use)),
    ...{ passport, access },
  }
}

/** One own sharing: what was shared, who opened it, and each step. */
export async function findOwnUse({ candidateId }: Candidate, force: ForceProfile, id: string) {
  const at = now()
  const use = await findUse(db, id, at)
  if (use?.candidateId !== candidateId) return undefined
  const [needs, looks, changes] = await Promise.all([
    needsOf(db, id),
    db.adjustmentLook.findMany({ where: { useId: id }, orderBy: { id: 'desc' }, take: 50 }),
    db.adjustmentUseChange.findMany({ where: { useId: id }, orderBy: { id: 'asc' } }),
  ])
  return { ...use, for: titleOf(force, use), events: useEventsFor(use, 'candidate', at), needs, looks, changes }
}

const REUSED = 5

/** Earlier sharings whose needs can be shared again in one press: those that worked first. */
export async function listReusable(actor: Candidate, force: ForceProfile) {
  const used = (await listOwn(actor, force)).filter(({ state }) => state !== 'revoked')
  const rank = ({ outcome }: UseRow) => (outcome === 'worked' ? 0 : outcome === 'partly' ? 1 : outcome === null ? 2 : 3)
  const ranked = used.toSorted((a, b) => rank(a) - rank(b)).slice(0, REUSED)
  const found = await Promise.all(ranked.map(async (use) => ({ ...use, needs: await needsOf(db, use.id) })))
  return found.filter(({ needs }) => needs.length > 0)
}

/** What of it stands on the first page. */
export async function findOwnPassport({ candidateId }: Candidate) {
  const [needs, shared] = await Promise.all([
    db.passportNeed.count({ where: { candidateId, removedAt: null } }),
    db.adjustmentUse.count({ where: { candidateId, state: { in: ['asked', 'answered', 'provided', 'notProvided'] } } }),
  ])
  return { needs, shared }
}
