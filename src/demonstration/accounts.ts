import { randomUUID } from 'node:crypto'
import type { MemberRole } from '../core/access.ts'
import { daysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { hashPassword } from '../core/passwords.ts'
import type { ForceProfile } from '../forces/profile.ts'

type Given = { force: ForceProfile; now: Date; staff: Map<string, string> }
type Leaver = { name: string; role: Exclude<MemberRole, 'candidate'>; confirmed: number; deactivated?: number } // days ago

/** Colleagues who have moved on or are about to: nobody signs in as one of them. */
const leavers: Leaver[] = [
  { name: 'Colin Reeve', role: 'supporter', confirmed: 97 },
  { name: 'Joanna Tait', role: 'recruiter', confirmed: 81 },
  { name: 'Stuart Oakes', role: 'supporter', confirmed: 88 },
  { name: 'Moira Finch', role: 'coordinator', confirmed: 120, deactivated: 31 },
]

/** Asked so many days ago; a link works for seven. */
const invitations = [
  { name: 'Rosalind Page', role: 'lead', by: 'Owen Farrell', asked: 2 },
  { name: 'Dev Patel', role: 'coordinator', by: 'Sian Prosser', asked: 1 },
  { name: 'Karen Lowe', role: 'supporter', by: 'Sian Prosser', asked: 12 },
  { name: 'Bill Marlow', role: 'recruiter', by: 'Ruth Adeyemi', asked: 20, revoked: 19 },
]

const addressOf = (name: string, { id }: ForceProfile) => `${name.replace(' ', '.').toLowerCase()}@${id}.example`

export const leaverEmails = (force: ForceProfile): string[] => leavers.map(({ name }) => addressOf(name, force))

/** Shows what becomes of staff accounts: some to be confirmed, one lapsed, one deactivated, and invitations in every state but used. */
export async function addLeavers(tx: Tx, given: Given): Promise<void> {
  await addColleagues(tx, given)
  await addInvitations(tx, given)
}

async function addColleagues(tx: Tx, { force, now }: Given): Promise<void> {
  const passwordHash = await hashPassword(randomUUID())
  const ago = (days: number) => daysAfter(now, -days)
  for (const { name, role, confirmed, deactivated } of leavers) {
    const email = addressOf(name, force)
    await tx.account.create({
      data: {
        ...{
          name,
          email,
          emailKey: email,
          passwordHash,
          createdAt: ago(200),
          passwordChangedAt: ago(200),
          signedInAt: ago(confirmed - 5),
        },
        confirmedAt: ago(confirmed),
        deactivatedAt: deactivated === undefined ? null : ago(deactivated),
        roles: { create: { role, grantedAt: ago(200) } },
      },
    })
  }
}

async function addInvitations(tx: Tx, { force, now, staff }: Given): Promise<void> {
  const ago = (days: number) => daysAfter(now, -days)
  for (const { name, role, by, asked, revoked } of invitations) {
    const email = addressOf(name, force)
    const times = { createdAt: ago(asked), expiresAt: daysAfter(ago(asked), 7) }
    const usedAt = revoked === undefined ? null : ago(revoked)
    const { id: linkId } = await tx.link.create({ data: { purpose: 'invite', role, email, ...times, usedAt }, select: { id: true } })
    const { id } = await tx.invitation.create({
      data: {
        ...{ email, emailKey: email, role, linkId, invitedBy: staff.get(by) ?? '', revokedAt: usedAt },
        ...{ invitedAt: times.createdAt, sentAt: times.createdAt, expiresAt: times.expiresAt },
      },
      select: { id: true },
    })
    await tx.event.create({
      data: {
        at: times.createdAt,
        actorId: staff.get(by) ?? null,
        actorRole: role === 'lead' ? 'administrator' : 'lead',
        name: 'account.invited',
        subjectId: id,
        data: { role },
      },
    })
  }
}

/** Those whom a visitor signs in as are confirmed anew at a start once a day has passed, so that a demonstration left alone for months still opens. */
export async function keepConfirmed(tx: Tx, emails: string[], now: Date): Promise<void> {
  await tx.account.updateMany({ where: { emailKey: { in: emails }, confirmedAt: { lt: daysAfter(now, -1) } }, data: { confirmedAt: now } })
}
