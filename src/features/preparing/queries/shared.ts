import type { Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { firstNameOf } from '../../pairings/rules/words.ts'
import type { Shareable } from '../rules/sharing.ts'
import { findLog, listSteps } from './own.ts'

/** What holds today of what a candidate shares with one reader: the team where no pairing is named. */
async function listShared(candidateId: string, pairingId: string | null): Promise<{ what: Shareable; untilOn: Date }[]> {
  const today = new Date(`${londonDay(now())}T00:00:00Z`)
  const shares = await db.preparingShare.findMany({
    where: { candidateId, pairingId, endedAt: null, untilOn: { gte: today }, candidate: { closedAt: null } },
    select: { what: true, untilOn: true },
  })
  return shares.map(({ what, untilOn }) => ({ what: what as Shareable, untilOn }))
}

async function read(force: ForceProfile, candidateId: string, pairingId: string | null, page: number) {
  const shares = await listShared(candidateId, pairingId)
  if (shares.length === 0) return undefined
  const untilOf = (what: Shareable) => shares.find((share) => share.what === what)?.untilOn
  const [planUntil, logUntil] = [untilOf('plan'), untilOf('fitness')]
  return {
    plan: planUntil && { until: planUntil, steps: await listSteps(candidateId, force) },
    log: logUntil && { until: logUntil, ...(await findLog(candidateId, page)) },
  }
}

/** Only while the pairing goes on, and only its own supporter. */
const livingPair = ({ accountId }: Supporter, pairingId: string) =>
  db.pairing.findFirst({
    where: { id: pairingId, supporterId: accountId, state: 'active' },
    select: { candidateId: true, candidate: { select: { name: true } } },
  })

/** What somebody shares with the supporter of this pairing; undefined where they share nothing, or it does not go on. */
export async function findSharedWithSupporter(actor: Supporter, force: ForceProfile, pairingId: string, page: number) {
  const pairing = await livingPair(actor, pairingId)
  const shared = pairing && (await read(force, pairing.candidateId, pairingId, page))
  return shared && { ...shared, name: firstNameOf(pairing.candidate.name), pairingId }
}

/** What somebody shares with the team; undefined where they share nothing with it. */
export async function findSharedWithTeam(_actor: Team, force: ForceProfile, candidateId: string, page: number) {
  const candidate = await db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true } })
  const shared = candidate && (await read(force, candidateId, null, page))
  return shared && { ...shared, candidate }
}

/** Does a way lead there from the page of the pair? */
export const sharesWithSupporter = async (candidateId: string, pairingId: string): Promise<boolean> =>
  (await listShared(candidateId, pairingId)).length > 0

/** Does a way lead there from the team's page of a candidate? */
export const sharesWithTeam = async (_actor: Team, candidateId: string): Promise<boolean> =>
  (await listShared(candidateId, null)).length > 0
