import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { anAccount } from './people.ts'

const DAY = 86_400_000
const day = (at: Date) => new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`)

type Given = Partial<Prisma.RationaleUncheckedCreateInput>

/** A whole draft for women, in date from a month ago for a year, by a coordinator of its own. */
export async function aDraftRationale(given: Given = {}) {
  const authorId = given.authorId ?? (await anAccount()).id
  const id = given.id ?? crypto.randomUUID()
  const at = now()
  const rationale = await db.rationale.create({
    data: {
      ...{ id, seriesId: id, version: 1, title: 'Women into constable routes', gate: 'lowParticipation', authorId, createdAt: at },
      ...{ evidence: 'A third of constables are women.', aim: 'As many as among those who apply.' },
      ...{ proportionate: 'One workshop in six.', alternatives: 'More places for all: tried, not enough.' },
      ...{
        groupKey: 'women',
        groupName: 'women',
        fromOn: day(new Date(at.getTime() - 30 * DAY)),
        untilOn: day(new Date(at.getTime() + 365 * DAY)),
      },
      ...given,
    },
  })
  await db.rationaleChange.create({
    data: { rationaleId: id, what: 'written', toState: 'draft', byId: authorId, byRole: 'coordinator', at },
  })
  return rationale
}

/** One that a lead has approved. */
export async function anApprovedRationale(given: Given = {}) {
  const { id } = await aDraftRationale(given)
  const lead = await anAccount({ roles: ['lead'] })
  await db.rationale.update({ where: { id }, data: { state: 'submitted', submittedAt: now() } })
  return db.rationale.update({ where: { id }, data: { state: 'approved', approverId: lead.id, decidedAt: now() } })
}
