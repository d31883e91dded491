import { now } from '../../core/clock.ts'
import { db } from '../../core/db.ts'
import { readOutsideLink } from '../../core/links.ts'

export const outsidePurposes = ['network', 'adjustment', 'job'] as const
export type OutsidePurpose = (typeof outsidePurposes)[number]

export const isLiveAt = (at: Date) => ({
  ...{ endedAt: null, endsAt: { gt: at } },
  OR: [{ candidateId: null }, { candidate: { closedAt: null, mergedIntoId: null } }],
})

/** Does this address still open something? What it opens is not said before somebody presses the button: programs follow links too. */
export async function leadsSomewhere(text: string, purpose: OutsidePurpose): Promise<boolean> {
  const id = readOutsideLink(text)
  return id !== undefined && (await db.outsideLink.count({ where: { id, purpose, ...isLiveAt(now()) } })) > 0
}

/** A way in that was sent and still opens, for the letter about it. */
export const findOutsideLink = (id: string) => db.outsideLink.findFirst({ where: { id, ...isLiveAt(now()) } })

/** The ways in to one thing, newest first, and when each was opened. */
export const outsideLinksOf = (purpose: OutsidePurpose, aboutId: string) =>
  db.outsideLink.findMany({ where: { purpose, aboutId }, orderBy: { sentAt: 'desc' }, include: { openings: { orderBy: { id: 'asc' } } } })
