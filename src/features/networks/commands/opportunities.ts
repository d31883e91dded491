import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'

export type OpportunityGiven = {
  title: string
  what: string
  time: string
  places: number
  closesOn: string
  /** Nothing for one of no network in particular. */
  network: string | null
  membersOnly: boolean
}
const dataOf = ({ closesOn, membersOnly, ...given }: OpportunityGiven) => ({
  ...given,
  membersOnly: membersOnly && given.network !== null,
  closesOn: new Date(`${closesOn}T00:00:00Z`),
})

/** Posts something to lead. Members of its network who take news are told of it once. */
export const postOpportunity = (actor: Team, given: OpportunityGiven): Promise<string> =>
  inTransaction(async (tx) => {
    const at = now()
    const { id } = await tx.networkOpportunity.create({
      data: { ...dataOf(given), madeAt: at, madeById: actor.accountId },
      select: { id: true },
    })
    if (given.network !== null)
      await tx.$executeRaw`SELECT tell_network(${given.network}, 'network.opportunity', ${id}::uuid, ${at}::timestamptz)`
    await recordEvent(tx, actor, 'network.opportunityPosted', { subjectId: id })
    return id
  })

type Changed = { ok: true } | { ok: false; reason: 'fewerPlaces' } | undefined

/** Changes what it says. Whom it is for stays, as people have answered to that; nor are there fewer places than were taken up. */
export const changeOpportunity = (actor: Team, id: string, { network: _network, membersOnly: _members, ...given }: OpportunityGiven) =>
  inTransaction(async (tx): Promise<Changed> => {
    await tx.$executeRaw`SELECT FROM network_opportunities WHERE id = ${id}::uuid FOR UPDATE`
    const taken = await tx.networkInterest.count({ where: { opportunityId: id, state: 'takenUp' } })
    if (taken > given.places) return { ok: false, reason: 'fewerPlaces' }
    const { closesOn, title, what, time, places } = dataOf({ ...given, network: null, membersOnly: false })
    const { count } = await tx.networkOpportunity.updateMany({ where: { id }, data: { closesOn, title, what, time, places } })
    if (count === 0) return undefined
    await recordEvent(tx, actor, 'network.opportunityChanged', { subjectId: id })
    return { ok: true }
  })

/** Closes it before its day, or opens it again. False where there is nothing to close or open. */
export const closeOpportunity = (actor: Team, id: string, closed: boolean): Promise<boolean> =>
  inTransaction(async (tx) => {
    const where = { id, closedAt: closed ? null : { not: null } }
    const { count } = await tx.networkOpportunity.updateMany({ where, data: { closedAt: closed ? now() : null } })
    if (count > 0) await recordEvent(tx, actor, closed ? 'network.opportunityClosed' : 'network.opportunityReopened', { subjectId: id })
    return count > 0
  })
