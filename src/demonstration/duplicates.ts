import { daysAfter, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; coordinatorId: string }

/** Somebody who rang and has no e-mail, with two things to tell her; and a second record, from an event, that may be hers. */
export async function addDuplicates(tx: Tx, { force, now, coordinatorId }: World): Promise<void> {
  const [area, other] = force.areas.map(({ id }) => id)
  const ago = (days: number) => daysAfter(now, -days)
  const add = async (days: number, person: { name: string; reference: string; cameBy: string; reachBy: string }, more: object) => {
    const given = { ...person, ...more, ownerId: coordinatorId, registeredAt: ago(days), activeAt: ago(days) }
    const { id } = await tx.candidate.create({ data: given, select: { id: true } })
    const data = JSON.stringify({ cameBy: person.cameBy })
    await tx.$executeRaw`SELECT record_event(${coordinatorId}::uuid, 'coordinator', 'candidate.enrolled', ${id}::uuid, NULL, ${data}::jsonb, ${ago(days)}::timestamptz)`
    return id
  }
  const rang = await add(
    12,
    { name: 'Joyce Adomako', reference: 'PA-4JQ7WTM', cameBy: 'phone', reachBy: 'call' },
    {
      phone: '01632 960 418',
      postalAddress: '8 Sample Row\nOur Town',
      areas: [area],
      adult: true,
      answered: ['areas', 'adult', 'support'],
    },
  )
  await tx.accessNeed.create({ data: { candidateId: rang, text: 'Somebody who reads the forms out to me.', updatedAt: ago(12) } })
  await addAnswered(tx, rang, { now, coordinatorId })
  const met = await add(
    2,
    { name: 'Joyce Adomakoh', reference: 'PA-9HX3KBD', cameBy: 'event', reachBy: 'letter' },
    { phone: '(01632) 960418', postalAddress: '8a Sample Row\nOur Town', areas: [area, other], answered: ['areas'] },
  )
  await tx.accessNeed.create({ data: { candidateId: met, text: 'Large print, please.', updatedAt: ago(2) } })
  await tx.$executeRaw`SELECT find_duplicates(${met}::uuid, ${ago(2)}::timestamptz)`
}

/** One request with a yes and one that has begun: the first news is late, the other came yesterday. */
async function addAnswered(tx: Tx, candidateId: string, { now, coordinatorId }: Pick<World, 'now' | 'coordinatorId'>): Promise<void> {
  const ago = (days: number) => daysAfter(now, -days)
  const byTeam = { byId: coordinatorId, byRole: 'coordinator' }
  const yes = { fromState: 'requested', toState: 'accepted', ...byTeam, at: ago(4) }
  for (const [kind, state, told] of [
    ['insight', 'accepted', 4],
    ['mentoring', 'underway', 1],
  ] as const) {
    const begun = state === 'underway'
    const { id } = await tx.supportRequest.create({
      data: {
        ...{ candidateId, kind, state, ownerId: coordinatorId, requestedAt: ago(12), dueAt: workingDaysAfter(ago(12), 5) },
        ...{ answeredAt: ago(4), beganAt: begun ? ago(1) : null, changedAt: ago(told) },
        changes: {
          create: [
            { toState: 'requested', ...byTeam, at: ago(12) },
            yes,
            ...(begun ? [{ fromState: 'accepted', toState: 'underway', ...byTeam, detail: 'First talk on the phone', at: ago(1) }] : []),
          ],
        },
      },
      select: { id: true },
    })
    await tx.telling.create({ data: { candidateId, kind: `request.${state}`, aboutId: id, createdAt: ago(told) } })
  }
}
