import { db, type Tx } from '../../../core/db.ts'
import { now } from '../../../core/clock.ts'

export const LIVE_LINK = (at: Date) => ({ endedAt: null, endsAt: { gt: at } })

/** Does this way in still lead anywhere? Which concern it opens is not said before it is opened. */
export const isLive = async (linkId: string): Promise<boolean> =>
  (await db.concernLink.count({ where: { id: linkId, ...LIVE_LINK(now()) } })) > 0

/** What a contact outside the team has to know to act: the words, whom it concerns, and how to reach who raised it. Nothing else. */
export async function shownOutside(tx: Tx, concernId: string) {
  const concern = await tx.concern.findUniqueOrThrow({
    where: { id: concernId },
    select: {
      ...{ about: true, happened: true, placementId: true, raisedBy: true, what: true, reach: true, raisedAt: true, state: true },
      candidate: { select: { name: true } },
      supporter: { select: { title: true, account: { select: { name: true } } } },
    },
  })
  const { candidate, supporter, ...rest } = concern
  const names = { candidate: candidate.name, supporter: [supporter.title, supporter.account.name].filter((part) => part !== '').join(' ') }
  return { concern: rest, names }
}

/** A way in that was sent, for the letter about it. */
export const findLink = (id: string) =>
  db.concernLink.findFirst({
    where: { id, ...LIVE_LINK(now()) },
    select: { id: true, endsAt: true, contact: true, concern: { select: { placementId: true } } },
  })
