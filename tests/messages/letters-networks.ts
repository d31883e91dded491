import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import { aWorkshop } from '../support/people.ts'
import type { Case, Cases } from './letters.ts'

const at = new Date('2027-03-01T10:00:00Z')

const belongs = (candidateId: string, contact = 'contact@people.example') =>
  db.networkMembership.create({
    data: {
      ...{ candidateId, network: 'rainbow', state: 'joined', name: 'A private name', reach: 'by phone', wording: 'I agree', contact },
      ...{ joinedAt: at, changedAt: at },
    },
  })
const contactOf = (force: ForceId) => profileOf(force).networks.find(({ id }) => id === 'rainbow')?.contact ?? { name: '', email: '' }

const contactTold: Case = async ({ id: candidateId }, force) => {
  const { email } = contactOf(force)
  const membership = await belongs(candidateId, email)
  const endsAt = new Date('2027-05-30T10:00:00Z')
  const link = { purpose: 'network', aboutId: membership.id, candidateId, address: email, sentAt: at, endsAt }
  const { id } = await db.outsideLink.create({ data: link, select: { id: true } })
  return { to: { address: email }, about: id, reader: 'visitor', says: ['This e-mail holds no names', '30 May 2027'] }
}
const contactLeft: Case = (_person, force) =>
  Promise.resolve({ to: { address: contactOf(force).email }, data: { network: 'rainbow' }, reader: 'visitor', says: ['We do not say who'] })

const member = (accountId: string | null) => ({ to: { accountId: accountId ?? '' } })
const event: Case = async ({ id: candidateId, accountId }) => {
  await belongs(candidateId)
  const workshop = await aWorkshop({
    ...{ network: 'rainbow', restricted: true, title: 'Rainbow supper', safeLabel: 'Preparation meeting' },
    startsAt: new Date('2099-01-01T18:00:00Z'),
  })
  return { ...member(accountId), about: workshop.id, says: ['a new event', 'so that nobody learns of it from this e-mail'] }
}
const anOpportunity = () =>
  db.networkOpportunity.create({
    data: {
      ...{ network: 'rainbow', title: 'Lead a lunch', what: 'Lead it', time: 'An hour', places: 1 },
      ...{ closesOn: new Date('2099-01-01'), madeAt: at },
    },
  })
const opportunity: Case = async ({ id: candidateId, accountId }) => {
  await belongs(candidateId)
  return { ...member(accountId), about: (await anOpportunity()).id, says: ['looks for somebody to lead or to help'] }
}
const answered: Case = async ({ id: candidateId, accountId }) => {
  const { id: opportunityId } = await anOpportunity()
  const by = { saidAt: at, changedAt: at, changedByRole: 'candidate' }
  const { id } = await db.networkInterest.create({ data: { opportunityId, candidateId, words: 'Me', state: 'said', ...by } })
  await db.networkInterest.update({ where: { id }, data: { state: 'later', answer: 'Next spring' } })
  return { ...member(accountId), about: id, says: ['Not now, and not forgotten'] }
}

/** What contacts of networks and their members are told. */
export const networkCases: Cases = {
  'network.contactTold': contactTold,
  'network.contactLeft': contactLeft,
  'network.event': event,
  'network.opportunity': opportunity,
  'network.answered': answered,
}
