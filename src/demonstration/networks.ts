import { daysAfter, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { joiningWords, TEAM_WORDS } from '../features/networks/rules/words.ts'
import type { ForceProfile, Network } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; staff: Map<string, string> }
const HOUR = 3_600_000

/** People in networks, what two of the networks have on, what can be led, and who would like to. */
export async function addNetworks(tx: Tx, world: World): Promise<void> {
  const { force, now, people, staff } = world
  const network = (id: string) => force.networks.find((each) => each.id === id)
  const [heritage, carers, women] = [network('heritage'), network('carers'), network('women')]
  if (!heritage || !carers || !women) return
  const amara = people.get('Amara Okafor') ?? ''
  await addAmara(tx, now, heritage, amara)
  await belong(tx, carers, { accountId: staff.get('Helen Marsh') ?? '' }, { name: 'Helen', at: daysAfter(now, -60) })
  const others = [...people.entries()].filter(([name]) => name !== 'Amara Okafor').slice(0, 11)
  for (const [at, [name, candidateId]] of others.entries())
    await belong(tx, women, { candidateId }, { name: name.split(' ')[0] ?? name, at: daysAfter(now, -30 - at) })
  await addEvents(tx, now, heritage, women)
  await addOpportunities(tx, now, heritage, { amara, coordinatorId: staff.get('Priya Nair') ?? '' })
}

type Whose = { candidateId: string } | { accountId: string }
const belong = (tx: Tx, network: Network, whose: Whose, { name, at, teamKnows = false }: { name: string; at: Date; teamKnows?: boolean }) =>
  tx.networkMembership.create({
    data: {
      ...{ ...whose, network: network.id, state: 'joined', name, reach: `${name.toLowerCase()}@people.example`, teamKnows },
      wording: teamKnows ? `${joiningWords(network)}\n${TEAM_WORDS}` : joiningWords(network),
      ...{ contact: network.contact.email, joinedAt: at, changedAt: at },
    },
    select: { id: true },
  })

/** She lets nobody else know; the contact has opened what they were sent, and is in touch. */
async function addAmara(tx: Tx, now: Date, heritage: Network, candidateId: string): Promise<void> {
  const at = daysAfter(now, -20)
  const { id: aboutId } = await belong(tx, heritage, { candidateId }, { name: 'Amara', at })
  const seen = daysAfter(now, -18)
  await tx.networkMembership.update({ where: { id: aboutId }, data: { inTouchAt: seen, words: 'I would love to hear how others began.' } })
  const link = { purpose: 'network', aboutId, candidateId, address: heritage.contact.email, sentAt: at, endsAt: daysAfter(at, 90) }
  const { id: linkId } = await tx.outsideLink.create({ data: link, select: { id: true } })
  await tx.outsideOpening.create({ data: { linkId, at: seen } })
}

async function addEvents(tx: Tx, now: Date, heritage: Network, women: Network): Promise<void> {
  const events = [
    { network: heritage, title: 'An evening of first days', inDays: 44, open: false },
    { network: women, title: 'Coming back after a break', inDays: 51, open: true },
  ]
  for (const { network, title, inDays, open } of events) {
    const startsAt = new Date(`${londonDay(daysAfter(now, inDays))}T18:00:00Z`)
    await tx.workshop.create({
      data: {
        ...{ title, safeLabel: 'Preparation workshop', restricted: true, network: network.id, networkOpen: open },
        ...{ networkWords: [network.name, ...network.labelWords], capacity: 20, supporterPlaces: 4, online: true, state: 'published' },
        summary: 'People who have been where you are tell how it was, and answer what you ask. Nothing is written down.',
        ...{ startsAt, endsAt: new Date(startsAt.getTime() + 2 * HOUR), bookingClosesAt: daysAfter(startsAt, -1) },
        ...{ offersEndAt: new Date(startsAt.getTime() - 2 * HOUR), publishedAt: daysAfter(now, -3), createdAt: daysAfter(now, -4) },
      },
      select: { id: true },
    })
  }
}

type Who = { amara: string; coordinatorId: string }
async function addOpportunities(tx: Tx, now: Date, heritage: Network, { amara, coordinatorId }: Who): Promise<void> {
  const closes = (inDays: number) => new Date(`${londonDay(daysAfter(now, inDays))}T00:00:00Z`)
  const posted = { madeAt: daysAfter(now, -6), madeById: coordinatorId }
  const open = await tx.networkOpportunity.create({
    data: {
      ...{ ...posted, network: null, title: 'Welcome people at the open evening', places: 4, closesOn: closes(21) },
      what: 'Stand at the door with a colleague, say hello, and answer what newcomers ask. You are told beforehand what is asked most.',
      time: 'One evening of three hours',
    },
    select: { id: true },
  })
  await tx.networkOpportunity.create({
    data: {
      ...{ ...posted, network: heritage.id, membersOnly: true, title: 'Lead a lunch for newcomers', places: 1, closesOn: closes(30) },
      what: 'Choose the subject and the people, and the network sees to the room. Somebody who has done it before is beside you.',
      time: 'Two hours a month until summer',
    },
    select: { id: true },
  })
  const said = { saidAt: daysAfter(now, -2), changedAt: daysAfter(now, -2), changedByRole: 'candidate' }
  const words = 'I was shy at my first evening and somebody took me by the arm. I would like to be that person.'
  await tx.networkInterest.create({
    data: { ...said, opportunityId: open.id, candidateId: amara, state: 'said', words },
    select: { id: true },
  })
}
