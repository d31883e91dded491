import { db } from '../../../core/db.ts'

export type ForTheDay = {
  contact: { name: string; phone: string; relation: string } | undefined
  /** What was agreed; undefined where nothing is needed, or it is not agreed yet. */
  needs: string | undefined
}

const latest = (placementId: string, kind: string) => db.check.findFirst({ where: { placementId, kind }, orderBy: { seq: 'desc' } })

/** What the host has to know for the day: whom to call, and what was agreed with the visitor. From when until when they may is asked by the caller. */
export async function findForTheDay(placementId: string): Promise<ForTheDay> {
  const [contact, needs] = await Promise.all([latest(placementId, 'emergencyContact'), latest(placementId, 'accessNeeds')])
  const agreed = needs?.result === 'agreed' && needs.revokedAt === null ? needs.words : null
  const called = contact !== null && contact.revokedAt === null ? contact : undefined
  return {
    contact:
      called?.contactName != null && called.contactPhone !== null && called.contactRelation !== null
        ? { name: called.contactName, phone: called.contactPhone, relation: called.contactRelation }
        : undefined,
    needs: agreed ?? undefined,
  }
}
