import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { lockHost } from './hosts.ts'

export type PersonRefusal = 'notApproved' | 'there' | 'notThere' | 'insteadNotThere' | 'insteadUntrained'
export type PersonDecision = { ok: true } | { ok: false; reason: PersonRefusal } | undefined

/** Says that a supporter hosts in a department, and tells them. They need not be trained yet; they can offer no day before they are. */
export const addPerson = (actor: Team, hostId: string, supporterId: string): Promise<PersonDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockHost(tx, hostId))) return undefined
    const approved = await tx.supporter.findFirst({
      where: {
        accountId: supporterId,
        state: 'approved',
        account: { closedAt: null, deactivatedAt: null, roles: { some: { role: 'supporter' } } },
      },
      select: { accountId: true },
    })
    if (!approved) return { ok: false, reason: 'notApproved' }
    const there = await tx.hostPerson.findFirst({ where: { hostId, supporterId, until: null }, select: { id: true } })
    if (there) return { ok: false, reason: 'there' }
    await tx.hostPerson.create({ data: { hostId, supporterId, since: at } })
    await recordEvent(tx, actor, 'host.personAdded', { subjectId: hostId, data: { supporterId } })
    await queueEmail(tx, { kind: 'host.added', accountId: supporterId, about: hostId })
    return { ok: true }
  })

type Stop = { hostId: string; supporterId: string; instead: string | undefined }

/** Whether somebody else of the department can take over every day to come of whoever stops. */
async function refuseInstead(tx: Tx, { hostId, supporterId, instead }: Stop, at: Date): Promise<PersonRefusal | undefined> {
  if (instead === undefined) return undefined
  const there = await tx.hostPerson.findFirst({ where: { hostId, supporterId: instead, until: null }, select: { id: true } })
  if (!there || instead === supporterId) return 'insteadNotThere'
  const [found] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM host_dates d
    WHERE d.host_id = ${hostId}::uuid AND d.supporter_id = ${supporterId}::uuid AND d.state = 'offered' AND d.starts_at > ${at}::timestamptz
      AND NOT can_host(${instead}::uuid, (d.starts_at AT TIME ZONE 'Europe/London')::date)`
  return found?.n === 0 ? undefined : 'insteadUntrained'
}

/** Ends that somebody hosts in a department. Their days to come go to a colleague, or are withdrawn where none is named. */
export const stopPerson = (actor: Team, stop: Stop): Promise<PersonDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const { hostId, supporterId, instead } = stop
    await lockPeopleOf(tx, stop, at)
    if (!(await lockHost(tx, hostId))) return undefined
    const reason = await refuseInstead(tx, stop, at)
    if (reason !== undefined) return { ok: false, reason }
    const changed = { changedAt: at, changedById: actor.accountId, changedByRole: actor.role }
    await tx.hostDate.updateMany({
      where: { hostId, supporterId, state: 'offered', startsAt: { gt: at } },
      data: { ...changed, ...(instead === undefined ? { state: 'withdrawn' } : { supporterId: instead }) },
    })
    const { count } = await tx.hostPerson.updateMany({ where: { hostId, supporterId, until: null }, data: { until: at } })
    if (count === 0) return { ok: false, reason: 'notThere' }
    await recordEvent(tx, actor, 'host.personStopped', { subjectId: hostId, data: { supporterId } })
    return { ok: true }
  })

/** The candidates on the days of whoever stops, in the order in which every command takes them, then the days. */
async function lockPeopleOf(tx: Tx, { hostId, supporterId }: Stop, at: Date): Promise<void> {
  await tx.$queryRaw`SELECT c.id FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM placements p JOIN host_dates d ON d.id = p.date_id
    WHERE d.host_id = ${hostId}::uuid AND d.supporter_id = ${supporterId}::uuid AND d.starts_at > ${at}::timestamptz) ORDER BY c.id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT d.id FROM host_dates d WHERE d.host_id = ${hostId}::uuid AND d.supporter_id = ${supporterId}::uuid
    AND d.starts_at > ${at}::timestamptz ORDER BY d.id FOR UPDATE`
}
