import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { keptUnder, ofPerson, whoseOf, type Person } from '../queries/people.ts'
import { decideInterest, isOpen, type InterestDecision, type InterestEvent, type InterestState } from '../rules/interests.ts'

type Said = { ok: true } | { ok: false; reason: 'already' | 'closed' } | undefined

/** Says that one would like to take something on. It goes to the team, with the words; what is for members is for members alone. */
export const sayInterest = (actor: Person, opportunityId: string, words: string): Promise<Said> =>
  inTransaction(async (tx): Promise<Said> => {
    const at = now()
    await tx.$executeRaw`SELECT FROM network_opportunities WHERE id = ${opportunityId}::uuid FOR NO KEY UPDATE`
    const opportunity = await tx.networkOpportunity.findUnique({ where: { id: opportunityId } })
    const whose = await whoseOf(actor, tx)
    if (!opportunity || !(await seesIt(tx, opportunity, whose))) return undefined
    if (!isOpen(opportunity, londonDay(at))) return { ok: false, reason: 'closed' }
    const there = await tx.networkInterest.count({ where: { AND: [ofPerson(whose), { opportunityId, state: { not: 'withdrawn' } }] } })
    if (there > 0) return { ok: false, reason: 'already' }
    const by = { changedById: actor.accountId, changedByRole: actor.role }
    await tx.networkInterest.create({
      data: { ...keptUnder(whose), ...by, opportunityId, words, state: 'said', saidAt: at, changedAt: at },
      select: { id: true },
    })
    return { ok: true }
  })

async function seesIt(
  tx: Tx,
  { network, membersOnly }: { network: string | null; membersOnly: boolean },
  whose: Parameters<typeof ofPerson>[0],
) {
  if (!membersOnly || network === null) return true
  return (await tx.networkMembership.count({ where: { AND: [ofPerson(whose), { network, state: { not: 'left' } }] } })) > 0
}

/** Takes one's own interest back, also after it was taken up. */
export const withdrawInterest = (actor: Person, interestId: string): Promise<InterestDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$executeRaw`SELECT FROM network_interests WHERE id = ${interestId}::uuid FOR UPDATE`
    const interest = await tx.networkInterest.findFirst({ where: { AND: [{ id: interestId }, ofPerson(await whoseOf(actor, tx))] } })
    if (!interest) return undefined
    const decision = decideInterest({ state: interest.state as InterestState, room: true }, 'withdraw', 'member')
    if (decision.ok)
      await tx.networkInterest.update({
        where: { id: interestId },
        data: { state: decision.state, changedAt: at, changedById: actor.accountId, changedByRole: actor.role },
        select: { id: true },
      })
    return decision
  })

/** The team says what comes of an interest, and a letter tells whoever said it. */
export const answerInterest = (
  actor: Team,
  interestId: string,
  { event, answer }: { event: Exclude<InterestEvent, 'withdraw'>; answer: string },
): Promise<InterestDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await tx.networkInterest.findUnique({ where: { id: interestId }, select: { opportunityId: true } })
    if (!found) return undefined
    await tx.$executeRaw`SELECT FROM network_opportunities WHERE id = ${found.opportunityId}::uuid FOR NO KEY UPDATE`
    const interest = await tx.networkInterest.findUniqueOrThrow({
      where: { id: interestId },
      include: { opportunity: true, candidate: { select: { accountId: true } } },
    })
    const { opportunityId, opportunity } = interest
    const taken = await tx.networkInterest.count({ where: { opportunityId, state: 'takenUp' } })
    const decision = decideInterest({ state: interest.state as InterestState, room: taken < opportunity.places }, event, 'team')
    if (!decision.ok) return decision
    await tx.networkInterest.update({
      where: { id: interestId },
      data: { state: decision.state, answer, changedAt: at, changedById: actor.accountId, changedByRole: actor.role },
      select: { id: true },
    })
    const accountId = interest.accountId ?? interest.candidate?.accountId
    if (accountId) await queueEmail(tx, { kind: 'network.answered', accountId, about: interestId })
    await recordEvent(tx, actor, 'network.interestAnswered', { subjectId: interestId })
    return decision
  })
