import { db, inTransaction } from '../../src/core/db.ts'
import { makeLink } from '../../src/features/accounts/commands/register.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { anAddress, DAY, HOUR, NAME, NOW, nothing, OTHER, STAFF, toStaff, type Case, type Cases, type Person } from './letters.ts'

type About = Parameters<typeof makeLink>[2]
const link = (purpose: Parameters<typeof makeLink>[1], about: About, life?: number) =>
  inTransaction((tx) => makeLink(tx, purpose, about, life))

const verify: Case = async (person) => {
  const address = anAddress(person.id)
  const { id: registrationId } = await db.registration.create({
    data: { name: NAME, email: address, emailKey: address, passwordHash: 'none', createdAt: NOW },
  })
  const { id } = await link('verify', { registrationId })
  return { about: id, to: { address }, reader: 'visitor', says: ['31 March 2027, 11am'] }
}
const reset: Case = async ({ accountId }) => {
  const { id } = await link('reset', { accountId: accountId ?? '' })
  return { about: id, reader: 'visitor', says: ['30 March 2027, 12pm'] }
}
const claim: Case = async (person) => {
  const address = anAddress(person.id)
  const { id: candidateId } = await db.candidate.create({
    data: { reference: `PA-${person.id.slice(0, 8).toUpperCase()}`, name: NAME, email: address, registeredAt: NOW, activeAt: NOW },
  })
  const { id } = await link('claim', { candidateId, email: address })
  return { about: id, to: { address, candidateId }, reader: 'visitor', says: ['13 April 2027, 11am'] }
}
const invite: Case = async (person) => {
  const address = anAddress(person.id)
  const { accountId: invitedBy } = await toStaff('lead')
  const { id: linkId, expiresAt } = await link('invite', { email: address, role: 'supporter' }, 2 * DAY + HOUR)
  const dates = { invitedAt: NOW, sentAt: NOW, expiresAt }
  await db.invitation.create({ data: { email: address, emailKey: address, role: 'supporter', invitedBy, linkId, ...dates } })
  return { about: linkId, to: { address }, reader: 'visitor', says: ['1 April 2027, 12pm', STAFF, 'as a supporter'] }
}
const toConfirm: Case = async () => {
  const lead = await toStaff('lead')
  await anAccount({ roles: ['coordinator'], name: 'Barnaby Thistle', confirmedAt: new Date(NOW.getTime() - 80 * DAY) })
  return { ...lead, says: ['Barnaby Thistle: until 9 April 2027'] }
}
const access =
  (what: string, says: string): Case =>
  async () => ({ ...(await toStaff('supporter')), data: { what, role: 'supporter' }, says: [says] })

const emailChange = async (person: { accountId: string | null }) => {
  const accountId = person.accountId ?? ''
  const email = anAddress(accountId)
  const times = { createdAt: NOW, expiresAt: new Date(NOW.getTime() + DAY) }
  const { id } = await db.emailChange.create({ data: { accountId, email, emailKey: email, ...times } })
  return { about: id, address: email, reader: { accountId } }
}
const emailConfirm: Case = async (person) => {
  const { address, ...asked } = await emailChange(person)
  return { ...asked, to: { address }, says: ['31 March 2027, 11am'] }
}
const emailAsked: Case = async (person) => {
  const { about, reader } = await emailChange(person)
  return { about, reader, says: ['because a change to your account'] }
}

const message = {
  ...{ topic: 'access', name: NAME, message: 'Is there a <lift>?\n\nI come by bus & train.', receivedAt: NOW },
  dueAt: new Date('2027-04-06T10:00:00Z'),
}
const received: Case = async (person) => {
  const address = anAddress(person.id)
  const { id } = await db.contactMessage.create({ data: { ...message, email: address } })
  return { about: id, to: { address }, says: ['6 April 2027', '30 March 2027, 11am'] }
}
const reply: Case = async (person) => {
  const address = anAddress(person.id)
  const { accountId: byId } = await toStaff()
  const answer = { kind: 'reply', text: 'There is.\n\nIt is "by" the north door.', byId, byRole: 'coordinator', at: NOW }
  const { replies } = await db.contactMessage.create({
    data: { ...message, email: address, replies: { create: answer } },
    include: { replies: true },
  })
  return { about: replies[0]?.id ?? '', to: { address }, says: ['It is "by" the north door.', '> Is there a <lift>?', 'Perpetua,'] }
}

/** The person's record takes in another, and is parted from it again where it was a mistake. */
const merged = async ({ id, accountId }: Person, undone = false) => {
  const { id: otherId, account } = await aCandidate({ name: OTHER })
  const { id: by } = await anAccount({ name: STAFF })
  const [row] = await db.$queryRaw<{ about: string }[]>`
    SELECT merge_candidates(${id}::uuid, ${otherId}::uuid, '{}', ${accountId}::uuid, 'both', 'both', ${by}::uuid, 'coordinator',
      ${NOW}::timestamptz, ${new Date('2027-04-29T10:00:00Z')}::timestamptz) AS about`
  const about = row?.about ?? ''
  if (undone) await db.$queryRaw`SELECT outcome FROM undo_merge(${about}::uuid, ${by}::uuid, 'coordinator', ${NOW}::timestamptz)`
  return { about, address: account?.email ?? '' }
}
const joined: Case = async (person) => {
  const { about } = await merged(person)
  return { about, says: [person.reference, '29 April 2027'] }
}
const signInClosed: Case = async (person) => {
  const { about, address } = await merged(person)
  return { about, to: { address, candidateId: person.id }, reader: 'visitor', says: ['29 April 2027'] }
}
const parted: Case = async (person) => {
  const { about } = await merged(person, true)
  return { about, says: [person.reference] }
}

/** What is told of accounts, of messages that come without one, and of records made one. */
export const accountCases: Cases = {
  'accounts.verify': verify,
  'accounts.alreadyRegistered': reset,
  'accounts.reset': reset,
  'accounts.claim': claim,
  'accounts.invite': invite,
  'accounts.toConfirm': toConfirm,
  'accounts.accessChanged': access('roleAdded', 'The role supporter was added'),
  'accounts.accessChanged, role taken': access('roleRemoved', 'The role supporter was taken'),
  'accounts.accessChanged, deactivated': access('deactivated', 'was deactivated'),
  'accounts.accessChanged, reactivated': access('reactivated', 'active again'),
  'accounts.passwordChanged': () => Promise.resolve({ says: ['30 March 2027, 11am'] }),
  'accounts.emailConfirm': emailConfirm,
  'accounts.emailAsked': emailAsked,
  'accounts.emailTaken': () => Promise.resolve({ says: ['because this address was typed'] }),
  'accounts.emailChanged': nothing,
  'accounts.emailLeft': (person) => Promise.resolve({ to: { address: anAddress(person.id) }, reader: 'visitor' }),
  'accounts.codesSetUp': nothing,
  'accounts.codesRemoved': nothing,
  'accounts.codesReset': nothing,
  'accounts.recoveryCodeUsed': () => Promise.resolve({ says: ['because somebody signed in'] }),
  'accounts.recoveryCodesRenewed': nothing,
  'privacy.closed': (person) => Promise.resolve({ to: { address: person.account?.email ?? '' }, reader: 'visitor' }),
  'contact.received': received,
  'contact.reply': reply,
  'duplicates.joined': joined,
  'duplicates.signInClosed': signInClosed,
  'duplicates.parted': parted,
}
