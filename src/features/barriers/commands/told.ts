import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideSystemic } from '../rules/systemic.ts'
import { decideTold, unsafeIn, type ToldEvent, type ToldState, type Unsafe } from '../rules/told.ts'
import type { BarrierRefusal } from '../rules/words.ts'
import { lockSystemic, type Changed } from './systemic.ts'

export type ToldInput = { youSaid: string; weDid: string; withPeople: boolean }
export type Proposed = Changed | { ok: false; unsafe: Unsafe; field: 'youSaid' | 'weDid' }

/** Words for the public, which wait for somebody else's approval. What was proposed before and not decided makes room for them. */
export const proposeTold = (actor: Team, systemicId: string, input: ToldInput): Promise<Proposed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, systemicId)
    if (!found) return undefined
    const decision = decideSystemic(found.facts, 'propose')
    if (!decision.ok) return decision
    const people = await tx.candidate.findMany({
      where: { barriers: { some: { links: { some: { systemicId } } } }, closedAt: null },
      select: { name: true },
    })
    const names = people.map(({ name }) => name)
    for (const field of ['youSaid', 'weDid'] as const) {
      const unsafe = unsafeIn(input[field], names)
      if (unsafe !== undefined) return { ok: false, unsafe, field }
    }
    await tx.toldEntry.updateMany({ where: { systemicId, state: 'proposed' }, data: { state: 'returned', decidedAt: at } })
    if ((await tx.toldEntry.count({ where: { systemicId, state: 'published' } })) > 0) return { ok: false, reason: 'notNow' }
    await tx.toldEntry.create({ data: { systemicId, ...input, proposedAt: at, proposedById: actor.accountId }, select: { id: true } })
    await recordEvent(tx, actor, 'systemic.proposed', { subjectId: systemicId })
    return { ok: true, id: systemicId }
  })

type Which = { systemicId: string; entryId: string }
export type ToldDone = { ok: true; id: string } | { ok: false; reason: BarrierRefusal | 'ownWords' }

/** Approves, returns or takes away what is told in public. */
export const moveTold = (actor: Team, { systemicId, entryId }: Which, event: ToldEvent, words = ''): Promise<ToldDone | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, systemicId)
    const entry = found && (await tx.toldEntry.findFirst({ where: { id: entryId, systemicId } }))
    if (!entry) return undefined
    const decision = decideTold(entry.state as ToldState, event, entry.proposedById === actor.accountId)
    if (!decision.ok) return decision
    const { state } = decision
    const other = entry.proposedById !== actor.accountId
    const data = {
      approve: { decidedAt: at, decidedById: actor.accountId },
      return: { decidedAt: at, ...(other && { decidedById: actor.accountId }), returnWords: words === '' ? null : words },
      unpublish: { endedAt: at, endedById: actor.accountId },
    }[event]
    await tx.toldEntry.update({ where: { id: entryId }, data: { state, ...data }, select: { id: true } })
    await recordEvent(tx, actor, `systemic.${state}`, { subjectId: systemicId })
    return { ok: true, id: systemicId }
  })
