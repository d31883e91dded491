import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysBetween, londonDay, workingDaysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import type { PairingKind } from '../../pairings/rules/pairings.ts'
import { livingStates, otherSide, splitName, type LivingState, type Side } from '../rules/pairs.ts'
import { shownOf } from '../rules/sharing.ts'
import { FIRST_CONTACT_DAYS, isRematchOffered } from '../rules/silence.ts'

/** Either of a pair. */
export type OfPair = Candidate | Supporter
export const sideOf = (actor: OfPair): Side => actor.role

/** The pairings that have begun and are this person's own, whichever side of them they are. */
const ownLiving = (actor: OfPair): Prisma.PairingWhereInput => ({
  state: { in: [...livingStates] },
  ...(actor.role === 'candidate' ? { candidateId: actor.candidateId } : { supporterId: actor.accountId }),
})

const people = {
  candidate: { select: { name: true, phone: true, account: { select: { email: true } } } },
  supporter: {
    select: {
      ...{ title: true, about: true, account: { select: { name: true, email: true } } },
      experiences: { where: { shownTo: { in: ['paired', 'directory'] } }, select: { code: true } },
    },
  },
  shares: { where: { withdrawnAt: null }, select: { side: true, field: true, phone: true } },
} satisfies Prisma.PairingInclude

type Found = Prisma.PairingGetPayload<{ include: typeof people }>

const ownerOf = ({ candidate, supporter, shares }: Found, side: Side) => ({
  name: side === 'candidate' ? candidate.name : supporter.account.name,
  email: (side === 'candidate' ? candidate.account?.email : supporter.account.email) ?? null,
  shares: shares.filter((share) => share.side === side),
})

/** What a supporter chose to say of themselves, for whoever they are paired with; nothing once it has ended. */
const chosenBy = ({ supporter }: Found, side: Side, state: LivingState) =>
  side === 'supporter' || state === 'ended'
    ? { title: side === 'supporter' ? '' : supporter.title, about: '', experiences: [] }
    : { title: supporter.title, about: supporter.about, experiences: supporter.experiences.map(({ code }) => code) }

/** One pair as one of its two sees it; undefined where it is not theirs or has not begun. */
export async function findPair(actor: OfPair, id: string) {
  const found = await db.pairing.findFirst({ where: { id, ...ownLiving(actor) }, include: people })
  if (!found) return undefined
  const side = sideOf(actor)
  const state = found.state as LivingState
  const own = ownerOf(found, side)
  return {
    ...{ id, side, state, kind: found.kind as PairingKind, candidateId: found.candidateId, supporterId: found.supporterId },
    ...{ beganAt: found.beganAt ?? found.madeAt, endedAt: found.endedAt, reviewOn: found.reviewOn },
    /** Only whose wish it was, where it was one of the two: any other reason is nobody's business. */
    pausedBy: sideOrTeam(found.pausedWhy),
    endReason: found.endReason,
    other: { ...shownOf(ownerOf(found, otherSide(side)), state), ...chosenBy(found, side, state) },
    own: { ...own, hasSurname: splitName(own.name).rest !== '', phone: side === 'candidate' ? (found.candidate.phone ?? '') : '' },
  }
}
export type Pair = NonNullable<Awaited<ReturnType<typeof findPair>>>

const sideOrTeam = (why: string | null): Side | 'team' | undefined =>
  why === null ? undefined : why === 'candidate' || why === 'supporter' ? why : 'team'

export const MESSAGES_A_PAGE = 25

/** One page of what the two wrote, the latest page first and each oldest first. What the other wrote by night is not here before 8. */
export async function listMessages({ id, side }: Pair, page: number) {
  const where: Prisma.PairingMessageWhereInput = { pairingId: id, OR: [{ side }, { reachesAt: { lte: now() } }] }
  const [total, latest] = await Promise.all([
    db.pairingMessage.count({ where }),
    db.pairingMessage.findMany({
      where,
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * MESSAGES_A_PAGE,
      take: MESSAGES_A_PAGE,
      select: { id: true, side: true, body: true, at: true, reachesAt: true },
    }),
  ])
  return { total, messages: latest.reverse().map((message) => ({ ...message, held: message.reachesAt > now() })) }
}

export const CONTACTS_A_PAGE = 25

/** When the two spoke, latest first. */
export async function listContacts({ id }: Pick<Pair, 'id'>, page: number, take = CONTACTS_A_PAGE) {
  const where = { pairingId: id, undoneAt: null }
  const [total, contacts] = await Promise.all([
    db.pairingContact.count({ where }),
    db.pairingContact.findMany({ where, orderBy: { happenedOn: 'desc' }, skip: (page - 1) * take, take }),
  ])
  return { total, contacts: contacts.map((contact) => ({ ...contact, day: contact.happenedOn.toISOString().slice(0, 10) })) }
}

/** One note that the two spoke, of this pair. */
export const findContact = ({ id }: Pick<Pair, 'id'>, contactId: string) =>
  db.pairingContact.findFirst({ where: { id: contactId, pairingId: id, undoneAt: null } })

/** How long nothing has been heard of a living pair, and by when they first speak. */
export async function findQuiet({ id, beganAt, state }: Pick<Pair, 'id' | 'beganAt' | 'state'>) {
  if (state !== 'active') return undefined
  const [found] = await db.$queryRaw<{ since: Date }[]>`SELECT since FROM pairing_quiet WHERE pairing_id = ${id}::uuid`
  if (!found) return undefined
  const { since } = found
  return {
    ...{ since, days: daysBetween(londonDay(since), londonDay(now())), untouched: since <= beganAt },
    ...{ firstBy: workingDaysAfter(beganAt, FIRST_CONTACT_DAYS), offered: isRematchOffered(since, now()) },
  }
}

/** What a letter to one side of a pair needs; undefined where the pair has moved on or that person has no account. */
export async function findForLetter(pairingId: string, side: Side) {
  const found = await db.pairing.findUnique({ where: { id: pairingId }, include: people })
  if (!found) return undefined
  return { id: pairingId, side, kind: found.kind as PairingKind, state: found.state, name: splitName(ownerOf(found, side).name).first }
}

/** Whether something that has arrived waits to be read by this side. */
export const hasUnread = async (pairingId: string, side: Side): Promise<boolean> =>
  (await db.pairingMessage.count({ where: { pairingId, side: otherSide(side), readAt: null, reachesAt: { lte: now() } } })) > 0
