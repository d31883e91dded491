import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { targetsOf, type BarrierKind, type CaseState } from '../../src/features/barriers/rules/cases.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { aCandidate, anAccount } from './people.ts'

const steps: Record<CaseState, CaseState[]> = {
  opened: [],
  takenUp: ['takenUp'],
  working: ['takenUp', 'working'],
  waitingOnOthers: ['takenUp', 'working', 'waitingOnOthers'],
  closed: ['takenUp', 'closed'],
  withdrawn: ['withdrawn'],
}

type Given = { candidateId?: string; kind?: BarrierKind; state?: CaseState; ownerId?: string; openedAt?: Date }

/** A case of somebody about the bus that does not come, brought to a state step by step, as people would. */
export async function aCase({ candidateId, kind = 'transport', state = 'opened', ownerId, openedAt = now() }: Given = {}) {
  const whose = candidateId ?? (await aCandidate()).id
  const owner = ownerId ?? (state === 'opened' || state === 'withdrawn' ? null : (await anAccount()).id)
  const made = await db.barrierCase.create({
    data: {
      ...{ candidateId: whose, kind, words: 'There is no bus at six', openedBy: 'candidate', openedAt },
      ...targetsOf(profileOf('cheshire'), kind, openedAt),
      ...{ changedAt: openedAt, changedByRole: 'candidate' },
    },
  })
  const over: Partial<Record<CaseState, Prisma.BarrierCaseUncheckedUpdateInput>> = {
    waitingOnOthers: { waitingFor: 'the bus company' },
    closed: { outcome: 'solved', outcomeWords: 'You start at nine', closedAt: openedAt },
    withdrawn: { closedAt: openedAt },
  }
  for (const to of steps[state])
    await db.barrierCase.update({
      where: { id: made.id },
      data: { state: to, ownerId: owner, changedByRole: 'coordinator', changedById: owner, ...over[to] },
    })
  return db.barrierCase.findUniqueOrThrow({ where: { id: made.id } })
}

/** A line of the register about those who cannot get there, with cases that show it. */
export async function aSystemic({ ownerId, caseIds = [], sources = '' }: { ownerId?: string; caseIds?: string[]; sources?: string } = {}) {
  const at = now()
  const owner = ownerId ?? (await anAccount()).id
  const made = await db.systemicBarrier.create({
    data: {
      ...{ title: 'No bus to the test', kind: 'transport', about: 'It begins before the first bus', sources },
      ...{ ownerId: owner, madeAt: at, changedAt: at, changedByRole: 'coordinator' },
    },
  })
  for (const caseId of caseIds) await db.systemicLink.create({ data: { systemicId: made.id, caseId, linkedAt: at } })
  return made
}
