import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { PassOnInput, RaiseInput } from '../forms/concerns.ts'
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
  const concerned = about === 'supporter' ? supporterId : candidate.accountId
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

/**
 * Raises a concern about the other side of a pairing, or passes on what somebody of the team was told. Nothing about it is
 * bound to the person it is about: no event of theirs, no look, no letter. False where there is no such pairing of theirs.
 */
export const raiseConcern = (actor: Raiser, force: Contacts, pairingId: string, input: RaiseInput | PassOnInput): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const where = { id: pairingId, ...pairingsOf(actor) }
    const pairing = await tx.pairing.findFirst({ where, select: { candidateId: true, supporterId: true } })
    if (!pairing) return false
    const { role } = actor
    const raisedBy = role === 'candidate' || role === 'supporter' ? role : 'team'
    const about = 'about' in input ? input.about : role === 'candidate' ? 'supporter' : 'candidate'
    if (role === 'candidate') await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at } })
    const said = { about, what: input.what, reach: input.reach ?? null, raisedBy, raisedById: actor.accountId }
    const concern = await tx.concern.create({ data: { ...pairing, pairingId, ...said, raisedAt: at, changedAt: at } })
    await tx.concernStep.create({ data: { concernId: concern.id, what: 'raised', byId: actor.accountId, byRole: role, at } })
    await recordEvent(tx, { role: 'system' }, 'concern.raised', { subjectId: concern.id })
    await tellLeads(tx, concern)
    await sendLinks(tx, force, concern, at)
    return true
  })
