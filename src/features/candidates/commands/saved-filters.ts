import { randomUUID } from 'node:crypto'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { savedFilter, type CandidateFilter, type Sorting } from '../rules/list.ts'

export type FilterRefusal = 'nameTaken' | 'tooMany' | 'empty'
type Saved = { ok: true; id: string } | { ok: false; reason: FilterRefusal }
type Wanted = { name: string; filter: CandidateFilter; sort: Sorting | undefined; shared: boolean; mine: boolean }

const MOST = 50

/** One window at a time: names are one's own, and as many as fit. */
async function namesOf(tx: Tx, { accountId }: Team) {
  await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  return tx.savedFilter.findMany({ where: { accountId }, select: { id: true, name: true } })
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** Keeps a filter by name, for oneself or for the team to use too. */
export const saveFilter = (actor: Team, { name, filter, sort, shared, mine }: Wanted): Promise<Saved> =>
  inTransaction(async (tx) => {
    const kept = savedFilter(filter)
    const others = await namesOf(tx, actor)
    if (Object.keys(kept).length === 0 && sort === undefined) return { ok: false, reason: 'empty' }
    if (others.some((other) => isSame(other.name, name))) return { ok: false, reason: 'nameTaken' }
    if (others.length >= MOST) return { ok: false, reason: 'tooMany' }
    const id = randomUUID()
    const kind = { sort: sort === undefined || sort === 'best' ? null : sort, createdAt: now(), changedAt: now() }
    await tx.savedFilter.create({ data: { id, accountId: actor.accountId, name, filter: kept, shared, ...kind } })
    if (mine) await writeDefault(tx, actor, id)
    await recordEvent(tx, actor, 'filter.saved', { subjectId: id })
    return { ok: true, id }
  })

/** Another name, or shared with the team or no longer; undefined for a filter that is not one's own. */
export const changeFilter = (actor: Team, id: string, wanted: { name: string; shared: boolean }): Promise<Saved | undefined> =>
  inTransaction(async (tx) => {
    const own = await namesOf(tx, actor)
    if (!own.some((each) => each.id === id)) return undefined
    if (own.some((each) => each.id !== id && isSame(each.name, wanted.name))) return { ok: false, reason: 'nameTaken' }
    await tx.savedFilter.update({ where: { id }, data: { ...wanted, changedAt: now() } })
    await recordEvent(tx, actor, 'filter.changed', { subjectId: id })
    return { ok: true, id }
  })

/** Deletes a filter of one's own; whoever opened their list with it sees everybody again. False where there is none. */
export const deleteFilter = (actor: Team, id: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.savedFilter.deleteMany({ where: { id, accountId: actor.accountId } })
    if (count > 0) await recordEvent(tx, actor, 'filter.deleted', { subjectId: id })
    return count > 0
  })

/** Opens one's list with this filter from now on, or with everybody. False where one may not see the filter. */
export const setDefaultFilter = (actor: Team, id: string | undefined): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { accountId } = actor
    if (id === undefined) {
      await tx.defaultFilter.deleteMany({ where: { accountId } })
      return true
    }
    const seen = await tx.savedFilter.count({ where: { id, OR: [{ accountId }, { shared: true }] } })
    if (seen > 0) await writeDefault(tx, actor, id)
    return seen > 0
  })

const writeDefault = ({ defaultFilter }: Tx, { accountId }: Team, filterId: string) =>
  defaultFilter.upsert({ where: { accountId }, create: { accountId, filterId }, update: { filterId } })
