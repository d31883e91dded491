import { londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { checkKinds, isOfPerson, lastDayOf, neededChecks, type CheckKind } from '../features/checks/rules/kinds.ts'
import { firstHazards } from '../features/checks/rules/words.ts'
import { wordingOf, wordingText } from '../features/checks/rules/wordings.ts'
import type { ForceProfile } from '../forces/profile.ts'

const results: Record<CheckKind, string> = {
  ...{ age: 'adult', eligibility: 'declared', confidentiality: 'promised', emergencyContact: 'given', accessNeeds: 'agreed' },
  ...{ recordCheck: 'clear', briefing: 'given', insurance: 'covered', riskAssessment: 'written' },
}
const needs = 'A seat that is not too low, and ten minutes to sit down in the middle of the day. Agreed: both are ready.'
const contact = { contactName: 'Joan Rees', contactPhone: '01632 960 218', contactRelation: 'My mother' }
const byTeam = new Set<CheckKind>(['recordCheck', 'briefing', 'insurance'])

type Given = { force: ForceProfile; at: Date; teamId: string; approverId: string }

/**
 * Signs what a placement in its checks needs, as its people would: everything, so that it can be confirmed, or only `kinds`. `teamId`
 * records what the team does, `approverId` approves the risk assessment; `at` is when.
 */
export async function signEverything(tx: Tx, placementId: string, given: Given & { kinds?: CheckKind[] }): Promise<void> {
  const { force, at, teamId, kinds = [...checkKinds] } = given
  const placement = await tx.placement.findUniqueOrThrow({ where: { id: placementId }, include: { host: true, candidate: true } })
  const from = londonDay(at)
  for (const kind of neededChecks(placement.host).filter((each) => kinds.includes(each))) {
    const by = signerOf(kind, placement, teamId)
    if (by === undefined) continue
    const { id } = await tx.check.create({
      data: {
        ...{ kind, candidateId: placement.candidateId, placementId: isOfPerson(kind) ? null : placementId, result: results[kind] },
        ...{ version: wordingOf(kind).version, wording: wordingText(kind), ...by, signedAt: at },
        ...{ validFrom: asDate(from), expiresOn: asDate(lastDayOf(kind, from, force)) },
        ...(kind === 'emergencyContact' && contact),
        ...(kind === 'accessNeeds' && { words: needs }),
      },
      select: { id: true },
    })
    if (kind === 'riskAssessment') await addRisks(tx, id, given)
  }
}

type Whose = { supporterId: string | null; candidate: { accountId: string | null } }

/** Who signs it: the host, the team, or the candidate, for whom the team notes it where they have no account. */
function signerOf(kind: CheckKind, { supporterId, candidate }: Whose, teamId: string) {
  if (kind === 'riskAssessment') return supporterId === null ? undefined : { signedById: supporterId, signedByRole: 'supporter' }
  if (byTeam.has(kind)) return { signedById: teamId, signedByRole: 'coordinator' }
  return candidate.accountId === null
    ? { signedById: teamId, signedByRole: 'coordinator', how: 'call' }
    : { signedById: candidate.accountId, signedByRole: 'candidate' }
}

async function addRisks(tx: Tx, checkId: string, { at, approverId }: Given): Promise<void> {
  await tx.riskRow.createMany({ data: firstHazards.map((risk, i) => ({ checkId, position: i + 1, ...risk })) })
  await tx.check.update({ where: { id: checkId }, data: { approvedAt: at, approvedById: approverId }, select: { id: true } })
}

const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
