import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, Network } from '../../../forces/profile.ts'
import { endOutsideLinks, openOutside, sendOutsideLink } from '../../outside/commands.ts'
import { findNetwork } from '../queries/own.ts'
import { keptUnder, mayJoin, ofPerson, whoseOf, type Person } from '../queries/people.ts'
import { CONTACT_DAYS, decideMembership, FORGET_DAYS, type MembershipEvent, type MembershipState } from '../rules/memberships.ts'
import { joiningWords, TEAM_WORDS } from '../rules/words.ts'

export type Joining = { name: string; reach: string; words: string; teamKnows: boolean }
export type JoinRefusal = 'already' | 'notYet'
type Joined = { ok: true } | { ok: false; reason: JoinRefusal } | undefined

type Locked = NonNullable<Awaited<ReturnType<typeof findLive>>>
const findLive = async (tx: Tx, actor: Person, network: string) => {
  const whose = await whoseOf(actor, tx)
  return tx.networkMembership.findFirst({
    where: { AND: [ofPerson(whose), { network, state: { not: 'left' } }] },
    orderBy: { joinedAt: 'asc' },
  })
}

/** One act of a person about networks at a time. Nothing is written into the log of events, which the team reads. */
const ownAct = <T>(actor: Person, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('networks'), hashtext(${actor.accountId}))`
    if (actor.role === 'candidate')
      await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    return work(tx, at)
  })

const tellContact = (tx: Tx, { id, candidateId }: Pick<Locked, 'id' | 'candidateId'>, { contact }: Network, at: Date) =>
  sendOutsideLink(
    tx,
    {
      ...{ purpose: 'network', aboutId: id, address: contact.email, days: CONTACT_DAYS, kind: 'network.contactTold' },
      ...(candidateId !== null && { candidateId }),
    },
    at,
  )

/** Joins a network: at once, with the exact words that were agreed to; its contact is sent a way to what they may know. */
export const joinNetwork = (actor: Person, force: ForceProfile, networkId: string, given: Joining): Promise<Joined> =>
  ownAct(actor, async (tx, at): Promise<Joined> => {
    const network = findNetwork(force, networkId)
    if (!network) return undefined
    const whose = await whoseOf(actor, tx)
    if (await findLive(tx, actor, networkId)) return { ok: false, reason: 'already' }
    if (!(await mayJoin(network, whose))) return { ok: false, reason: 'notYet' }
    const wording = given.teamKnows ? `${joiningWords(network)}\n${TEAM_WORDS}` : joiningWords(network)
    const membership = await tx.networkMembership.create({
      data: {
        ...{ ...keptUnder(whose), ...given, network: networkId, state: 'joined', wording },
        ...{ contact: network.contact.email, joinedAt: at, changedAt: at },
      },
    })
    await tellContact(tx, membership, network, at)
    return { ok: true }
  })

type Step = (tx: Tx, membership: Locked, at: Date) => Promise<void>

/** One step of one's own membership; undefined where there is none, or it may not be taken now. */
const step = (actor: Person, networkId: string, event: MembershipEvent, write: Step): Promise<true | undefined> =>
  ownAct(actor, async (tx, at) => {
    const membership = await findLive(tx, actor, networkId)
    const state = membership && decideMembership(membership.state as MembershipState, event, 'member')
    if (!membership || state === undefined) return undefined
    await write(tx, membership, at)
    return true
  })

const moveTo =
  (state: MembershipState): Step =>
  async (tx, { id }, at) => {
    await tx.networkMembership.update({ where: { id }, data: { state, changedAt: at }, select: { id: true } })
  }

export const pauseNews = (actor: Person, networkId: string) => step(actor, networkId, 'pause', moveTo('paused'))
export const resumeNews = (actor: Person, networkId: string) => step(actor, networkId, 'resume', moveTo('joined'))

/** Sends the contact a new way in, for another three months; the one before ends. */
export const sendAgain = (actor: Person, force: ForceProfile, networkId: string) =>
  step(actor, networkId, 'sendAgain', async (tx, membership, at) => {
    const network = findNetwork(force, networkId)
    if (!network) return
    await endOutsideLinks(tx, 'network', membership.id, at)
    await tx.networkMembership.update({ where: { id: membership.id }, data: { contact: network.contact.email }, select: { id: true } })
    await tellContact(tx, membership, network, at)
  })

/** Lets the team know of this membership, or takes that back; what was agreed to is kept in its words. */
export const tellTeam = (actor: Person, networkId: string, teamKnows: boolean) =>
  step(actor, networkId, 'tellTeam', async (tx, { id, wording }, at) => {
    const [first = ''] = wording.split('\n')
    const words = teamKnows ? `${first}\n${TEAM_WORDS}` : first
    await tx.networkMembership.update({ where: { id }, data: { teamKnows, wording: words, changedAt: at }, select: { id: true } })
  })

/**
 * Leaves a network. The database ends the contact's way in with it, and tells them that one person left. Places at its own
 * events are given back first, so that others move up.
 */
export const leaveNetwork = (actor: Person, networkId: string) =>
  step(actor, networkId, 'leave', async (tx, membership, at) => {
    await giveBack(tx, actor, networkId, at)
    const whose = await whoseOf(actor, tx)
    await tx.networkMembership.updateMany({
      where: { AND: [ofPerson(whose), { network: membership.network, state: { not: 'left' } }] },
      data: { state: 'left', leftAt: at, changedAt: at },
    })
  })

async function giveBack(tx: Tx, actor: Person, network: string, at: Date): Promise<void> {
  const { candidateId, accountId } = await whoseOf(actor, tx)
  const workshop = { network, networkOpen: false, startsAt: { gt: at } }
  const live = { candidateId: candidateId ?? undefined, state: { in: ['waiting', 'offered', 'booked'] }, workshop }
  const places = candidateId === null ? [] : await tx.place.findMany({ where: { ...live, candidateId }, orderBy: { workshopId: 'asc' } })
  const acts: Record<string, string> = { waiting: 'leave', offered: 'decline', booked: 'cancel' }
  for (const { id, state } of places)
    await tx.$executeRaw`SELECT change_place(${id}::uuid, ${acts[state] ?? 'leave'}, 'other', ${accountId}::uuid, ${actor.role}, ${at}::timestamptz)`
  await tx.supporterPlace.updateMany({ where: { accountId, state: 'booked', workshop }, data: { state: 'cancelled', endedAt: at } })
}

/** A membership as it stands once whoever may be leaving at this moment has left; nothing where it has ended. */
async function lockMembership(tx: Tx, id: string) {
  await tx.$executeRaw`SELECT FROM network_memberships WHERE id = ${id}::uuid FOR UPDATE`
  return tx.networkMembership.findFirst({ where: { id, state: { not: 'left' } } })
}

/** What the contact opens with their address; undefined where it opens nothing. */
export const openForContact = (link: string) => openOutside(link, 'network', (tx, { aboutId }) => lockMembership(tx, aboutId))

/** The contact notes that they are in touch. The member sees that; nobody else does. */
export const noteInTouch = (link: string) =>
  openOutside(link, 'network', async (tx, { aboutId }, at) => {
    const membership = await lockMembership(tx, aboutId)
    if (!membership || decideMembership(membership.state as MembershipState, 'inTouch', 'contact') === undefined) return undefined
    return tx.networkMembership.update({ where: { id: aboutId }, data: { inTouchAt: membership.inTouchAt ?? at } })
  })

/** Deletes memberships that ended a month ago. */
export const forgetLeft = async (): Promise<number> => {
  const { count } = await db.networkMembership.deleteMany({ where: { state: 'left', leftAt: { lt: daysAfter(now(), -FORGET_DAYS) } } })
  return count
}
