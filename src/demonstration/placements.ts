import { daysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { expiresAfter } from '../features/placements/rules/placements.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { signEverything } from './checks.ts'

type World = {
  force: ForceProfile
  now: Date
  people: Map<string, string>
  hosts: Map<string, string>
  coordinatorId: string
  leadId: string
}
/** `day`: which of the department's days, counted from the first; without one there is none yet. `asked`: how many days ago. */
type Story = { who: string; host: string; state: string; asked: number; day?: number; goals: string[] } & {
  words?: string
  wanted?: string
  reasons?: string[]
  ready?: true
}

const stories: Story[] = [
  { who: 'Oluwaseun Balogun-Carr', host: 'Crime scene investigation', state: 'expired', asked: 75, goals: ['aRole'] },
  { who: 'Amara Okafor', host: 'Crime scene investigation', state: 'confirmed', asked: 30, day: 1, goals: ['aRole', 'skills'] },
  { who: 'Amara Okafor', host: 'Intelligence and analysis', state: 'offered', asked: 9, day: 0, goals: ['otherRoles', 'theTeam'] },
  { who: 'Bethan Rhys-Jones', host: 'Neighbourhood team', state: 'debriefed', asked: 60, day: 0, goals: ['theJob'] },
  { who: 'Bethan Rhys-Jones', host: 'Digital forensics', state: 'requested', asked: 8, goals: ['otherRoles'], wanted: 'Any Friday' },
  {
    ...{ who: 'Daniel Whitmore', host: 'Custody suite', state: 'requested', asked: 4, goals: ['fears', 'shifts'] },
    ...{ wanted: 'Afternoons, from the week after next', words: 'I worry about what it is like when somebody is brought in angry.' },
  },
  { who: 'Daniel Whitmore', host: 'Force control room', state: 'withdrawn', asked: 50, goals: ['theJob'], reasons: ['times'] },
  { who: 'Farah Siddiqui', host: 'Force control room', state: 'attended', asked: 45, day: 0, goals: ['shifts', 'theTeam'] },
  { who: 'Jun-ho Park', host: 'Neighbourhood team', state: 'checks', asked: 20, day: 2, goals: ['theJob', 'interview'] },
  { who: 'Kezia Thompson', host: 'Digital forensics', state: 'underConsideration', asked: 19, goals: ['skills'], wanted: 'Mornings' },
  { who: 'Kezia Thompson', host: 'Crime scene investigation', state: 'cancelled', asked: 70, goals: ['aRole'], reasons: ['operational'] },
  {
    who: 'Magdalena Nowak',
    host: 'Neighbourhood team',
    state: 'notAttended',
    asked: 40,
    day: 1,
    goals: ['theJob'],
    reasons: ['candidateUnwell'],
  },
  { who: 'Samir Haddad', host: 'Force control room', state: 'checks', asked: 25, day: 1, goals: ['aRole'], ready: true },
  { who: 'Ines Carvalho', host: 'Digital forensics', state: 'declined', asked: 12, goals: ['aRole'], reasons: ['noCapacity', 'noDate'] },
  {
    who: 'Oluwaseun Balogun-Carr',
    host: 'Intelligence and analysis',
    state: 'accepted',
    asked: 22,
    goals: ['otherRoles'],
    wanted: 'Not Mondays',
  },
  { who: 'Oluwaseun Balogun-Carr', host: 'Neighbourhood team', state: 'confirmed', asked: 28, day: 1, goals: ['theTeam'] },
]

const straight = ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended', 'debriefed']
const exits: Record<string, string[]> = {
  notAttended: [...straight.slice(0, 6), 'notAttended'],
  cancelled: [...straight.slice(0, 4), 'cancelled'],
  declined: ['requested', 'underConsideration', 'declined'],
  withdrawn: ['requested', 'withdrawn'],
  expired: ['requested', 'underConsideration', 'expired'],
}
const pathTo = (state: string): string[] => exits[state] ?? straight.slice(0, straight.indexOf(state) + 1)
const over = ['debriefed', ...Object.keys(exits)]
const sides: Record<string, string> = {
  withdrawn: 'candidate',
  expired: 'system',
  notAttended: 'host',
  cancelled: 'host',
  declined: 'host',
}

/** Visits in every state, each brought there step by step, as the database demands. Dates count from `now`. */
export async function addPlacements(tx: Tx, world: World): Promise<void> {
  for (const story of stories) await tell(tx, world, story)
}

async function tell(tx: Tx, world: World, story: Story): Promise<void> {
  const hostId = world.hosts.get(story.host) ?? ''
  const dates = await tx.hostDate.findMany({ where: { hostId, listed: true }, orderBy: { startsAt: 'asc' } })
  const date = story.day === undefined ? undefined : dates[story.day]
  const person = await tx.hostPerson.findFirstOrThrow({ where: { hostId, until: null }, orderBy: { id: 'asc' } })
  const supporterId = date?.supporterId ?? person.supporterId
  const id = await ask(tx, world, story, { hostId, dateId: date?.id ?? null })
  for (const [i, state] of pathTo(story.state).entries())
    if (i > 0) await step(tx, world, { id, story, state, at: timeOf(story, state, i, date, world.now), supporterId })
  if (story.ready) await signEverything(tx, id, signers(world, daysAfter(world.now, 6 - story.asked)))
}

type Where = { hostId: string; dateId: string | null }
async function ask(tx: Tx, { now, people }: World, { who, asked, goals, words, wanted }: Story, where: Where): Promise<string> {
  const askedAt = daysAfter(now, -asked)
  const { id } = await tx.placement.create({
    data: {
      ...{ ...where, candidateId: people.get(who) ?? '', goals, words: words ?? null, wanted: wanted ?? null },
      ...{ expiresAt: where.dateId === null ? expiresAfter(askedAt) : null, requestedAt: askedAt },
      ...{ changedAt: askedAt, changedByRole: 'candidate' },
    },
    select: { id: true },
  })
  return id
}

const signers = ({ force, coordinatorId, leadId }: World, at: Date) => ({ force, at, teamId: coordinatorId, approverId: leadId })

/** A day for each step, but for what waits for the visit itself, or ran out. */
function timeOf({ asked }: Story, state: string, i: number, date: { endsAt: Date } | undefined, now: Date): Date {
  const day = daysAfter(now, i - asked)
  if (state === 'expired') return expiresAfter(daysAfter(now, -asked))
  const after = { attended: 0, notAttended: 0, debriefed: 3 }[state]
  return after === undefined || date === undefined ? day : new Date(daysAfter(date.endsAt, after).getTime() + 3_600_000)
}

type Step = { id: string; story: Story; state: string; at: Date; supporterId: string }
async function step(tx: Tx, world: World, { id, story, state, at, supporterId }: Step): Promise<void> {
  const ends = over.includes(state)
  if (state === 'confirmed') await signEverything(tx, id, signers(world, at))
  await tx.placement.update({
    where: { id },
    data: {
      ...{ state, changedAt: at, changedByRole: 'coordinator', changedById: world.coordinatorId },
      ...(['offered', 'accepted', 'checks'].includes(state) && { supporterId }),
      ...((ends || ['checks', 'confirmed'].includes(state)) && { expiresAt: null }),
      ...(state === 'confirmed' && { confirmedAt: at }),
      ...(ends && { endedAt: at, endedBy: sides[state] ?? 'team', reasons: story.reasons ?? [] }),
    },
    select: { id: true },
  })
}
