import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { PassOnInput } from '../forms/concerns.ts'
import type { IncidentInput, RaiseInput } from '../rules/raising.ts'
import { pairingsOf, type Raiser } from '../queries/pairs.ts'
import { contactsFor, LINK_DAYS } from '../rules/concerns.ts'

type Concern = { id: string; about: string; candidateId: string; supporterId: string }
type Contacts = Pick<ForceProfile, 'contacts'>

/**
 * Writes to the contacts outside the team. What goes by e-mail names nobody: it carries an address of their own, signed, that
 * opens this one concern for so many days. An earlier one ends.
 */
export async function sendLinks(tx: Tx, { contacts }: Contacts, { id: concernId, about }: Concern, at: Date): Promise<void> {
  const live = await tx.concernLink.findMany({ where: { concernId, endedAt: null }, select: { id: true } })
  await tx.concernLink.updateMany({ where: { id: { in: live.map(({ id }) => id) } }, data: { endedAt: at } })
  for (const contact of contactsFor(about)) {
    const data = { concernId, contact, sentAt: at, endsAt: daysAfter(at, LINK_DAYS) }
    const { id } = await tx.concernLink.create({ data, select: { id: true } })
    await queueEmail(tx, { kind: 'concern.contact', address: contacts[contact].email, about: id })
  }
}

/** Everybody who heads the team, but whoever it is about. */
async function tellLeads(tx: Tx, { id, candidateId, supporterId, about }: Concern): Promise<void> {
  const candidate = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { accountId: true } })
  const concerned = { supporter: supporterId, candidate: candidate.accountId }[about] ?? null
  const leads = await tx.account.findMany({
    where: {
      closedAt: null,
      deactivatedAt: null,
      roles: { some: { role: 'lead' } },
      ...(concerned !== null && { id: { not: concerned } }),
    },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  for (const lead of leads) await queueEmail(tx, { kind: 'concern.lead', accountId: lead.id, about: id })
}

type Said = { about: string; what: string; reach?: string | undefined; happened?: string }
type Where = { candidateId: string; supporterId: string } & ({ pairingId: string } | { placementId: string })

/** Keeps what was said and writes to those who have to know. Nothing about it is bound to the people it is about: no event, look or letter of theirs. */
async function raise(tx: Tx, actor: Raiser, force: Contacts, { where, ...given }: Said & { where: Where }): Promise<void> {
  const at = now()
  const { role } = actor
  const raisedBy = role === 'candidate' || role === 'supporter' ? role : 'team'
  if (role === 'candidate') await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at } })
  const said = { ...given, reach: given.reach ?? null, raisedBy, raisedById: actor.accountId }
  const concern = await tx.concern.create({ data: { ...where, ...said, raisedAt: at, changedAt: at } })
  await tx.concernStep.create({ data: { concernId: concern.id, what: 'raised', byId: actor.accountId, byRole: role, at } })
  await recordEvent(tx, { role: 'system' }, 'concern.raised', { subjectId: concern.id })
  await tellLeads(tx, concern)
  await sendLinks(tx, force, concern, at)
}

/**
 * Raises a concern about the other side of a pairing, or passes on what somebody of the team was told. False where there is no
 * such pairing of theirs.
 */
export const raiseConcern = (actor: Raiser, force: Contacts, pairingId: string, input: RaiseInput | PassOnInput): Promise<boolean> =>
  inTransaction(async (tx) => {
    const where = { id: pairingId, ...pairingsOf(actor) }
    const pairing = await tx.pairing.findFirst({ where, select: { candidateId: true, supporterId: true } })
    if (!pairing) return false
    const about = 'about' in input ? input.about : actor.role === 'candidate' ? 'supporter' : 'candidate'
    await raise(tx, actor, force, { about, what: input.what, reach: input.reach, where: { pairingId, ...pairing } })
    return true
  })

type Visit = { placementId: string; candidateId: string; supporterId: string }

/** Takes down what happened on a visit, as one side of it says. Whose visit it is, whoever calls has looked. */
export const raiseIncident = (actor: Candidate | Supporter, force: Contacts, visit: Visit, input: IncidentInput): Promise<void> =>
  inTransaction(async (tx) => {
    const other = actor.role === 'candidate' ? 'supporter' : 'candidate'
    const { what, reach, happened } = input
    await raise(tx, actor, force, { about: input.about === 'other' ? other : 'neither', what, reach, happened, where: visit })
  })
