import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { TeamDeclareInput } from '../forms/staff.ts'
import { findMeant, type Meant } from '../queries/people.ts'
import {
  decideDeclaration,
  declarationState,
  type DeclarationDecision,
  type DeclarationEvent,
  type EndReason,
} from '../rules/declarations.ts'

type Row = { id: string; kind: string; madeBy: string; typedName: string | null; candidateId: string | null; supporterId: string | null }
type Given = { why?: EndReason }

/** One declaration, locked and decided about; undefined where there is none. */
const decided = (
  declarationId: string,
  event: DeclarationEvent,
  happen: (tx: Tx, row: Row, at: Date) => Promise<DeclarationDecision>,
  { why }: Given = {},
): Promise<DeclarationDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM exclusion_declarations WHERE id = ${declarationId}::uuid FOR UPDATE`
    const row = await tx.exclusionDeclaration.findUnique({ where: { id: declarationId } })
    if (!row) return undefined
    const about = { state: declarationState(row), side: 'team' as const, kind: row.kind, typed: row.typedName !== null }
    const decision = decideDeclaration(event, { ...about, ...(why && { why }) })
    return decision.ok ? happen(tx, row, now()) : decision
  })

const seen = (actor: Team, at: Date) => ({ reviewedAt: at, reviewedById: actor.accountId, changedAt: at })
const other = ({ madeBy }: Row, id: string | null) => (madeBy === 'candidate' ? { supporterId: id } : { candidateId: id })

/** Says whom a declaration means. From then on the two are never paired; what stands between them rests at once. */
export const linkDeclaration = (actor: Team, declarationId: string, meant: Meant): Promise<DeclarationDecision | undefined> =>
  decided(declarationId, 'link', async (tx, row, at) => {
    const found = await findMeant(tx, row.madeBy === 'candidate' ? 'supporter' : 'candidate', meant)
    if (found.length !== 1) return { ok: false, reason: found.length === 0 ? 'noSuchPerson' : 'several' }
    const data = { ...seen(actor, at), ...other(row, found[0]?.id ?? null), linkedAt: at }
    await tx.exclusionDeclaration.update({ where: { id: row.id }, data })
    await recordEvent(tx, actor, 'exclusion.linked', { subjectId: row.id })
    return { ok: true }
  })

/** Nobody here is meant yet. It comes back when somebody registers who may be. */
export const leaveOpen = (actor: Team, declarationId: string): Promise<DeclarationDecision | undefined> =>
  decided(declarationId, 'leaveOpen', async (tx, row, at) => {
    await tx.exclusionDeclaration.update({ where: { id: row.id }, data: seen(actor, at) })
    await recordEvent(tx, actor, 'exclusion.leftOpen', { subjectId: row.id })
    return { ok: true }
  })

/** Somebody else was meant. */
export const unlinkDeclaration = (actor: Team, declarationId: string): Promise<DeclarationDecision | undefined> =>
  decided(declarationId, 'unlink', async (tx, row, at) => {
    await tx.exclusionDeclaration.update({ where: { id: row.id }, data: { ...seen(actor, at), ...other(row, null), linkedAt: null } })
    await recordEvent(tx, actor, 'exclusion.unlinked', { subjectId: row.id })
    return { ok: true }
  })

export const endDeclaration = (actor: Team, declarationId: string, why: EndReason): Promise<DeclarationDecision | undefined> =>
  decided(
    declarationId,
    'end',
    async (tx, row, at) => {
      const data = { endedAt: at, endedById: actor.accountId, endedWhy: why, changedAt: at }
      await tx.exclusionDeclaration.update({ where: { id: row.id }, data })
      await recordEvent(tx, actor, 'exclusion.ended', { subjectId: row.id })
      return { ok: true }
    },
    { why },
  )

type Declared = { ok: true; id: string } | { ok: false; field: 'candidate' | 'supporter'; reason: 'noSuchPerson' | 'several' }

/** What the team knows of a candidate and a supporter, who are both here. */
export const declareForTeam = (actor: Team, input: TeamDeclareInput): Promise<Declared> =>
  inTransaction(async (tx) => {
    const at = now()
    const candidates = await findMeant(tx, 'candidate', { typed: input.candidate })
    const supporters = await findMeant(tx, 'supporter', { typed: input.supporter })
    const [candidate] = candidates
    const [supporter] = supporters
    if (!candidate || candidates.length > 1) return { ok: false, field: 'candidate', reason: candidate ? 'several' : 'noSuchPerson' }
    if (!supporter || supporters.length > 1) return { ok: false, field: 'supporter', reason: supporter ? 'several' : 'noSuchPerson' }
    const untilOn = input.until === undefined ? null : new Date(`${input.until}T00:00:00Z`)
    const both = { candidateId: candidate.id, supporterId: supporter.id, kind: input.relation, madeBy: 'team', untilOn }
    const stands = await tx.exclusionDeclaration.findFirst({ where: { ...both, endedAt: null }, select: { id: true } })
    if (stands) return { ok: true, id: stands.id }
    const by = { madeById: actor.accountId, madeAt: at, linkedAt: at, changedAt: at, reviewedAt: at, reviewedById: actor.accountId }
    const { id } = await tx.exclusionDeclaration.create({ data: { ...both, ...by }, select: { id: true } })
    await recordEvent(tx, actor, 'exclusion.declared', { subjectId: id })
    return { ok: true, id }
  })
