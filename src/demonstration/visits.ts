import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { signEverything } from './checks.ts'

type World = {
  force: ForceProfile
  now: Date
  people: Map<string, string>
  supporters: Map<string, string>
  coordinatorId: string
  leadId: string
}
type Said = {
  side: 'candidate' | 'supporter'
  realistic: string
  before: number
  after: number
  unsafe?: true
  good: string
  better?: string
}
type Told = {
  who: string
  host: string
  by: string
  day: number
  before?: number
  state: 'confirmed' | 'attended' | 'debriefed'
  said?: Said[]
}

/** `day` counts days from now: visits that were, one that waits to be looked back on, one to come. */
const visits: Told[] = [
  { who: 'Amara Okafor', host: 'Neighbourhood team', by: 'Helen Marsh', day: -1, before: 6, state: 'attended' },
  { who: 'Ines Carvalho', host: 'Neighbourhood team', by: 'Helen Marsh', day: 1, before: 5, state: 'confirmed' },
  {
    ...{ who: 'Jun-ho Park', host: 'Intelligence and analysis', by: 'Ellen Frost', day: -6, before: 4, state: 'debriefed' },
    said: [
      {
        side: 'candidate',
        realistic: 'yes',
        before: 4,
        after: 9,
        good: 'I had no idea that so much of it is putting small things together.',
      },
      { side: 'supporter', realistic: 'yes', before: 7, after: 8, good: 'Good questions, and a fresh eye on our board.' },
    ],
  },
  {
    ...{ who: 'Kezia Thompson', host: 'Neighbourhood team', by: 'Tamsin Cole', day: -3, before: 7, state: 'attended' },
    said: [
      {
        ...{ side: 'candidate', realistic: 'partly', before: 7, after: 6, unsafe: true, good: 'Everybody said hello.' },
        better: 'The stairs at the back were wet and nobody had put out a sign.',
      },
    ],
  },
]

/** Visits on which something was said, one after which something was reported, and a certificate. */
export async function addVisits(tx: Tx, world: World): Promise<void> {
  const ids = new Map<string, string>()
  for (const visit of visits) ids.set(visit.who, await addVisit(tx, world, visit))
  await addIncident(tx, world, ids.get('Kezia Thompson') ?? '')
  await addCertificate(tx, ids.get('Jun-ho Park') ?? '')
}

const steps = ['underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended', 'debriefed']

async function addVisit(tx: Tx, world: World, visit: Told): Promise<string> {
  const { now, people, supporters, coordinatorId } = world
  const { id: hostId } = await tx.host.findFirstOrThrow({ where: { name: visit.host }, select: { id: true } })
  const [candidateId, supporterId] = [people.get(visit.who) ?? '', supporters.get(visit.by) ?? '']
  const startsAt = instantAt(londonDay(daysAfter(now, visit.day)), '10:00') ?? now
  const madeAt = daysAfter(startsAt, -20)
  const { id: dateId } = await tx.hostDate.create({
    data: {
      ...{ hostId, supporterId, startsAt, endsAt: new Date(startsAt.getTime() + 4 * 3_600_000), listed: false },
      ...{ madeAt, changedAt: madeAt, changedById: coordinatorId, changedByRole: 'coordinator' },
    },
    select: { id: true },
  })
  const asked = { goals: ['theJob', 'theTeam'], requestedAt: madeAt, changedAt: madeAt, changedById: null, changedByRole: 'candidate' }
  const { id } = await tx.placement.create({ data: { candidateId, hostId, dateId, ...asked }, select: { id: true } })
  for (const [n, to] of steps.slice(0, steps.indexOf(visit.state) + 1).entries())
    await step(tx, world, { ...visit, id, to, startsAt, at: atOf[to]?.(startsAt) ?? daysAfter(madeAt, n + 1) })
  return id
}

const atOf: Record<string, (startsAt: Date) => Date> = { attended: (at) => at, debriefed: (at) => daysAfter(at, 4) }
const endOf = (to: string, at: Date) =>
  to === 'confirmed' ? { confirmedAt: at } : to === 'debriefed' ? { endedAt: at, endedBy: 'system' } : {}

type Step = Told & { id: string; to: string; startsAt: Date; at: Date }
async function step(tx: Tx, { force, coordinatorId, leadId }: World, { id, to, at, startsAt, before, said = [] }: Step): Promise<void> {
  if (to === 'confirmed') await signEverything(tx, id, { force, at, teamId: coordinatorId, approverId: leadId })
  const byTeam = { changedById: coordinatorId, changedByRole: 'coordinator' }
  await tx.placement.update({ where: { id }, data: { state: to, changedAt: at, ...byTeam, ...endOf(to, at) }, select: { id: true } })
  if (to === 'confirmed' && before !== undefined)
    await tx.visitIntention.create({ data: { placementId: id, score: before, saidAt: at }, select: { placementId: true } })
  if (to === 'attended') await saySides(tx, id, said, daysAfter(startsAt, 2))
}

async function saySides(tx: Tx, placementId: string, said: Said[], at: Date): Promise<void> {
  await tx.visitDebrief.createMany({
    data: said.map(({ unsafe = false, better, ...each }) => ({
      ...{ ...each, placementId, unsafe, better: better ?? null, recalled: each.side === 'supporter', saidAt: at },
    })),
  })
}

async function addIncident(tx: Tx, { now, people, supporters }: World, placementId: string): Promise<void> {
  const [candidateId, supporterId] = [people.get('Kezia Thompson') ?? '', supporters.get('Tamsin Cole') ?? '']
  const candidate = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { accountId: true } })
  const at = daysAfter(now, -1)
  const said = {
    happened: 'nearMiss',
    about: 'neither',
    what: 'I slipped on the wet stairs at the back door and caught the rail. There was no sign.',
  }
  const by = { raisedBy: 'candidate', raisedById: candidate.accountId ?? '' }
  const { id: concernId } = await tx.concern.create({
    data: { placementId, candidateId, supporterId, ...said, ...by, raisedAt: at, changedAt: at },
    select: { id: true },
  })
  await tx.concernLink.create({ data: { concernId, contact: 'safeguarding', sentAt: at, endsAt: daysAfter(at, 14) }, select: { id: true } })
  await tx.concernStep.create({
    data: { concernId, what: 'raised', byId: candidate.accountId, byRole: 'candidate', at },
    select: { id: true },
  })
}

async function addCertificate(tx: Tx, placementId: string): Promise<void> {
  const { date, host } = await tx.placement.findUniqueOrThrow({ where: { id: placementId }, include: { date: true, host: true } })
  if (!date) return
  const visitedOn = new Date(`${londonDay(date.startsAt)}T00:00:00Z`)
  const issuedAt = daysAfter(date.startsAt, 1)
  const about = { department: host.name, visitedOn, minutes: 240, reference: 'K7XM-2TWP-9RHB', issuedAt }
  await tx.visitCertificate.create({
    data: { placementId, ...about },
    select: { id: true },
  })
}
