import { daysAfter, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'

type Given = { now: Date; people: Map<string, string>; supporters: Map<string, string>; leadId: string; coordinatorId: string }

const day = (d: Date) => new Date(`${londonDay(d)}T00:00:00Z`)

/** What people said of whom they should not be matched with: some waits for the team, some is linked, one was left open. */
export async function addExclusions(tx: Tx, given: Given): Promise<void> {
  const { now, people, supporters, leadId, coordinatorId } = given
  const ago = (n: number) => ({ madeAt: daysAfter(now, -n), changedAt: daysAfter(now, -n) })
  const candidate = (name: string, n: number) => ({
    ...ago(n),
    madeBy: 'candidate',
    madeById: people.get(name) ?? '',
    candidateId: people.get(name) ?? '',
  })
  const supporter = (name: string, n: number) => ({
    ...{ ...ago(n), madeBy: 'supporter' },
    ...{ madeById: supporters.get(name) ?? '', supporterId: supporters.get(name) ?? '' },
  })
  const reviewed = { reviewedAt: daysAfter(now, -6), reviewedById: coordinatorId, changedAt: daysAfter(now, -6) }
  const said = [
    { ...candidate('Amara Okafor', 8), kind: 'family', typedName: 'Stephen Okafor' },
    { ...candidate('Jun-ho Park', 2), kind: 'block', typedName: 'Gareth Lloyd' },
    { ...supporter('Helen Marsh', 9), ...reviewed, kind: 'household', typedName: 'Daniel Marsh' },
    { ...supporter('Helen Marsh', 1), kind: 'lineManagement', typedName: 'Bethan Rhys Jones', untilOn: day(daysAfter(now, -40)) },
    {
      ...{ ...ago(5), ...reviewed, changedAt: daysAfter(now, -5), madeBy: 'team', madeById: coordinatorId, kind: 'sameTeam' },
      ...{ reviewedAt: daysAfter(now, -5), linkedAt: daysAfter(now, -5) },
      ...{ candidateId: people.get('Kezia Thompson') ?? '', supporterId: supporters.get('Ellen Frost') ?? '' },
    },
  ]
  for (const data of said) {
    const { id } = await tx.exclusionDeclaration.create({ data, select: { id: true } })
    const event = { at: data.madeAt, actorId: data.madeById, actorRole: data.madeBy === 'team' ? 'coordinator' : data.madeBy }
    await tx.event.create({ data: { ...event, name: 'exclusion.declared', subjectId: id } })
  }
  const lapsed = supporters.get('Sunita Verma') ?? ''
  const madeBy = { madeBy: 'supporter', madeById: lapsed, ...ago(20) }
  await tx.selectionDuty.create({ data: { ...madeBy, supporterId: lapsed, duty: 'interview' } })
  const standing = { supporterId: supporters.get('Jamie Pickett') ?? '', standing: 'restricted', madeById: leadId }
  await tx.supporterStanding.create({ data: { ...standing, ...ago(2) } })
}

const HEARD =
  'He asked twice what my family thinks of me joining, and laughed at the answer. I did not like it and would rather somebody spoke with him.'

/** A conversation that was held, and a concern about it that the head of the team has taken on. */
export async function addConcern(tx: Tx, given: Given): Promise<void> {
  const { now, people, supporters, leadId } = given
  const candidateId = people.get('Farah Siddiqui') ?? ''
  const supporterId = supporters.get('Dominic Shaw') ?? ''
  const at = (n: number) => daysAfter(now, -n)
  const pair = { candidateId, supporterId, pairingId: await addConversation(tx, { candidateId, supporterId }, at) }
  const said = { what: HEARD, about: 'supporter', raisedBy: 'candidate', raisedById: candidateId, reach: 'By phone after 4pm, please' }
  const data = { ...said, ...pair, raisedAt: at(2), changedAt: at(2) }
  const { id: concernId } = await tx.concern.create({ data, select: { id: true } })
  const read = { state: 'acknowledged', acknowledgedAt: at(1), changedAt: at(1) }
  await tx.concern.update({ where: { id: concernId }, data: read, select: { id: true } })
  const links = ['safeguarding', 'professionalStandards'].map((contact) => ({ concernId, contact, sentAt: at(2), endsAt: at(-12) }))
  await tx.concernLink.createMany({ data: links })
  await tx.concernStep.createMany({
    data: [
      { concernId, what: 'raised', byId: candidateId, byRole: 'candidate', at: at(2) },
      { concernId, what: 'opened', byRole: 'safeguarding', at: at(2) },
      { concernId, what: 'acknowledged', byId: leadId, byRole: 'lead', at: at(1) },
    ],
  })
}

/** Asked for, begun and held, step by step as the database demands. */
async function addConversation(tx: Tx, pair: { candidateId: string; supporterId: string }, at: (n: number) => Date): Promise<string> {
  const made = { queuedAt: at(30), madeAt: at(30), changedAt: at(30), candidateAgreedAt: at(30), changedByRole: 'candidate' }
  const asked = { ...made, ...pair, kind: 'roleModel', state: 'proposedToSupporter', dueAt: at(24) }
  const { id } = await tx.pairing.create({ data: asked, select: { id: true } })
  const begun = {
    state: 'active',
    dueAt: null,
    beganAt: at(28),
    supporterAcceptedAt: at(28),
    changedAt: at(28),
    changedByRole: 'supporter',
  }
  await tx.pairing.update({ where: { id }, data: begun, select: { id: true } })
  const held = { state: 'ended', endReason: 'conversationHeld', endedAt: at(20), changedAt: at(20) }
  await tx.pairing.update({ where: { id }, data: held, select: { id: true } })
  return id
}
