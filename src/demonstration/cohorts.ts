import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { referenceFrom } from '../features/programmes/rules/certificates.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; coordinatorId: string }
type Made = { skillsId: string; cohortId: string }

const HOUR = 3_600_000
const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)

/** Three evenings that are over. */
const evenings = [
  { title: 'A CV that says who you are', inDays: -21 },
  { title: 'Talking about yourself', inDays: -18 },
  { title: 'Forms and tests on a computer', inDays: -15 },
]

/** Who came to which evening, and how sure they felt of a CV, an interview and a computer, before and after. */
const learners = [
  { name: 'Bethan Rhys-Jones', came: [true, true, true], before: [2, 2, 3], after: [4, 4, 4], certificate: true },
  { name: 'Farah Siddiqui', came: [true, false, true], before: [3, 1, 4], after: [4, 3, 4], certificate: true },
  { name: 'Jun-ho Park', came: [true, true, false], before: [2, 2, 2], after: [3, 4, 3], shared: true },
  { name: 'Kezia Thompson', came: [true, true, true], before: [1, 2, 3], after: [4, 3, 5] },
  { name: 'Daniel Whitmore', came: [false, false, false], before: [3, 3, 4], after: [3, 3, 4] },
]
const topics = ['cvWriting', 'interview', 'digital']

/** Venues, who leads what, a cohort that is complete with certificates, and what people said of themselves before and after. */
export async function addCohorts(tx: Tx, world: World, made: Made): Promise<void> {
  await addVenues(tx, world)
  await addCompleted(tx, world, made)
  await tx.$executeRaw`UPDATE workshops w SET session = n.number FROM (SELECT id, row_number() OVER (ORDER BY starts_at) AS number FROM workshops
    WHERE cohort_id = ${made.cohortId}::uuid) n WHERE n.id = w.id`
  const said: [string, number][] = [
    ['Amara Okafor', 2],
    ['Bethan Rhys-Jones', 3],
    ['Farah Siddiqui', 2],
    ['Jun-ho Park', 3],
    ['Kezia Thompson', 1],
  ]
  for (const [name, score] of said)
    await rate(tx, world, {
      cohortId: made.cohortId,
      name,
      moment: 'before',
      scores: { confidence: score },
      when: daysAfter(world.now, -32),
    })
}

async function addVenues(tx: Tx, { force, now }: World): Promise<void> {
  const [area] = force.areas
  const times = { createdAt: daysAfter(now, -80), changedAt: daysAfter(now, -20) }
  const riverside = await tx.venue.create({
    data: {
      ...{ name: 'Riverside Training Centre', address: `Mill Lane, ${area?.name ?? ''}`, area: area?.id ?? '', ...times },
      ...{ stepFree: 'yes', hearingLoop: 'yes', quietRoom: 'yes', access: 'Accessible toilet beside the room' },
      ...{ parking: 'free, two accessible bays by the door', travel: 'Buses stop outside', contact: 'Front desk, extension 204' },
    },
    select: { id: true },
  })
  await tx.venue.create({
    data: {
      ...{ name: 'Old Court House', address: 'Market Street', area: area?.id ?? '', ...times },
      stepFree: 'no',
      travel: 'Five minutes from the station',
    },
  })
  await tx.$executeRaw`UPDATE workshops SET venue_id = ${riverside.id}::uuid WHERE venue = 'Riverside Training Centre' AND NOT online`
  await tx.$executeRaw`INSERT INTO workshop_facilitators (id, workshop_id, account_id, name, role, shown, added_at)
    SELECT gen_random_uuid(), w.id, a.id, a.name, 'Positive action coordinator', true, ${daysAfter(now, -20)}::timestamptz
    FROM workshops w, accounts a WHERE a.name = 'Marcus Bell' AND w.state = 'published' AND w.title IN ('Fitness test practice', 'Meet the control room')`
  await tx.$executeRaw`INSERT INTO workshop_facilitators (id, workshop_id, name, role, shown, added_at)
    SELECT gen_random_uuid(), w.id, 'Lowri Evans', 'Fitness instructor', true, ${daysAfter(now, -19)}::timestamptz
    FROM workshops w WHERE w.title = 'Fitness test practice'`
}

async function addCompleted(tx: Tx, world: World, { skillsId }: Made): Promise<void> {
  const { now, people, coordinatorId } = world
  const cohort = await tx.cohort.create({
    data: {
      ...{ programmeId: skillsId, name: 'Three evenings of skills', capacity: 8, coordinatorId, createdAt: daysAfter(now, -40) },
      ...{ opensAt: daysAfter(now, -35), closesAt: daysAfter(now, -22), startsOn: daysAfter(now, -21), endsOn: daysAfter(now, -14) },
    },
    select: { id: true },
  })
  const ids = learners.map(({ name }) => people.get(name) ?? '')
  for (const candidateId of ids)
    await tx.membership.create({
      data: { cohortId: cohort.id, candidateId, state: 'joined', beganAt: daysAfter(now, -26), byId: coordinatorId },
    })
  for (const [i, evening] of evenings.entries()) await addEvening(tx, world, { ...evening, session: i + 1, cohortId: cohort.id, skillsId })
  for (const learner of learners) await addLearner(tx, world, cohort.id, learner)
}

type Evening = { title: string; inDays: number; session: number; cohortId: string; skillsId: string }

async function addEvening(
  tx: Tx,
  { force, now, people, coordinatorId }: World,
  { title, inDays, session, cohortId, skillsId }: Evening,
): Promise<void> {
  const startsAt = at(now, inDays, '18:00')
  const { id } = await tx.workshop.create({
    data: {
      ...{ title, session, cohortId, programmeId: skillsId, membersOnly: true, capacity: 8, facilitator: 'Marcus Bell' },
      safeLabel: force.support.find(({ kind }) => kind === 'skills')?.recruiterLabel ?? 'Preparation workshop',
      ...{ startsAt, endsAt: at(now, inDays, '20:00'), bookingClosesAt: new Date(startsAt.getTime() - 24 * HOUR) },
      ...{ offersEndAt: new Date(startsAt.getTime() - 2 * HOUR), online: true, joiningLink: 'https://meet.example/practice-room' },
      ...{ state: 'published', publishedAt: daysAfter(now, -35), createdAt: daysAfter(now, -36) },
    },
    select: { id: true },
  })
  for (const { name, came } of learners) {
    const candidateId = people.get(name) ?? ''
    await tx.$queryRaw`SELECT outcome FROM ask_for_place(${id}::uuid, ${candidateId}::uuid,
      (SELECT account_id FROM candidates WHERE id = ${candidateId}::uuid), 'candidate', ${daysAfter(now, -25)}::timestamptz)`
    await tx.$executeRaw`SELECT set_place_state(p, ${came[session - 1] === true ? 'attended' : 'absentNotified'}::text, NULL, NULL,
      ${coordinatorId}::uuid, 'coordinator', ${at(now, inDays, '20:15')}::timestamptz) FROM places p
      WHERE p.workshop_id = ${id}::uuid AND p.candidate_id = ${candidateId}::uuid`
  }
  await tx.workshop.update({ where: { id }, data: { state: 'held', heldAt: at(now, inDays, '20:15') } })
}

type Learner = { name: string; came: boolean[]; before: number[]; after: number[]; certificate?: boolean; shared?: boolean }

async function addLearner(tx: Tx, world: World, cohortId: string, learner: Learner): Promise<void> {
  const { now, people, coordinatorId } = world
  const candidateId = people.get(learner.name) ?? ''
  const scoresOf = (scores: number[]) => Object.fromEntries(topics.map((topic, i) => [topic, scores[i] ?? 3]))
  const rating = { cohortId, name: learner.name }
  await rate(tx, world, { ...rating, moment: 'before', scores: scoresOf(learner.before), when: daysAfter(now, -26) })
  await rate(tx, world, { ...rating, moment: 'after', scores: scoresOf(learner.after), when: daysAfter(now, -13) })
  await tx.ratingChoice.create({
    data: { cohortId, candidateId, afterAskedAt: daysAfter(now, -14), sharedAt: learner.shared === true ? daysAfter(now, -13) : null },
  })
  if (learner.came.filter(Boolean).length < 2) return
  await tx.membership.updateMany({ where: { cohortId, candidateId, endedAt: null }, data: { endedAt: daysAfter(now, -14) } })
  await tx.membership.create({ data: { cohortId, candidateId, state: 'completed', beganAt: daysAfter(now, -14), byId: coordinatorId } })
  if (learner.certificate !== true) return
  const completedOn = londonDay(at(now, learner.came[1] === true ? -18 : -15, '18:00'))
  const programme = await tx.programme.findFirstOrThrow({ where: { kind: 'skills' }, select: { name: true, completionRule: true } })
  await tx.certificate.create({
    data: {
      ...{ candidateId, cohortId, programme: programme.name, rule: programme.completionRule ?? {}, issuedAt: daysAfter(now, -12) },
      // Of a made-up force: the same at every start
      reference: referenceFrom(Buffer.from(`${learner.name} ${programme.name}`)),
      completedOn: new Date(`${completedOn}T00:00:00Z`),
    },
  })
}

type Rating = { cohortId: string; name: string; moment: 'before' | 'after'; scores: Record<string, number>; when: Date }

async function rate(tx: Tx, { people }: World, { cohortId, name, moment, scores, when }: Rating): Promise<void> {
  const candidateId = people.get(name) ?? ''
  await tx.selfRating.createMany({
    data: Object.entries(scores).map(([topic, score]) => ({ cohortId, candidateId, moment, topic, score, ratedAt: when })),
  })
}
