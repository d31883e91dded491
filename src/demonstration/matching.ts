import { randomUUID } from 'node:crypto'
import { daysAfter, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { hashPassword } from '../core/passwords.ts'
import { runAtOnce } from '../features/matching/commands/run.ts'
import type { ForceProfile } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; ownerId: string; leadId: string }

type Waiting = {
  name: string
  reference: string
  /** Days ago. */
  asked: number
  route: string
  stage?: string
  /** Which of the force's areas. */
  areas: number[]
  meets?: 'online' | 'inPerson' | 'either'
  availability?: string[]
  languages?: string[]
  goals?: string[]
  preference?: string
  experience?: string
  adult?: false
}

/** Invented. They asked for a buddy, were told yes, and wait to be matched. Nobody signs in as one of them. */
const waiting: Waiting[] = [
  {
    ...{ name: 'Luca Ferrante', reference: 'PA-3WQ8TRC', asked: 41, route: 'detective', stage: 'sift', areas: [4], meets: 'inPerson' },
    ...{ availability: ['weekdayMornings'], goals: ['assessment', 'study'], preference: 'staffToOfficer' },
  },
  {
    ...{ name: 'Owen Fairley', reference: 'PA-7HM2VKD', asked: 38, route: 'constable', stage: 'application', areas: [1] },
    ...{ availability: ['weekdayEvenings', 'saturdays'], goals: ['application', 'theJob'], preference: 'careerChange' },
  },
  {
    ...{ name: 'Arjun Mistry', reference: 'PA-5KX9JWB', asked: 35, route: 'constable', stage: 'interview', areas: [0, 1], meets: 'either' },
    ...{ availability: ['saturdays'], languages: ['en', 'gu'], goals: ['interview'], experience: 'ethnicMinority' },
  },
  {
    ...{ name: 'Mei-Ling Chow', reference: 'PA-2RT6PZN', asked: 33, route: 'constable', areas: [3], meets: 'online' },
    ...{ availability: ['sundays'], languages: ['en', 'yue'], goals: ['theJob', 'choosing'], experience: 'cameToUk' },
  },
  {
    ...{ name: 'Yusuf Karaca', reference: 'PA-8DN4XQH', asked: 30, route: 'constable', stage: 'sift', areas: [2] },
    ...{ availability: ['weekdayEvenings', 'saturdays'], languages: ['tr', 'en'], goals: ['assessment'], experience: 'faith' },
  },
  {
    ...{ name: 'Beth Sandiford', reference: 'PA-6JC3MLG', asked: 28, route: 'pcso', stage: 'application', areas: [1], meets: 'inPerson' },
    ...{ availability: ['weekdayAfternoons'], goals: ['theJob', 'interview'], preference: 'parent' },
  },
  {
    ...{ name: 'Callum Reid', reference: 'PA-9BV7FTS', asked: 26, route: 'special', areas: [3, 4], meets: 'inPerson' },
    ...{ availability: ['sundays', 'weekdayEvenings'], goals: ['fitness', 'homeLife'], preference: 'careerChange' },
  },
  {
    ...{ name: 'Grace Mensah', reference: 'PA-4PK5RWD', asked: 24, route: 'constable', stage: 'assessment', areas: [0, 1] },
    ...{ availability: ['weekdayMornings', 'weekdayEvenings'], goals: ['assessment', 'standingOut'], experience: 'ethnicMinority' },
  },
  {
    ...{ name: 'Ines Duarte', reference: 'PA-7QZ2HBX', asked: 22, route: 'detective', areas: [0], languages: ['pt', 'en'] },
    ...{ availability: ['weekdayAfternoons', 'sundays'], goals: ['choosing', 'study'], preference: 'university' },
  },
  {
    ...{ name: 'Tamsin Vale', reference: 'PA-3NL8CKJ', asked: 20, route: 'constable', stage: 'application', areas: [0] },
    ...{ availability: ['weekdayEvenings', 'saturdays'], goals: ['interview', 'homeLife'], preference: 'parent', experience: 'carer' },
  },
  {
    ...{ name: 'Ryan Aldous', reference: 'PA-5TW6GDV', asked: 17, route: 'constable', areas: [2, 3], meets: 'inPerson' },
    ...{ availability: ['saturdays', 'sundays'], goals: ['fitness'], preference: 'armedForces' },
  },
  {
    ...{ name: 'Chidera Eze', reference: 'PA-8XR4QNM', asked: 15, route: 'constable', stage: 'application', areas: [1, 2] },
    ...{ availability: ['weekdayEvenings'], goals: ['application', 'standingOut'], experience: 'firstInFamily' },
  },
  {
    ...{ name: 'Hannah Pryce', reference: 'PA-2GJ9LTC', asked: 12, route: 'pcso', areas: [0, 4], meets: 'online' },
    ...{ availability: ['weekdayMornings', 'weekdayAfternoons'], languages: ['en', 'cy'], goals: ['theJob'] },
  },
  {
    ...{ name: 'Piotr Zielinski', reference: 'PA-6VB3KHR', asked: 10, route: 'constable', stage: 'interview', areas: [1] },
    ...{ availability: ['weekdayEvenings', 'sundays'], languages: ['pl'], goals: ['interview', 'tryingAgain'], experience: 'cameToUk' },
  },
  {
    ...{ name: 'Sadia Anwar', reference: 'PA-9MC5WPZ', asked: 8, route: 'constable', areas: [1, 3] },
    ...{ availability: ['saturdays'], languages: ['en', 'ur'], goals: ['theJob', 'homeLife'], experience: 'faith' },
  },
  {
    ...{ name: 'Kit Rowland', reference: 'PA-4DF7SXB', asked: 6, route: 'constable', areas: [2], adult: false },
    ...{ availability: ['weekdayEvenings'], goals: ['theJob', 'fitness'] },
  },
  {
    ...{ name: 'Morwenna Teague', reference: 'PA-7LN2JQG', asked: 5, route: 'special', stage: 'application', areas: [0, 3] },
    ...{ availability: ['weekdayEvenings', 'sundays'], goals: ['homeLife', 'fitness'], preference: 'careerChange' },
  },
]

const emailOf = (name: string) =>
  `${name
    .replaceAll(/[^A-Za-z ]/g, '')
    .replaceAll(' ', '.')
    .toLowerCase()}@people.example`
export const waitingEmails = (): string[] => waiting.map(({ name }) => emailOf(name))

/** People who wait for a buddy, weights of the team's own, and a draft of matching to look through. Comes after everybody who could be in it. */
export async function addMatching(tx: Tx, world: World): Promise<void> {
  const { force, now, ownerId, leadId } = world
  const passwordHash = await hashPassword(randomUUID())
  await addWaiting(tx, world, passwordHash)
  const weights = { route: 5, stage: 3, area: 3, availability: 3, goals: 2, language: 1, preference: 1, experience: 2 }
  const { id: criteriaId } = await tx.matchCriteria.create({
    data: { id: randomUUID(), version: 2, ...weights, savedAt: daysAfter(now, -18), savedById: leadId },
    select: { id: true },
  })
  const run = { kind: 'buddy', criteriaId, outOf: 20, seed: '7f3a', askedAt: now, askedById: ownerId }
  const { id } = await tx.matchRun.create({ data: { id: randomUUID(), ...run }, select: { id: true } })
  await runAtOnce(tx, force, id, now)
}

/** All of them in a few statements, so that a start is not held up by them. */
async function addWaiting(tx: Tx, { force, now, ownerId }: World, passwordHash: string): Promise<void> {
  const people = waiting.map((person) => {
    const ids = { accountId: randomUUID(), candidateId: randomUUID(), requestId: randomUUID() }
    return { ...person, ...ids, email: emailOf(person.name), at: daysAfter(now, -person.asked - 2) }
  })
  await tx.account.createMany({
    data: people.map(({ accountId, name, email, at }) => ({
      ...{ id: accountId, name, email, emailKey: email, passwordHash, createdAt: at, passwordChangedAt: at },
    })),
  })
  await tx.accountRole.createMany({ data: people.map(({ accountId, at }) => ({ accountId, role: 'candidate', grantedAt: at })) })
  await tx.candidate.createMany({
    data: people.map(({ candidateId, accountId, name, reference, at, adult = true, route, areas }) => ({
      ...{ id: candidateId, accountId, name, reference, registeredAt: at, completedAt: at, adult, activeAt: daysAfter(now, -1), ownerId },
      routes: force.routes.some(({ id }) => id === route) ? [route] : [],
      areas: areas.flatMap((each) => force.areas[each]?.id ?? []),
      answered: ['routes', 'areas', 'support', 'tailoring', 'access', 'adult', 'shareHistory', 'news', 'stories', 'research'],
    })),
  })
  await addWishes(tx, force, people)
  await addRequests(tx, { now, ownerId }, people)
}

type Added = Waiting & { candidateId: string; requestId: string; at: Date }

async function addWishes(tx: Tx, force: ForceProfile, people: Added[]): Promise<void> {
  await tx.matchWish.createMany({
    data: people.map(({ candidateId, meets = 'either', availability = [], languages = [], goals = [], preference = null, at }) => ({
      ...{ candidateId, meets, availability, languages, goals, preference, updatedAt: at },
    })),
  })
  await tx.stageRecord.createMany({
    data: people.flatMap(({ candidateId, route, stage, at }) =>
      stage === undefined ? [] : [{ candidateId, route, stage, state: 'inProgress', happenedOn: at, source: 'candidate', recordedAt: at }],
    ),
  })
  const lived = people.flatMap(({ candidateId, experience, at }) =>
    experience === undefined ? [] : [{ candidateId, code: experience, at }],
  )
  const said = force.consents.find(({ purpose }) => purpose === 'tailoring')
  const consent = { purpose: 'tailoring', wording: said?.text ?? '', version: said?.version ?? '1', how: 'registration' }
  await tx.consent.createMany({ data: lived.map(({ candidateId, at }) => ({ ...consent, candidateId, givenAt: at })) })
  await tx.candidateExperience.createMany({
    data: lived.map(({ candidateId, code, at }) => ({ candidateId, code, forMatching: true, updatedAt: at })),
  })
}

async function addRequests(tx: Tx, { now, ownerId }: Pick<World, 'now' | 'ownerId'>, people: Added[]): Promise<void> {
  const asked = people.map(({ candidateId, requestId, asked: days }) => {
    const requestedAt = daysAfter(now, -days)
    return { id: requestId, candidateId, requestedAt, answeredAt: daysAfter(requestedAt, 2), dueAt: workingDaysAfter(requestedAt, 5) }
  })
  await tx.supportRequest.createMany({
    data: asked.map((each) => ({ ...each, kind: 'buddy', state: 'accepted', ownerId, changedAt: each.answeredAt })),
  })
  await tx.supportRequestChange.createMany({
    data: asked.flatMap(({ id, requestedAt, answeredAt }) => [
      { requestId: id, toState: 'requested', byRole: 'candidate', at: requestedAt },
      { requestId: id, fromState: 'requested', toState: 'accepted', byId: ownerId, byRole: 'coordinator', at: answeredAt },
    ]),
  })
}
