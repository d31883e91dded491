import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { endClaimLinks } from '../../accounts/commands/claim.ts'
import { newReference } from '../../accounts/commands/register.ts'
import { recordEvent } from '../../audit/commands.ts'
import { giveConsent } from '../../privacy/commands.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { assignCandidateIn } from './assignment.ts'
import { answeredBy, type CameBy, type Reach, type Spoken } from '../rules/enrol.ts'

export type Enrolled = Reach & Spoken & { name: string; cameBy: CameBy; kinds: SupportKind[]; about: string }

const orNull = (typed: string) => (typed === '' ? null : typed)

/**
 * Registers somebody who rang or whom the team met, with what they said and nothing more: no account, no e-mail, and a yes
 * only where they said it aloud, kept with how. Each support they asked for is a request like any other.
 */
export const enrolCandidate = (actor: Team, person: Enrolled, force: ForceProfile): Promise<string> =>
  inTransaction(async (tx) => {
    const { name, phone, email, postalAddress, reachBy, cameBy, routes, areas, adult } = person
    const at = now()
    const { id: candidateId } = await tx.candidate.create({
      data: {
        ...{ name, reachBy, cameBy, routes, areas, adult: adult ?? null, answered: answeredBy(person) },
        ...{ phone: orNull(phone), email: orNull(email), postalAddress: orNull(postalAddress) },
        ...{ reference: await newReference(tx), registeredAt: at, activeAt: at },
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'candidate.enrolled', { candidateId, data: { cameBy } })
    await assignCandidateIn(tx, actor, { candidateId, ownerId: actor.accountId })
    await keepWords(tx, candidateId, person)
    const asker = { ...actor, candidateId }
    for (const purpose of person.purposes) await giveConsent(tx, asker, purpose, force, cameBy)
    for (const kind of person.kinds) await askForSupport(tx, asker, kind, force)
    await tx.$executeRaw`SELECT find_duplicates(${candidateId}::uuid, ${at}::timestamptz)`
    return candidateId
  })

async function keepWords(tx: Tx, candidateId: string, { access, about, purposes }: Enrolled): Promise<void> {
  if (access !== '') await tx.accessNeed.create({ data: { candidateId, text: access, updatedAt: now() } })
  if (about !== '' && purposes.includes('tailoring'))
    await tx.tailoringFact.create({ data: { candidateId, text: about, updatedAt: now() } })
}

/** Puts right how somebody is reached. An address that belongs to an account is changed by its holder alone. False where there is no such person. */
export const changeReach = (actor: Team, candidateId: string, { email, phone, postalAddress, reachBy }: Reach): Promise<boolean> =>
  inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ account_id: string | null; email: string | null }[]>`
      SELECT account_id, email FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR UPDATE`
    if (!found) return false
    const kept = found.account_id === null ? orNull(email) : null
    await tx.candidate.update({
      where: { id: candidateId },
      data: { email: kept, phone: orNull(phone), postalAddress: orNull(postalAddress), reachBy },
      select: { id: true },
    })
    // A link that was sent to an address which was put right must open nothing to whoever holds the wrong one.
    if (kept !== found.email) await endClaimLinks(tx, candidateId)
    await recordEvent(tx, actor, 'candidate.reachChanged', { candidateId })
    await tx.$executeRaw`SELECT find_duplicates(${candidateId}::uuid, ${now()}::timestamptz)`
    return true
  })
