import type { Lead, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { DutyInput } from '../forms/own.ts'
import type { Standing } from '../rules/reasons.ts'

type Whose = { supporterId: string }

/** A part in selecting people, for one route or for everybody; false where there is no such supporter. Said twice, it stands once. */
export const addDuty = (actor: Supporter | Team, { supporterId }: Whose, input: DutyInput): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    if ((await tx.supporter.count({ where: { accountId: supporterId } })) === 0) return false
    const route = input.duty === 'professionalStandards' || input.route === undefined || input.route === 'all' ? null : input.route
    const untilOn = input.until === undefined ? null : new Date(`${input.until}T00:00:00Z`)
    const said = { supporterId, duty: input.duty, route, untilOn }
    if ((await tx.selectionDuty.count({ where: { ...said, endedAt: null } })) > 0) return true
    const madeBy = actor.role === 'supporter' ? 'supporter' : 'team'
    const data = { ...said, madeBy, madeById: actor.accountId, madeAt: at, changedAt: at }
    const { id } = await tx.selectionDuty.create({ data, select: { id: true } })
    await recordEvent(tx, actor, 'duty.added', { subjectId: id })
    return true
  })

/** The duty is over; false where there is none of this supporter's. */
export const endDuty = (actor: Supporter | Team, { supporterId, dutyId }: Whose & { dutyId: string }): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const where = { id: dutyId, supporterId, endedAt: null }
    const { count } = await tx.selectionDuty.updateMany({ where, data: { endedAt: at, endedById: actor.accountId, changedAt: at } })
    if (count > 0) await recordEvent(tx, actor, 'duty.ended', { subjectId: dutyId })
    return count > 0
  })

/** That somebody is under investigation or restricted. Never why, and seen by the head of the team alone. */
export const setStanding = (actor: Lead, { supporterId }: Whose, standing: Standing): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await tx.$queryRaw<object[]>`SELECT account_id FROM supporters WHERE account_id = ${supporterId}::uuid`
    if (found.length === 0) return false
    const made = { supporterId, standing, madeById: actor.accountId, madeAt: at, changedAt: at }
    // The partial unique index decides between two windows at once.
    const { count } = await tx.supporterStanding.createMany({ data: made, skipDuplicates: true })
    if (count > 0) await recordEvent(tx, actor, 'standing.set', { subjectId: supporterId })
    return true
  })

export const endStanding = (actor: Lead, { supporterId, standingId }: Whose & { standingId: string }): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const where = { id: standingId, supporterId, endedAt: null }
    const { count } = await tx.supporterStanding.updateMany({ where, data: { endedAt: at, endedById: actor.accountId, changedAt: at } })
    if (count > 0) await recordEvent(tx, actor, 'standing.ended', { subjectId: supporterId })
    return count > 0
  })
