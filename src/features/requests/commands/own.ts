import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { askForSupport } from './ask.ts'

/** Asks for several kinds at once; says how many of them were new. */
export const askForMore = (candidate: Candidate, kinds: SupportKind[], force: ForceProfile): Promise<number> =>
  inTransaction(async (tx) => {
    await tx.candidate.update({ where: { id: candidate.candidateId }, data: { activeAt: now() }, select: { id: true } })
    let made = 0
    for (const kind of kinds) if ((await askForSupport(tx, candidate, kind, force)).ok) made += 1
    return made
  })
