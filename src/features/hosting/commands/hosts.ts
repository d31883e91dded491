import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { HostInput } from '../forms/hosts.ts'
import { decideHost, type HostEvent, type HostResult } from '../rules/hosts.ts'
import type { HostState } from '../rules/words.ts'

/** Locks one department, so that what changes it goes one at a time; undefined where there is none. */
export const lockHost = async (tx: Tx, hostId: string) => {
  await tx.$queryRaw`SELECT id FROM hosts WHERE id = ${hostId}::uuid FOR NO KEY UPDATE`
  return tx.host.findUnique({ where: { id: hostId }, include: { _count: { select: { people: { where: { until: null } } } } } })
}

/** Only routes and areas that the force has. */
const known = (force: ForceProfile, { routes, area, ...input }: HostInput) => ({
  ...input,
  routes: routes.filter((id) => force.routes.some((route) => route.id === id)),
  area: force.areas.some(({ id }) => id === area) ? area : '',
})

const isTaken = async (tx: Tx, name: string, but?: string): Promise<boolean> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('hosts'))`
  const found = await tx.host.findFirst({ where: { name: { equals: name, mode: 'insensitive' } }, select: { id: true } })
  return found !== null && found.id !== but
}

type Made = { ok: true; id: string } | { ok: false; reason: 'nameTaken' }

/** Makes a department as a draft, which nobody outside the team sees. */
export const makeHost = (actor: Team, force: ForceProfile, input: HostInput): Promise<Made> =>
  inTransaction(async (tx) => {
    const at = now()
    if (await isTaken(tx, input.name)) return { ok: false, reason: 'nameTaken' }
    const data = { ...known(force, input), madeAt: at, changedAt: at, changedById: actor.accountId }
    const { id } = await tx.host.create({ data, select: { id: true } })
    await recordEvent(tx, actor, 'host.made', { subjectId: id })
    return { ok: true, id }
  })

export const changeHost = (actor: Team, force: ForceProfile, hostId: string, input: HostInput): Promise<Made | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockHost(tx, hostId))) return undefined
    if (await isTaken(tx, input.name, hostId)) return { ok: false, reason: 'nameTaken' }
    await tx.host.update({ where: { id: hostId }, data: { ...known(force, input), changedAt: at, changedById: actor.accountId } })
    await recordEvent(tx, actor, 'host.changed', { subjectId: hostId })
    return { ok: true, id: hostId }
  })

const eventNames = { publish: 'host.published', retire: 'host.retired', reopen: 'host.reopened' } as const

export type Moved = HostResult | undefined

/** Puts a department into the catalogue, takes it out for good, or begins anew with one that was taken out. */
export const moveHost = (actor: Team, hostId: string, event: HostEvent): Promise<Moved> =>
  inTransaction(async (tx) => {
    const at = now()
    const host = await lockHost(tx, hostId)
    if (!host) return undefined
    const { about, area, _count } = host
    const decision = decideHost({ state: host.state as HostState, about, area, people: _count.people }, event)
    if (!decision.ok) return decision
    await tx.host.update({ where: { id: hostId }, data: { state: decision.state, changedAt: at, changedById: actor.accountId } })
    if (event === 'retire') await withdrawEmpty(tx, actor, hostId, at)
    await recordEvent(tx, actor, eventNames[event], { subjectId: hostId })
    return decision
  })

/** Days to come that nobody is on end with the department; those with people on them are the team's to settle, one by one. */
const withdrawEmpty = (tx: Tx, actor: Team, hostId: string, at: Date) =>
  tx.$executeRaw`UPDATE host_dates d SET state = 'withdrawn', changed_at = ${at}::timestamptz, changed_by_id = ${actor.accountId}::uuid, changed_by_role = ${actor.role}
    WHERE d.host_id = ${hostId}::uuid AND d.state = 'offered' AND d.starts_at > ${at}::timestamptz
      AND NOT EXISTS (SELECT FROM placements p WHERE p.date_id = d.id AND p.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'))`
