import type { Lead, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { WriteInput } from '../forms.ts'
import { decideRationale, type RationaleDecision, type RationaleEvent, type RationaleState } from '../rules.ts'
import { reopenWorkshops } from './reopening.ts'

const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (d: Date): string => d.toISOString().slice(0, 10)

type Written = { ok: true; id: string } | { ok: false; reason: 'unknownGroup' | 'unknownRoute' }

/** Begins a rationale as a draft. */
export const writeRationale = (actor: Team, force: ForceProfile, input: WriteInput): Promise<Written> =>
  inTransaction(async (tx) => {
    const group = force.groups.find(({ id }) => id === input.group)
    if (!group) return { ok: false, reason: 'unknownGroup' }
    if (!knownRoutes(force, input.routes)) return { ok: false, reason: 'unknownRoute' }
    const id = crypto.randomUUID()
    const about = { groupKey: group.id, groupName: group.name, authorId: actor.accountId, createdAt: now() }
    await tx.rationale.create({ data: { id, seriesId: id, version: 1, ...contentOf(input), ...about } })
    await note(tx, actor, { id, what: 'written', from: null, to: 'draft' })
    return { ok: true, id }
  })

const knownRoutes = ({ routes }: ForceProfile, chosen: readonly string[]) => chosen.every((id) => routes.some((route) => route.id === id))

const contentOf = ({ group: _group, from, until, routes, ...texts }: WriteInput) => ({
  ...texts,
  routes: [...new Set(routes)].sort(),
  fromOn: asDate(from),
  untilOn: asDate(until),
})

type Edited = RationaleDecision | { ok: false; reason: 'unknownRoute' }

/** Changes a draft, or one that was returned. Its group stays: whoever booked under it said that they are of it. */
export const editRationale = (actor: Team, force: ForceProfile, id: string, input: WriteInput): Promise<Edited | undefined> =>
  decided<Edited>(actor, id, 'edit', async (tx, { state }, decision) => {
    if (!knownRoutes(force, input.routes)) return { ok: false, reason: 'unknownRoute' }
    await tx.rationale.update({ where: { id }, data: contentOf(input) })
    await note(tx, actor, { id, what: 'edited', from: state, to: state })
    return decision
  })

export const submitRationale = (actor: Team, id: string) =>
  decided(actor, id, 'submit', async (tx, { state }, decision) => {
    await tx.rationale.update({ where: { id }, data: { state: 'submitted', submittedAt: now() } })
    await note(tx, actor, { id, what: 'submitted', from: state, to: 'submitted' })
    return decision
  })

export const takeBackRationale = (actor: Team, id: string) =>
  decided(actor, id, 'takeBack', async (tx, { state }, decision) => {
    await tx.rationale.update({ where: { id }, data: { state: 'draft', submittedAt: null } })
    await note(tx, actor, { id, what: 'takenBack', from: state, to: 'draft' })
    return decision
  })

/** Approves a version: the one before it ends in the same moment, and workshops still to come rest on the new one. */
export const approveRationale = (actor: Lead, id: string) =>
  decided(actor, id, 'approve', async (tx, { state, seriesId }, decision) => {
    const before = await tx.rationale.findFirst({ where: { seriesId, state: 'approved' }, select: { id: true } })
    if (before) {
      await tx.rationale.update({ where: { id: before.id }, data: { state: 'superseded', endedAt: now() } })
      await note(tx, actor, { id: before.id, what: 'superseded', from: 'approved', to: 'superseded' })
    }
    await tx.rationale.update({ where: { id }, data: { state: 'approved', approverId: actor.accountId, decidedAt: now() } })
    await note(tx, actor, { id, what: 'approved', from: state, to: 'approved' })
    await tx.workshop.updateMany({
      where: { rationale: { seriesId }, rationaleId: { not: id }, state: { in: ['draft', 'published'] }, startsAt: { gt: now() } },
      data: { rationaleId: id },
    })
    await reopenWorkshops(tx)
    await tellAuthor(tx, id)
    return decision
  })

export const returnRationale = (actor: Lead, id: string, reason: string) =>
  decided(actor, id, 'return', async (tx, { state }, decision) => {
    await tx.rationale.update({ where: { id }, data: { state: 'returned', reason, decidedAt: now() } })
    await note(tx, actor, { id, what: 'returned', from: state, to: 'returned', reason })
    await tellAuthor(tx, id)
    return decision
  })

/** Ends a version at once: every workshop that rested on it is open to all. */
export const withdrawRationale = (actor: Team, id: string, reason: string) =>
  decided(actor, id, 'withdraw', async (tx, { state }, decision) => {
    await tx.rationale.update({ where: { id }, data: { state: 'withdrawn', reason, endedAt: now() } })
    await note(tx, actor, { id, what: 'withdrawn', from: state, to: 'withdrawn', reason })
    await reopenWorkshops(tx)
    return decision
  })

type Renewed = { ok: true; id: string } | Extract<RationaleDecision, { ok: false }>

/** Begins the next version as a draft with the words of this one, by whoever asks for it. */
export const renewRationale = (actor: Team, id: string): Promise<Renewed | undefined> =>
  decided<Renewed>(actor, id, 'renew', async (tx, found) => {
    const next = crypto.randomUUID()
    const { title, gate, evidence, aim, proportionate, alternatives, groupKey, groupName, routes, fromOn, untilOn, seriesId, version } =
      found
    const words = { title, gate, evidence, aim, proportionate, alternatives, groupKey, groupName, routes, fromOn, untilOn }
    await tx.rationale.create({
      data: { id: next, seriesId, version: version + 1, ...words, authorId: actor.accountId, createdAt: now() },
    })
    await note(tx, actor, { id: next, what: 'written', from: null, to: 'draft' })
    return { ok: true, id: next }
  })

type Change = { id: string; what: string; from: string | null; to: RationaleState; reason?: string }

async function note(tx: Tx, actor: Team, { id, what, from, to, reason }: Change): Promise<void> {
  await tx.rationaleChange.create({
    data: {
      ...{ rationaleId: id, what, fromState: from, toState: to, reason: reason ?? null },
      ...{ byId: actor.accountId, byRole: actor.role, at: now() },
    },
  })
  await recordEvent(tx, actor, `rationale.${what}`, { subjectId: id })
}

const tellAuthor = async (tx: Tx, id: string) => {
  const { authorId } = await tx.rationale.findUniqueOrThrow({ where: { id }, select: { authorId: true } })
  await queueEmail(tx, { kind: 'rationale.decided', accountId: authorId, about: id })
}

type Locked = NonNullable<Awaited<ReturnType<typeof lock>>>

/** One version under the lock of its whole series, so that no two versions are decided about at once. */
async function lock(tx: Tx, id: string) {
  const one = await tx.rationale.findUnique({ where: { id }, select: { seriesId: true } })
  if (!one) return undefined
  await tx.$queryRaw`SELECT id FROM rationales WHERE series_id = ${one.seriesId}::uuid ORDER BY version FOR UPDATE`
  const found = await tx.rationale.findUniqueOrThrow({ where: { id }, include: { changes: { select: { what: true, byId: true } } } })
  const newer = await tx.rationale.count({ where: { seriesId: one.seriesId, version: { gt: found.version }, state: { not: 'withdrawn' } } })
  const last = await tx.rationale.aggregate({ where: { seriesId: one.seriesId }, _max: { version: true } })
  return { ...found, state: found.state as RationaleState, newest: newer === 0, version: last._max.version ?? found.version }
}

export const writing: readonly string[] = ['written', 'edited', 'submitted']

/** One version, one decision, in one transaction; undefined where there is no such version. */
const decided = <D = RationaleDecision>(
  actor: Team,
  id: string,
  event: RationaleEvent,
  write: (tx: Tx, found: Locked, decision: RationaleDecision & { ok: true }) => Promise<D>,
): Promise<D | Extract<RationaleDecision, { ok: false }> | undefined> =>
  inTransaction(async (tx) => {
    const found = await lock(tx, id)
    if (!found) return undefined
    const whole = [found.evidence, found.aim, found.proportionate, found.alternatives].every((text) => text.trim() !== '')
    const wrote = found.changes.some(({ what, byId }) => byId === actor.accountId && writing.includes(what))
    const facts = { state: found.state, whole, until: dayOf(found.untilOn), newest: found.newest }
    const decision = decideRationale(facts, event, { role: actor.role, wrote }, londonDay(now()))
    return decision.ok ? write(tx, found, decision) : decision
  })
