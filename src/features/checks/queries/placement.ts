import type { Candidate, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { isOfPerson, neededChecks, signerOf, type CheckKind, type GapWhy, type Signer } from '../rules/kinds.ts'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const shown = {
  ...{ id: true, state: true, candidateId: true, supporterId: true, hostId: true },
  candidate: { select: { id: true, name: true, reference: true, accountId: true } },
  host: { select: { id: true, name: true, patrol: true } },
  date: { select: { startsAt: true, endsAt: true, supporterId: true } },
} as const

/** Checks are asked for from the candidate's yes until the day is over. */
const waiting = ['accepted', 'checks', 'confirmed']

/** What was signed last of each kind, and all that was before, newest first. */
async function findSigned(placementId: string, candidateId: string) {
  return db.check.findMany({
    where: { candidateId, OR: [{ placementId: null }, { placementId }] },
    orderBy: { seq: 'desc' },
    include: { risks: { orderBy: { position: 'asc' } } },
  })
}
export type SignedCheck = Awaited<ReturnType<typeof findSigned>>[number]

export type CheckLine = {
  kind: CheckKind
  signer: Signer
  why: GapWhy | undefined
  check: SignedCheck | undefined
  expiresOn: string | undefined
  ofPerson: boolean
}

async function withChecks<P extends { id: string; candidateId: string; state: string; host: { patrol: boolean } }>(placement: P) {
  const [signed, gaps] = await Promise.all([
    findSigned(placement.id, placement.candidateId),
    db.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${placement.id}::uuid, ${now()})`,
  ])
  const lines = neededChecks(placement.host).map((kind): CheckLine => {
    const check = signed.find((each) => each.kind === kind)
    const why = gaps.find((gap) => gap.kind === kind)?.why as GapWhy | undefined
    return { kind, signer: signerOf(kind), why, check, ofPerson: isOfPerson(kind), expiresOn: check && dayOf(check.expiresOn) }
  })
  const others = gaps.filter(({ kind }) => !lines.some((line) => line.kind === kind))
  return { ...placement, open: waiting.includes(placement.state), lines, others, history: signed }
}
export type CheckedPlacement = NonNullable<Awaited<ReturnType<typeof findForTeam>>>

/** A candidate's own placement with its checks, whatever became of it. */
export async function findForCandidate({ candidateId }: Candidate, placementId: string) {
  const placement = await db.placement.findFirst({ where: { id: placementId, candidateId }, select: shown })
  return placement ? withChecks(placement) : undefined
}

export async function findForTeam(_actor: Team, placementId: string) {
  const placement = await db.placement.findUnique({ where: { id: placementId }, select: shown })
  return placement ? withChecks(placement) : undefined
}

/** A placement at a department that somebody hosts in, from the candidate's yes on. */
export async function findForHost({ accountId }: Supporter, placementId: string) {
  const placement = await db.placement.findFirst({
    where: {
      id: placementId,
      state: { notIn: ['requested', 'underConsideration', 'offered', 'declined', 'withdrawn', 'expired'] },
      host: { people: { some: { supporterId: accountId, until: null } } },
    },
    select: shown,
  })
  return placement ? withChecks(placement) : undefined
}

/** The risks that were written last for any placement of a department: what the next is begun from. */
export async function findLastRisks(hostId: string): Promise<{ hazard: string; control: string; residual: string }[]> {
  const last = await db.check.findFirst({
    where: { kind: 'riskAssessment', placement: { hostId } },
    orderBy: { seq: 'desc' },
    include: { risks: { orderBy: { position: 'asc' }, select: { hazard: true, control: true, residual: true } } },
  })
  return last?.risks ?? []
}

/** Names of staff, for who signed and approved. */
export async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const found = await db.account.findMany({
    where: { id: { in: ids.filter((id): id is string => id !== null) } },
    select: { id: true, name: true },
  })
  return new Map(found.map(({ id, name }) => [id, name]))
}
