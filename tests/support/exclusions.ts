import { randomUUID } from 'node:crypto'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

type Pair = { candidateId: string; supporterId: string }
type Given = Partial<Prisma.ExclusionDeclarationUncheckedCreateInput>

/** What somebody declared about a pair; both are known unless said otherwise. */
export const aDeclaration = ({ candidateId, supporterId }: Partial<Pair>, given: Given = {}) => {
  const at = now()
  const base = { madeBy: 'candidate', madeById: randomUUID(), kind: 'family', madeAt: at, changedAt: at }
  return db.exclusionDeclaration.create({
    data: { ...base, candidateId: candidateId ?? null, supporterId: supporterId ?? null, ...given },
  })
}

export const aDuty = (supporterId: string, given: Partial<Prisma.SelectionDutyUncheckedCreateInput> = {}) => {
  const at = now()
  const base = { duty: 'interview', madeBy: 'supporter', madeById: supporterId, madeAt: at, changedAt: at }
  return db.selectionDuty.create({ data: { ...base, supporterId, ...given } })
}

export const aStanding = (supporterId: string, standing = 'investigation') =>
  db.supporterStanding.create({ data: { supporterId, standing, madeById: randomUUID(), madeAt: now(), changedAt: now() } })

/** What is recorded for somebody under 18; holds for nearly a year from today. */
export const aSafeguard = (candidateId: string, given: Partial<Prisma.SafeguardUncheckedCreateInput> = {}) => {
  const at = now()
  const today = new Date(at.toISOString().slice(0, 10))
  return db.safeguard.create({
    data: {
      ...{ candidateId, checkWhat: 'Talked through with school', checkBy: 'Sam Ngata', checkOn: today, guardianName: 'Ros Vale' },
      ...{ guardianHow: 'call', guardianOn: today, untilOn: new Date(today.getTime() + 300 * 86_400_000) },
      ...{ recordedById: randomUUID(), recordedAt: at, changedAt: at },
      ...given,
    },
  })
}

const supporter = (data: Prisma.SupporterUncheckedUpdateInput) => async (pair: Pair) => {
  await db.supporter.update({ where: { accountId: pair.supporterId }, data })
}
const declared =
  (kind: string, madeBy = 'candidate') =>
  async (pair: Pair) => {
    await aDeclaration(pair, { kind, madeBy })
  }
const onDuty =
  (duty: string, given: { route?: string } = {}) =>
  async ({ supporterId }: Pair) => {
    await aDuty(supporterId, { duty, ...given })
  }
const standing =
  (which: string) =>
  async ({ supporterId }: Pair) => {
    await aStanding(supporterId, which)
  }

const notAdult = async ({ candidateId }: Pair) => {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: false } })
}
const leaves = async ({ supporterId }: Pair) => {
  await db.account.update({ where: { id: supporterId }, data: { deactivatedAt: now() } })
}

/** A way in which each reason of the rules comes to hold for a pair. The candidate is interested in becoming a PCSO. */
export const waysToExclude: [reason: string, privately: boolean, exclude: (pair: Pair) => Promise<void>][] = [
  ['notApproved', false, supporter({ state: 'left' })],
  ['suspended', true, supporter({ suspendedAt: new Date(0) })],
  ['trainingLapsed', false, supporter({ trainedUntil: new Date('2020-01-01') })],
  ['underage', false, notAdult],
  ['supporterLeft', false, leaves],

  ['lineManagement', false, declared('lineManagement')],
  ['family', false, declared('family', 'supporter')],
  ['household', false, declared('household')],
  ['closeFriend', false, declared('closeFriend', 'supporter')],
  ['relationship', false, declared('relationship')],
  ['sameTeam', false, declared('sameTeam', 'team')],
  ['samePerson', false, declared('samePerson', 'team')],
  ['block', true, declared('block')],
  ['block', true, declared('block', 'supporter')],
  ['sift', false, declared('sift', 'supporter')],
  ['assessment', false, onDuty('assessment')],
  ['interview', false, onDuty('interview', { route: 'pcso' })],
  ['vetting', false, onDuty('vetting')],
  ['occupationalHealth', false, onDuty('occupationalHealth')],
  ['professionalStandards', false, onDuty('professionalStandards')],
  ['investigation', true, standing('investigation')],
  ['restricted', true, standing('restricted')],
]

/** What forbids a pair at this moment, and whether it may be named. */
export const excludedBy = ({ candidateId, supporterId }: Pair, at = now()) =>
  db.$queryRaw<{ reason: string; private: boolean }[]>`SELECT DISTINCT reason, private
    FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz) ORDER BY reason`
