import { randomUUID } from 'node:crypto'
import { daysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'

type Given = { now: Date; people: Map<string, string>; staff: Map<string, string> }

/** Filters that the team keeps by name, and one thing that was done to several people at once. */
export async function addBatches(tx: Tx, { now, people, staff }: Given): Promise<void> {
  const [priya, sian, marcus] = ['Priya Nair', 'Sian Prosser', 'Marcus Bell'].map((name) => staff.get(name) ?? '')
  const kept = (accountId = '', name: string, filter: Record<string, string>, shared: boolean) => {
    const at = daysAfter(now, -21)
    return { id: randomUUID(), accountId, name, filter, shared, createdAt: at, changedAt: at }
  }
  await tx.savedFilter.createMany({
    data: [
      kept(sian, 'Nobody looks after them', { owner: 'nobody' }, true),
      kept(priya, 'My people who wait for a buddy', { owner: 'me', kind: 'buddy', state: 'requested' }, false),
    ],
  })
  const at = daysAfter(now, -17)
  const id = randomUUID()
  const batch = { id, action: 'assign', details: { action: 'assign', ownerId: marcus ?? '' }, total: 2, byId: sian ?? '', byRole: 'lead' }
  await tx.batch.create({ data: { ...batch, filter: { owner: 'nobody' }, createdAt: at, state: 'running', confirmedAt: at } })
  const given = { batchId: id, doneAt: at }
  await tx.batchItem.createMany({
    data: [
      { ...given, position: 1, candidateId: people.get('Samir Haddad') ?? '', outcome: 'done' },
      { ...given, position: 2, candidateId: people.get('Jun-ho Park') ?? '', outcome: 'skipped', reason: 'hasOwner' },
    ],
  })
  await tx.batch.update({ where: { id }, data: { state: 'done', finishedAt: at } })
}
