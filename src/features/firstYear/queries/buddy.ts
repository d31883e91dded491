import type { Supporter } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { mayRead } from '../rules/answers.ts'
import { firstNameOf, standingOf, yearParts } from './own.ts'

/**
 * What a candidate shares with their buddy of the first year: while the pairing goes on, and of that time alone. What was said to
 * a buddy before is not for the next one. Undefined where it is no living buddy pairing of this supporter, or no year goes on.
 */
export async function findSharedYear({ accountId }: Supporter, pairingId: string) {
  const pairing = await db.pairing.findFirst({
    where: { id: pairingId, supporterId: accountId, kind: 'buddy', state: 'active' },
    select: { id: true, beganAt: true, candidateId: true, candidate: { select: { name: true } } },
  })
  if (!pairing) return undefined
  const year = await db.firstYear.findFirst({ where: { candidateId: pairing.candidateId, endedAt: null }, include: yearParts })
  if (!year) return undefined
  const helps = await db.firstYearHelp.findMany({ where: { pairingId, asked: 'buddy' }, orderBy: [{ askedAt: 'desc' }, { id: 'desc' }] })
  const since = pairing.beganAt ?? new Date()
  const shared = year.checkIns.flatMap(({ week, dueOn, answers }) => {
    const read = answers.filter(({ audience, saidAt }) => mayRead('buddy', audience) && saidAt >= since)
    return read.length === 0 ? [] : [{ week, dueOn, answers: read }]
  })
  const { startedOn, endsOn, checkIns } = year
  return {
    ...{ pairingId, name: firstNameOf(pairing.candidate.name), startedOn, endsOn, helps, shared: shared.reverse() },
    ...standingOf(year),
    plan: checkIns.map(({ week, dueOn }) => ({ week, dueOn })),
    leaves: year.handovers[0]?.onDay,
  }
}

/** Does a first year go on for the candidate of this living buddy pairing? Then a link to it leads somewhere, for both. */
export const goesIntoFirstYear = async ({
  candidateId,
  kind,
  state,
}: {
  candidateId: string
  kind: string
  state: string
}): Promise<boolean> => kind === 'buddy' && state === 'active' && (await db.firstYear.count({ where: { candidateId, endedAt: null } })) > 0
