import { randomUUID } from 'node:crypto'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

const fine: Record<string, { result: string; by: string; extra?: object }> = {
  age: { result: 'adult', by: 'candidate' },
  eligibility: { result: 'declared', by: 'candidate' },
  recordCheck: { result: 'clear', by: 'coordinator' },
  confidentiality: { result: 'promised', by: 'candidate' },
  briefing: { result: 'given', by: 'coordinator' },
  riskAssessment: { result: 'written', by: 'supporter' },
  emergencyContact: {
    result: 'given',
    by: 'candidate',
    extra: { contactName: 'Joan Rees', contactPhone: '01632 960 555', contactRelation: 'Mother' },
  },
  insurance: { result: 'covered', by: 'coordinator' },
  accessNeeds: { result: 'none', by: 'candidate' },
}
export const allChecks = Object.keys(fine)
const ofPerson = new Set(['age', 'eligibility', 'recordCheck', 'confidentiality'])

type GivenCheck = Partial<Prisma.CheckUncheckedCreateInput> & { kind: string; placementId: string; approved?: boolean }

/** A check that is fine for decades, of one kind, for this placement and its person; a risk assessment is approved by a colleague unless said. */
export async function aCheck({ kind, placementId, approved = true, ...given }: GivenCheck) {
  const placement = await db.placement.findUniqueOrThrow({ where: { id: placementId } })
  const { result = '', by = '', extra } = fine[kind] ?? {}
  const at = new Date(given.signedAt ?? now())
  const check = await db.check.create({
    data: {
      ...{ kind, result, version: '1', wording: 'What was agreed to.', signedAt: at, signedByRole: by, ...extra },
      ...{ candidateId: placement.candidateId, placementId: ofPerson.has(kind) ? null : placementId },
      signedById: (kind === 'riskAssessment' ? placement.supporterId : undefined) ?? randomUUID(),
      ...{ validFrom: new Date('2000-01-01'), expiresOn: new Date('2099-01-01') },
      ...given,
    },
  })
  if (kind !== 'riskAssessment') return check
  const row = { position: 1, hazard: 'A wet floor', control: 'Shoes that hold', residual: 'low' }
  await db.riskRow.create({ data: { checkId: check.id, ...row } })
  if (!approved) return check
  return db.check.update({ where: { id: check.id }, data: { approvedById: randomUUID(), approvedAt: at } })
}

/** Everything that a placement needs on its day, signed and approved. */
export async function everyCheck(placementId: string, at: Date = now()): Promise<void> {
  for (const kind of allChecks) await aCheck({ kind, placementId, signedAt: at })
}
