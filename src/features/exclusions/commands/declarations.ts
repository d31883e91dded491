import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { DeclareInput } from '../forms/own.ts'
import { decideDeclaration, declarationState, MOST_A_DAY, MOST_LIVE, type DeclarationDecision } from '../rules/declarations.ts'
import { ownDeclarations, pairingOf, type Declarer } from '../rules/own.ts'

const asDate = (day: string | undefined): Date | null => (day === undefined ? null : new Date(`${day}T00:00:00Z`))

async function hasSaidMuch(tx: Tx, actor: Declarer, at: Date): Promise<boolean> {
  const own = ownDeclarations(actor)
  const today = await tx.exclusionDeclaration.count({ where: { ...own, madeAt: { gt: daysAfter(at, -1) } } })
  return today >= MOST_A_DAY || (await tx.exclusionDeclaration.count({ where: { ...own, endedAt: null } })) >= MOST_LIVE
}

/** What somebody does is their own act: what is kept of a candidate is kept from then on. */
const touch = async (tx: Tx, actor: Declarer, at: Date): Promise<void> => {
  if (actor.role === 'candidate') await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at } })
}

const note = (tx: Tx, actor: Declarer, name: string, subjectId: string) =>
  recordEvent(tx, actor, name, { subjectId, ...(actor.role === 'candidate' && { candidateId: actor.candidateId }) })

/**
 * Writes down whom somebody would rather not be paired with, as they typed it. The answer is the same whether or not such a
 * person is here; said twice, it stands once.
 */
export const declare = (actor: Declarer, input: DeclareInput): Promise<DeclarationDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    await touch(tx, actor, at)
    const own = ownDeclarations(actor)
    const said = { kind: input.relation, typedName: input.name, typedEmail: input.email ?? null, untilOn: asDate(input.until) }
    if ((await tx.exclusionDeclaration.count({ where: { ...own, ...said, endedAt: null } })) > 0) return { ok: true }
    if (await hasSaidMuch(tx, actor, at)) return { ok: false, reason: 'tooMany' }
    const data = { ...own, ...said, madeById: actor.accountId, madeAt: at, changedAt: at }
    const { id } = await tx.exclusionDeclaration.create({ data, select: { id: true } })
    await note(tx, actor, 'exclusion.declared', id)
    return { ok: true }
  })

/** No pairing with this person any more, and no reason asked; undefined where there is no such pairing of theirs. */
export const blockPartner = (actor: Declarer, pairingId: string): Promise<DeclarationDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const pairing = await tx.pairing.findFirst({ where: pairingOf(actor, pairingId), select: { candidateId: true, supporterId: true } })
    if (!pairing) return undefined
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${pairing.candidateId}::uuid FOR NO KEY UPDATE`
    await touch(tx, actor, at)
    const said = { ...pairing, madeBy: actor.role, kind: 'block' }
    if ((await tx.exclusionDeclaration.count({ where: { ...said, endedAt: null } })) > 0) return { ok: true }
    const data = { ...said, madeById: actor.accountId, madeAt: at, linkedAt: at, changedAt: at }
    const { id } = await tx.exclusionDeclaration.create({ data, select: { id: true } })
    await note(tx, actor, 'exclusion.declared', id)
    return { ok: true }
  })

/** Takes back what somebody declared themselves; undefined where they declared no such thing. What rests is begun again by the team. */
export const takeBack = (actor: Declarer, declarationId: string): Promise<DeclarationDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await touch(tx, actor, at)
    await tx.$queryRaw`SELECT id FROM exclusion_declarations WHERE id = ${declarationId}::uuid FOR UPDATE`
    const declaration = await tx.exclusionDeclaration.findFirst({ where: { id: declarationId, ...ownDeclarations(actor) } })
    if (!declaration) return undefined
    const about = { kind: declaration.kind, typed: declaration.typedName !== null, state: declarationState(declaration) }
    const decision = decideDeclaration('takeBack', { ...about, side: 'declarer' })
    if (!decision.ok) return decision
    const ended = { endedAt: at, endedById: actor.accountId, endedWhy: 'takenBack', changedAt: at }
    await tx.exclusionDeclaration.update({ where: { id: declarationId }, data: ended })
    await note(tx, actor, 'exclusion.takenBack', declarationId)
    return decision
  })
