import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { giveConsent } from '../../privacy/commands.ts'
import { decideTelling, type Experience, type TellingRefusal, type Wishes } from '../rules/wishes.ts'

/** Takes the row lock of an open record, and notes that the person was here. */
async function lock(tx: Tx, { candidateId }: Candidate, at: Date): Promise<boolean> {
  const open =
    await tx.$executeRaw`UPDATE candidates SET active_at = greatest(active_at, ${at}::timestamptz) WHERE id = ${candidateId}::uuid AND closed_at IS NULL`
  return open > 0
}

/** Keeps what a candidate looks for, in the place of what they said before. */
export const saveWishes = (candidate: Candidate, { preference, ...wishes }: Wishes): Promise<void> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    if (!(await lock(tx, candidate, at))) return
    const said = { ...wishes, preference: preference ?? null, updatedAt: at }
    await tx.matchWish.upsert({ where: { candidateId }, create: { candidateId, ...said }, update: said })
    await recordEvent(tx, candidate, 'wishes.saved', { candidateId })
  })

type Telling = { experiences: Experience[]; answer: 'yes' | 'no' | undefined }
type Told = { ok: true } | { ok: false; reason: TellingRefusal }

/** Keeps what a candidate has lived through, with the yes that allows it: one that stands, or one given here. */
export const tellExperiences = (candidate: Candidate, { experiences, answer }: Telling, force: ForceProfile): Promise<Told> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    if (!(await lock(tx, candidate, at))) return { ok: true }
    const decision = decideTelling({ experiences, answer, consented: await hasConsent(tx, candidateId) })
    if (!decision.ok) return decision
    if (decision.agrees) await giveConsent(tx, candidate, 'tailoring', force, 'match')
    await tx.candidateExperience.deleteMany({ where: { candidateId } })
    const rows = experiences.map(({ code, use }) => ({ candidateId, code, forMatching: use === 'matching', updatedAt: at }))
    await tx.candidateExperience.createMany({ data: rows })
    await recordEvent(tx, candidate, 'experiences.saved', { candidateId })
    return { ok: true }
  })

/** A yes that is being taken back at this moment in another window is waited for. */
async function hasConsent(tx: Tx, candidateId: string): Promise<boolean> {
  const live = await tx.$queryRaw<object[]>`
    SELECT id FROM consents WHERE candidate_id = ${candidateId}::uuid AND purpose = 'tailoring' AND withdrawn_at IS NULL FOR SHARE`
  return live.length > 0
}
