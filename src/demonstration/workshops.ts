import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { addCohorts } from './cohorts.ts'

const HOUR = 3_600_000
const FAIR_ACCESS =
  'Step-free from the car park and the bus stop. Accessible toilet, hearing loop, and a quiet room that is open throughout.'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; coordinatorId: string }
type Plan = {
  title: string
  kind: 'insight' | 'skills'
  inDays: number
  from: string
  to: string
  capacity: number
  online?: boolean
  ofCohort?: boolean
  summary: string
  bring?: string
  state?: 'draft'
}

const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)

type Made = { insightId: string; skillsId: string; cohortId: string }
const joined = ['Amara Okafor', 'Bethan Rhys-Jones', 'Daniel Whitmore', 'Farah Siddiqui', 'Jun-ho Park', 'Kezia Thompson']

/** A programme with a cohort; a workshop past with attendance, one unrecorded, one full with a waiting list and a live offer, one nearly empty. */
export async function addWorkshops(tx: Tx, world: World): Promise<void> {
  const made = await addCohort(tx, world)
  await addPast(tx, world, made)
  const full = await addFull(tx, world, made)
  await addComing(tx, world, made)
  await addCohorts(tx, world, made)
  await keepOnlyNews(tx, full)
}

async function addCohort(tx: Tx, { force, now, people, coordinatorId }: World): Promise<Made> {
  const insight = await tx.programme.create({
    data: {
      ...{ kind: 'insight', name: force.words.programme, createdAt: daysAfter(now, -80) },
      summary: 'What the work is like, what recruitment asks of you, and practice for each step.',
      completionRule: { atLeast: 3, of: 4, includingFirst: true, catchUp: true },
    },
  })
  const cohort = await tx.cohort.create({
    data: {
      ...{ programmeId: insight.id, name: `${force.words.programmeShort} ${season(now)}`, capacity: 16, coordinatorId },
      ...{ opensAt: daysAfter(now, -60), closesAt: daysAfter(now, 20), startsOn: daysAfter(now, -10), endsOn: daysAfter(now, 45) },
      createdAt: daysAfter(now, -75),
    },
  })
  for (const name of joined) await addMembership(tx, now, cohort.id, idOf(people, name), coordinatorId)
  await tx.membership.create({
    data: { cohortId: cohort.id, candidateId: idOf(people, 'Ines Carvalho'), state: 'requested', beganAt: daysAfter(now, -2) },
  })
  const skills = await tx.programme.create({
    data: {
      ...{ kind: 'skills', name: force.support.find(({ kind }) => kind === 'skills')?.name ?? 'Skills', createdAt: daysAfter(now, -80) },
      ...{ summary: 'Hands-on practice, one evening at a time.', completionRule: { atLeast: 2 } },
    },
  })
  return { insightId: insight.id, skillsId: skills.id, cohortId: cohort.id }
}

async function addPast(tx: Tx, world: World, made: Made): Promise<void> {
  const { now } = world
  const past = await addWorkshop(tx, world, made, {
    ...{ title: 'What a week in policing is like', kind: 'insight', inDays: -9, from: '18:00', to: '20:00', capacity: 12, ofCohort: true },
    summary: 'Four people from different teams talk about a week at work, the hard parts included, and answer anything.',
  })
  for (const [i, name] of joined.entries()) await ask(tx, world, past, name, daysAfter(now, -30 + i))
  const marks = ['attended', 'attended', 'attendedLate', 'attended', 'leftEarly', 'absentNotified']
  for (const [i, name] of joined.entries()) await mark(tx, world, past, name, marks[i] ?? 'attended', at(now, -9, '20:15'))
  await tx.workshop.update({ where: { id: past }, data: { state: 'held', heldAt: at(now, -9, '20:15') } })

  const unrecorded = await addWorkshop(tx, world, made, {
    ...{ title: 'Writing about what you have done', kind: 'skills', inDays: -2, from: '10:00', to: '12:00', capacity: 10 },
    summary: 'Turn work, caring, sport or study into clear examples for a form or a CV.',
    bring: 'A pen, and one thing you are proud of.',
  })
  for (const name of ['Samir Haddad', 'Ines Carvalho']) await ask(tx, world, unrecorded, name, daysAfter(now, -12))
}

async function addFull(tx: Tx, world: World, made: Made): Promise<string> {
  const { now } = world
  const full = await addWorkshop(tx, world, made, {
    ...{ title: 'Fitness test practice', kind: 'insight', inDays: 16, from: '18:00', to: '19:30', capacity: 6 },
    summary: 'Try the shuttle run at your own pace with an instructor, and learn how to build up to it.',
    bring: 'Trainers and water. You can stop at any time, and nobody records your result.',
  })
  const asking = [...joined.slice(1), 'Samir Haddad', 'Amara Okafor', 'Ines Carvalho', 'Niamh Byrne']
  for (const [i, name] of asking.entries()) await ask(tx, world, full, name, new Date(daysAfter(now, -2).getTime() - (10 - i) * HOUR))
  await cancel(tx, world, full, 'Daniel Whitmore', new Date(now.getTime() - 2 * HOUR))
  return full
}

async function addComing(tx: Tx, world: World, made: Made): Promise<void> {
  const empty = await addWorkshop(tx, world, made, {
    ...{ title: 'Interviews, step by step', kind: 'skills', inDays: 23, from: '18:30', to: '20:00', capacity: 20, online: true },
    summary: 'How an interview is marked, what a good answer holds, and two rounds of practice in small groups.',
  })
  await ask(tx, world, empty, 'Oluwaseun Balogun-Carr', daysAfter(world.now, -1))
  await addWorkshop(tx, world, made, {
    ...{ title: 'Meet the control room', kind: 'insight', inDays: 37, from: '10:00', to: '12:30', capacity: 8, ofCohort: true },
    summary: 'Sit beside the people who answer 999 and 101, and see what happens next.',
  })
  await addWorkshop(tx, world, made, {
    ...{
      title: 'Online assessment practice',
      kind: 'skills',
      inDays: 44,
      from: '18:00',
      to: '20:00',
      capacity: 24,
      online: true,
      state: 'draft',
    },
    summary: 'A practice run of the online exercises, with time to talk each one through.',
  })
}

const season = (now: Date): string => {
  const [year = '', month = ''] = londonDay(now).split('-')
  return `${['winter', 'winter', 'spring', 'spring', 'spring', 'summer', 'summer', 'summer', 'autumn', 'autumn', 'autumn', 'winter'][Number(month) - 1] ?? ''} ${year}`
}

const idOf = (people: Map<string, string>, name: string): string => people.get(name) ?? ''

async function addMembership(tx: Tx, now: Date, cohortId: string, candidateId: string, byId: string): Promise<void> {
  await tx.membership.create({
    data: { cohortId, candidateId, state: 'requested', beganAt: daysAfter(now, -36), endedAt: daysAfter(now, -33) },
  })
  await tx.membership.create({ data: { cohortId, candidateId, state: 'joined', beganAt: daysAfter(now, -33), byId } })
}

async function addWorkshop(
  tx: Tx,
  { force, now, coordinatorId }: World,
  { insightId, skillsId, cohortId }: Made,
  plan: Plan,
): Promise<string> {
  const startsAt = at(now, plan.inDays, plan.from)
  const draft = plan.state === 'draft'
  await tx.$executeRaw`SELECT line_doer(${coordinatorId}::uuid, 'coordinator', ${daysAfter(now, -40)}::timestamptz)`
  const { id } = await tx.workshop.create({
    data: {
      ...{
        programmeId: plan.kind === 'skills' ? skillsId : insightId,
        cohortId: plan.ofCohort === true ? cohortId : null,
        membersOnly: plan.ofCohort === true,
      },
      ...{ title: plan.title, summary: plan.summary, capacity: plan.capacity, bring: plan.bring ?? '', facilitator: 'Marcus Bell' },
      safeLabel: force.support.find(({ kind }) => kind === plan.kind)?.recruiterLabel ?? 'Preparation workshop',
      startsAt,
      endsAt: at(now, plan.inDays, plan.to),
      bookingClosesAt: new Date(startsAt.getTime() - 24 * HOUR),
      offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
      ...whereOf(force, plan),
      state: draft ? 'draft' : 'published',
      publishedAt: draft ? null : daysAfter(now, -40),
      createdAt: daysAfter(now, -42),
    },
  })
  return id
}

function whereOf(force: ForceProfile, { online, title }: Plan) {
  if (online === true)
    return { online, joiningLink: 'https://meet.example/practice-room', accessInfo: 'Live captions, and a number to dial in.' }
  const area = force.areas[title.length % force.areas.length]
  return {
    ...{ venue: 'Riverside Training Centre', address: `Mill Lane, ${area?.name ?? ''}`, area: area?.id ?? '' },
    ...{ accessInfo: FAIR_ACCESS, travelInfo: 'Free parking. Buses stop outside.' },
  }
}

async function ask(tx: Tx, { people }: World, workshopId: string, name: string, when: Date): Promise<void> {
  const candidateId = idOf(people, name)
  await tx.$queryRaw`SELECT outcome FROM ask_for_place(${workshopId}::uuid, ${candidateId}::uuid,
    (SELECT account_id FROM candidates WHERE id = ${candidateId}::uuid), 'candidate', ${when}::timestamptz)`
}

async function cancel(tx: Tx, { people }: World, workshopId: string, name: string, when: Date): Promise<void> {
  await tx.$queryRaw`SELECT change_place(p.id, 'cancel', NULL, c.account_id, 'candidate', ${when}::timestamptz)::text
    FROM places p JOIN candidates c ON c.id = p.candidate_id
    WHERE p.workshop_id = ${workshopId}::uuid AND p.candidate_id = ${idOf(people, name)}::uuid AND p.state = 'booked'`
}

async function mark(tx: Tx, { people, coordinatorId }: World, workshopId: string, name: string, state: string, when: Date): Promise<void> {
  await tx.$executeRaw`SELECT set_place_state(p, ${state}::text, NULL, NULL, ${coordinatorId}::uuid, 'coordinator', ${when}::timestamptz)
    FROM places p WHERE p.workshop_id = ${workshopId}::uuid AND p.candidate_id = ${idOf(people, name)}::uuid`
}

/** The e-mails of weeks ago are not sent now; the live offer's is, so that a visitor finds it among the messages. */
async function keepOnlyNews(tx: Tx, workshopId: string): Promise<void> {
  await tx.$executeRaw`UPDATE emails SET state = 'sent', sent_at = created_at
    WHERE kind <> 'place.offered' OR about_id NOT IN (SELECT id FROM places WHERE workshop_id = ${workshopId}::uuid)`
}
