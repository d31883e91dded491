import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { candidateKinds, type CandidateKind } from '../rules/kinds.ts'

/** What a letter about the checks of a placement needs; undefined where there is none. */
export async function findForLetter(placementId: string) {
  const found = await db.placement.findUnique({
    where: { id: placementId },
    select: {
      ...{ id: true, state: true, supporterId: true },
      candidate: { select: { name: true } },
      host: { select: { name: true } },
      supporter: { select: { account: { select: { name: true } } } },
      date: { select: { startsAt: true, endsAt: true, supporterId: true } },
    },
  })
  if (!found) return undefined
  const gaps = await db.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${placementId}::uuid, ${now()})`
  const toSign = candidateKinds.filter((kind): kind is CandidateKind => gaps.some((gap) => gap.kind === kind && gap.why !== 'waiting'))
  const toWrite = gaps.some(({ kind, why }) => kind === 'riskAssessment' && why !== 'waiting')
  return { ...found, gaps, toSign, toWrite }
}
