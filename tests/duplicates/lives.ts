import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { aCohort } from '../support/cohorts.ts'

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}
type Roll = ReturnType<typeof dice>

export type World = { workshops: string[]; cohorts: string[]; staffId: string }

export async function aWorld(): Promise<World> {
  const workshops: string[] = []
  for (const capacity of [1, 2, 9]) workshops.push((await aWorkshop({ capacity })).id)
  return {
    workshops,
    cohorts: [(await aCohort({ capacity: 500 })).id, (await aCohort({ capacity: 500 })).id],
    staffId: (await anAccount()).id,
  }
}

const pick = <T>(roll: Roll, list: readonly T[]): T => list[roll(list.length)] as T
const maybe = async (roll: Roll, work: () => Promise<unknown>) => {
  if (roll(3) > 0) await work()
}

/** Somebody with a row, or several, in every table that knows a candidate. */
export async function aLife(roll: Roll, { workshops, cohorts, staffId }: World, withAccount: boolean): Promise<string> {
  const at = now()
  const person = withAccount
    ? await aCandidate({ phone: '01632 960 101', answered: ['routes', 'news'] })
    : await db.candidate.create({
        data: {
          ...{
            reference: `PA-${String(roll(1_000_000_000))}`,
            name: 'Moira Kettlewell',
            email: 'moira@people.example',
            postalAddress: 'Crewe',
          },
          ...{ registeredAt: at, activeAt: at, reachBy: 'call', cameBy: 'phone', routes: ['constable'], answered: ['stories'] },
        },
      })
  const candidateId = person.id
  for (const workshopId of workshops) {
    await maybe(
      roll,
      () => db.$executeRaw`SELECT ask_for_place(${workshopId}::uuid, ${candidateId}::uuid, NULL, 'candidate', ${at}::timestamptz)`,
    )
  }
  for (const kind of ['buddy', 'insight', 'skills'])
    await maybe(roll, () => {
      const state = pick(roll, ['requested', 'accepted', 'underway', 'completed'])
      const times = { requestedAt: at, dueAt: at, changedAt: at }
      return db.supportRequest.create({
        data: { candidateId, kind, state, ownerId: staffId, ...times, changes: { create: { toState: state, byRole: 'candidate', at } } },
      })
    })
  for (const cohortId of cohorts)
    await maybe(roll, () =>
      db.membership.create({ data: { cohortId, candidateId, state: pick(roll, ['requested', 'invited', 'joined']), beganAt: at } }),
    )
  for (const purpose of ['tailoring', 'shareHistory', 'news', 'stories'])
    await maybe(roll, () => {
      const withdrawnAt = roll(3) === 0 ? at : null
      return db.consent.create({ data: { candidateId, purpose, wording: 'w', version: '1', how: 'test', givenAt: at, withdrawnAt } })
    })
  await maybe(roll, () => db.tailoringFact.create({ data: { candidateId, text: `fact ${String(roll(99))}`, updatedAt: at } }))
  await maybe(roll, () => db.accessNeed.create({ data: { candidateId, text: `need ${String(roll(99))}`, updatedAt: at } }))
  await maybe(roll, () =>
    db.stageRecord.create({
      data: { candidateId, route: 'constable', stage: 'sift', state: 'passed', happenedOn: at, source: 'import', recordedAt: at },
    }),
  )
  await maybe(roll, () =>
    db.plannedStage.create({
      data: { candidateId, route: 'constable', stage: 'sift', expectedOn: at, source: 'candidate', recordedAt: at },
    }),
  )
  await maybe(roll, () => db.look.create({ data: { candidateId, viewerId: staffId, viewerRole: 'lead', page: 'p', purpose: 'x', at } }))
  await maybe(roll, () => db.telling.create({ data: { candidateId, kind: 'request.accepted', createdAt: at } }))
  await maybe(roll, () => db.messagePreference.create({ data: { candidateId, reminders: roll(2) === 0, updatedAt: at } }))
  await maybe(roll, () => db.contactHold.create({ data: { candidateId, reason: 'asked', byId: staffId, beganAt: at } }))
  await maybe(roll, () => db.email.create({ data: { candidateId, kind: 'request.accepted', state: 'sent', createdAt: at } }))
  await maybe(roll, () => db.assignment.create({ data: { candidateId, toId: staffId, byId: staffId, byRole: 'lead', at } }))
  await maybe(roll, () =>
    db.thread.create({
      data: { candidateId, subject: 's', state: 'waitingCandidate', begunBy: 'team', begunAt: at, lastAt: at },
    }),
  )
  if (!withAccount)
    await maybe(roll, () =>
      db.link.create({ data: { purpose: 'claim', candidateId, createdAt: at, expiresAt: new Date(at.getTime() + 1e9) } }),
    )
  return candidateId
}

/** What only ever grows, and what says of itself that it is a trace of looking: everything else is put back by an undo. */
const grows = [
  'events',
  'place_changes',
  'line_entries',
  'support_request_changes',
  'merges',
  'merge_moves',
  'duplicate_checks',
  'emails',
  'sessions',
  'rate_limits',
]

/** A mark of every row of every other table. */
export async function fingerprint(except: string[] = []): Promise<Record<string, string[]>> {
  const tables = await db.$queryRaw<
    { name: string }[]
  >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`
  const marks: Record<string, string[]> = {}
  for (const { name } of tables.filter((table) => ![...grows, ...except].includes(table.name))) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t ORDER BY t::text`).catch(() => [])
    marks[name] = rows.map(({ row }) => row)
  }
  return marks
}
