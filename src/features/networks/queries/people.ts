import type { Candidate, Supporter } from '../../../core/access.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Network } from '../../../forces/profile.ts'

export type Person = Candidate | Supporter
/** Who belongs: by the record of a candidate where there is one, else by the account. */
export type Whose = { candidateId: string | null; accountId: string }

export async function whoseOf(actor: Person, tx: Pick<Tx, 'candidate'> = db): Promise<Whose> {
  if (actor.role === 'candidate') return { candidateId: actor.candidateId, accountId: actor.accountId }
  const candidate = await tx.candidate.findFirst({ where: { accountId: actor.accountId, closedAt: null }, select: { id: true } })
  return { candidateId: candidate?.id ?? null, accountId: actor.accountId }
}

/** Everything of one person, whichever role they act in, and of records that were joined to theirs. */
export const ofPerson = ({ candidateId, accountId }: Whose) => ({
  OR: [{ accountId }, ...(candidateId === null ? [] : [{ candidateId }, { candidate: { mergedIntoId: candidateId } }])],
})

/** The columns under which something new of theirs is kept. */
export const keptUnder = ({ candidateId, accountId }: Whose) =>
  candidateId === null ? { accountId, candidateId: null } : { candidateId, accountId: null }

const works = ['start', 'firstYear', 'confirmed']

/** Some networks are for those who have begun to work here; the others are open from the first day. */
export async function mayJoin({ candidates }: Network, { candidateId, accountId }: Whose): Promise<boolean> {
  if (candidates || candidateId === null) return true
  const [roles, years, stages] = await Promise.all([
    db.accountRole.count({ where: { accountId, role: { not: 'candidate' } } }),
    db.firstYear.count({ where: { candidateId } }),
    db.stageRecord.count({ where: { candidateId, stage: { in: works }, voidedAt: null } }),
  ])
  return roles + years + stages > 0
}
