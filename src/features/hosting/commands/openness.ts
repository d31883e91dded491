import { now } from '../../../core/clock.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { OpennessInput, PracticalInput } from '../forms/hosts.ts'
import type { Supporter } from '../../../core/access.ts'
import { isOpen, opennessStep } from '../rules/openness.ts'
import type { Keeper } from './dates.ts'
import { lockHost } from './hosts.ts'

const hostsThere = (actor: Keeper, hostId: string) =>
  actor.role === 'supporter' ? { people: { some: { supporterId: actor.accountId, until: null } }, id: hostId } : { id: hostId }

/** Keeps an answer to "are you open to hosting?"; every earlier one stays. Undefined where the department is not theirs. */
export const answerOpenness = (actor: Keeper, hostId: string, { openness, why }: OpennessInput): Promise<{ ok: true } | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const host = await lockHost(tx, hostId)
    if (!host || (await tx.host.count({ where: hostsThere(actor, hostId) })) === 0) return undefined
    const askedAt = isOpen(host) ? host.askedAt : null
    await tx.hostOpenness.create({
      data: { hostId, openness, why: why === '' ? null : why, askedAt, at, byId: actor.accountId, byRole: actor.role },
    })
    await recordEvent(tx, actor, 'host.opennessAnswered', { subjectId: hostId, data: { openness } })
    return { ok: true }
  })

/** What a department's own people may change of its page: what visitors need to know, and how they agree on days. */
export const savePractical = (actor: Supporter, hostId: string, input: PracticalInput): Promise<{ ok: true } | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockHost(tx, hostId)) || (await tx.host.count({ where: hostsThere(actor, hostId) })) === 0) return undefined
    await tx.host.update({ where: { id: hostId }, data: { ...input, changedAt: at, changedById: actor.accountId } })
    await recordEvent(tx, actor, 'host.changed', { subjectId: hostId })
    return { ok: true }
  })

/** Asks each department of the catalogue once a year whether it is open to hosting, and reminds it once, whatever restarts. */
export async function askForOpenness(): Promise<void> {
  const at = now()
  const hosts = await db.host.findMany({ where: { state: 'published', people: { some: { until: null } } }, orderBy: { id: 'asc' } })
  for (const { id } of hosts.filter((host) => opennessStep(host, at) !== undefined)) await askOne(id, at)
}

const askOne = (hostId: string, at: Date): Promise<void> =>
  inTransaction(async (tx) => {
    const host = await lockHost(tx, hostId)
    const step = host?.state === 'published' ? opennessStep(host, at) : undefined
    if (step === undefined) return
    await tx.host.update({ where: { id: hostId }, data: step === 'ask' ? { askedAt: at, remindedAt: null } : { remindedAt: at } })
    const people = await tx.hostPerson.findMany({ where: { hostId, until: null }, orderBy: { id: 'asc' }, select: { supporterId: true } })
    const kind = step === 'ask' ? 'host.openness' : 'host.opennessReminder'
    for (const { supporterId } of people) await queueEmail(tx, { kind, accountId: supporterId, about: hostId })
    await recordEvent(tx, { role: 'system' }, step === 'ask' ? 'host.opennessAsked' : 'host.opennessReminded', { subjectId: hostId })
  })
