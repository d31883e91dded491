import type { MemberRole } from '../core/access.ts'
import { daysAfter, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { hashPassword } from '../core/passwords.ts'
import { keepSecret } from '../features/accounts/commands/second-factor.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { addAfterwards } from './attendance.ts'
import { addHosts } from './hosts.ts'
import { addMatching } from './matching.ts'
import { addMessages } from './messages.ts'
import { addBarriers } from './barriers.ts'
import { addBatches } from './batches.ts'
import { addCare } from './care.ts'
import { addFirstYear, inFirstYear } from './first-year.ts'
import { addInWork, inWork } from './in-work.ts'
import { addLeavers } from './accounts.ts'
import { addConcern, addExclusions } from './exclusions.ts'
import { addDuplicates } from './duplicates.ts'
import { demoCandidates, demoStaff, type DemoCandidate } from './people.ts'
import { addNetworks } from './networks.ts'
import { addOneToOnes } from './one-to-ones.ts'
import { addPairs } from './pairs.ts'
import { addPlacements } from './placements.ts'
import { addPassports } from './passport.ts'
import { addPreparing } from './preparing.ts'
import { addRationales } from './rationales.ts'
import { addRequestStories } from './requests.ts'
import { addStages } from './stages.ts'
import { addJobs } from './jobs.ts'
import { addLotteries } from './lotteries.ts'
import { addSupporters } from './supporters.ts'
import { addTraining } from './training.ts'
import { addVisits } from './visits.ts'
import { addWishes } from './wishes.ts'
import { addWorkshops } from './workshops.ts'

/** `totp` is the secret of a member of staff's codes, in base32, as an app takes it. */
export type DemoAccount = { role: MemberRole; email: string; password: string; totp?: string }
type Given = {
  force: ForceProfile
  now: Date
  passwordFor: (role: MemberRole) => string
  /** Without it nobody has codes yet, and each sets them up at the first sign-in. */
  totpFor?: (email: string) => string
}

const addressOf = (name: string, domain: string) =>
  `${name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z ]/g, '')
    .trim()
    .replaceAll(' ', '.')
    .toLowerCase()}@${domain}.example`

/**
 * Who can sign in, and with what: derived from the names, so that the list can be written again at any start.
 * One password for each role; the same people every time.
 */
export function demoAccounts({ force, passwordFor, totpFor }: Pick<Given, 'force' | 'passwordFor' | 'totpFor'>): DemoAccount[] {
  const staff = demoStaff.map(({ name, role }) => {
    const email = addressOf(name, force.id)
    return { role, email, password: passwordFor(role), ...(totpFor && { totp: totpFor(email) }) }
  })
  const joined = force.supportRunsTo === 'firstYear' ? [inFirstYear, ...inWork] : []
  const candidates = [...demoCandidates, ...joined].map(({ name }) => ({
    role: 'candidate' as const,
    email: addressOf(name, 'people'),
    password: passwordFor('candidate'),
  }))
  return [...candidates, ...staff]
}

/** Fills an empty database with a small force, in the transaction it is given. Nothing is real; dates count from `now`. */
export async function fillDemonstration(tx: Tx, given: Given): Promise<void> {
  const { force, now } = given
  const hashes = await hashesOf(given)
  const addAccount = async (name: string, email: string, role: MemberRole, createdAt: Date) => {
    const account = await tx.account.create({
      data: {
        ...{ name, email, emailKey: email, createdAt, passwordChangedAt: createdAt },
        passwordHash: hashes.get(role) ?? '',
        confirmedAt: role === 'candidate' ? null : now,
        roles: { create: { role, grantedAt: createdAt } },
      },
      select: { id: true },
    })
    return account.id
  }
  const staff = new Map<string, string>()
  for (const { name, role } of demoStaff) staff.set(name, await addAccount(name, addressOf(name, force.id), role, daysAfter(now, -90)))
  const owner = staff.get('Priya Nair') ?? ''
  await addCodes(tx, given)
  await addLeavers(tx, { force, now, staff })
  const people = new Map<string, string>()
  for (const person of demoCandidates) {
    const accountId = await addAccount(person.name, addressOf(person.name, 'people'), 'candidate', daysAfter(now, -person.registered))
    people.set(person.name, await addCandidate(tx, given, person, accountId, owner))
  }
  await addWorkshops(tx, { force, now, people, coordinatorId: owner })
  await addLotteries(tx, { force, now, people, coordinatorId: owner })
  const idOf = (name: string) => staff.get(name) ?? ''
  await addRationales(tx, { force, now, authorId: idOf('Priya Nair'), approverId: idOf('Sian Prosser'), helperId: idOf('Marcus Bell') })
  await addAfterwards(tx, { force, now, people, coordinatorId: owner })
  await addStages(tx, { now, people, coordinatorId: owner })
  await addWishes(tx, { now, people })
  await addRequestStories(tx, { now, people, ownerId: owner })
  await addLooks(tx, now, people, { coordinator: owner, recruiter: staff.get('Tom Ellery') ?? '' })
  await addCare(tx, { now, people, staff })
  await addAround(tx, given, { people, staff })
}

/** Everybody and everything that those before do not need. */
async function addAround(tx: Tx, { force, now }: Given, { people, staff }: { people: Map<string, string>; staff: Map<string, string> }) {
  const idOf = (name: string) => staff.get(name) ?? ''
  await addDuplicates(tx, { force, now, coordinatorId: idOf('Priya Nair') })
  await addBatches(tx, { now, people, staff })
  const supporters = await addSupporters(tx, { force, now, staff })
  await addTraining(tx, { force, now, staff })
  await addPairs(tx, { now, people, supporters, coordinatorId: idOf('Priya Nair') })
  const hosts = await addHosts(tx, { force, now, supporters, coordinatorId: idOf('Priya Nair') })
  const matched = { now, people, supporters, leadId: idOf('Sian Prosser'), coordinatorId: idOf('Priya Nair') }
  await addExclusions(tx, matched)
  await addOneToOnes(tx, { force, now, people, supporters })
  await addConcern(tx, matched)
  await addVisits(tx, { force, ...matched })
  await addPlacements(tx, { force, now, people, hosts, coordinatorId: idOf('Priya Nair'), leadId: idOf('Sian Prosser') })
  await addFirstYear(tx, { force, now, ownerId: idOf('Priya Nair'), supporterId: idOf('Helen Marsh') })
  await addInWork(tx, { force, now, ownerId: idOf('Priya Nair') })
  await addMatching(tx, { force, now, ownerId: idOf('Priya Nair'), leadId: idOf('Sian Prosser') })
  await addPreparing(tx, { force, now, people, staff })
  await addNetworks(tx, { force, now, people, staff })
  await addJobs(tx, { force, now, people, staff })
  await addPassports(tx, { force, now, people, ownerId: idOf('Priya Nair') })
  await addBarriers(tx, { force, now, people, staff })
  await addContactMessages(tx, now)
  await addMessages(tx, { force, now, people, coordinatorId: idOf('Priya Nair') })
}

/** Whoever of the staff has no codes has those whose secrets stand beside their passwords. One question where all have them, as at most starts. */
export async function addCodes(tx: Tx, given: Omit<Given, 'now'>): Promise<void> {
  const secrets = new Map(demoAccounts(given).flatMap(({ email, totp }) => (totp === undefined ? [] : [[email, totp] as const])))
  if (secrets.size === 0) return
  const where = { emailKey: { in: [...secrets.keys()] }, secondFactor: null }
  const without = await tx.account.findMany({ where, select: { id: true, emailKey: true } })
  for (const { id, emailKey } of without) await keepSecret(tx, id, secrets.get(emailKey) ?? '')
}

/** One hash for each role, made side by side. */
async function hashesOf(given: Given): Promise<Map<MemberRole, string>> {
  const roles = [...new Set(demoAccounts(given).map(({ role }) => role))]
  return new Map(await Promise.all(roles.map(async (role) => [role, await hashPassword(given.passwordFor(role))] as const)))
}

const questions = ['routes', 'areas', 'support', 'tailoring', 'access', 'adult', 'shareHistory', 'news', 'stories', 'research']

async function addCandidate(tx: Tx, { force, now }: Given, person: DemoCandidate, accountId: string, owner: string): Promise<string> {
  const registeredAt = daysAfter(now, -person.registered)
  const route = force.routes.find(({ id }) => id === person.route)?.id
  const fromArea = person.name.length % 3
  const answers =
    route === undefined
      ? {}
      : {
          completedAt: registeredAt,
          routes: [route],
          areas: force.areas.slice(fromArea, fromArea + 2).map(({ id }) => id),
          answered: questions,
        }
  const { id } = await tx.candidate.create({
    data: {
      ...{ accountId, name: person.name, reference: person.reference, registeredAt, adult: person.adult ?? null },
      activeAt: daysAfter(now, -Math.min(person.registered, 2)),
      ...answers,
    },
    select: { id: true },
  })
  await addFacts(tx, force, id, person, registeredAt)
  await addRequests(tx, now, id, person, owner)
  for (const { stage, state, on } of person.stages ?? []) {
    const at = daysAfter(now, -on)
    await tx.stageRecord.create({
      data: { candidateId: id, route: route ?? '', stage, state, happenedOn: at, source: 'candidate', byId: accountId, recordedAt: at },
    })
  }
  await tx.$executeRaw`SELECT record_event(${accountId}::uuid, 'candidate', 'candidate.registered', ${id}::uuid, NULL, '{}', ${registeredAt}::timestamptz)`
  return id
}

async function addFacts(tx: Tx, force: ForceProfile, candidateId: string, { fact, need, shares }: DemoCandidate, at: Date): Promise<void> {
  if (fact !== undefined) await tx.tailoringFact.create({ data: { candidateId, text: fact, updatedAt: at } })
  if (need !== undefined) await tx.accessNeed.create({ data: { candidateId, text: need, updatedAt: at } })
  const purposes = [...(fact === undefined ? [] : ['tailoring']), ...(shares === true ? ['shareHistory'] : [])]
  const given = force.consents.filter(({ purpose }) => purposes.includes(purpose))
  await tx.consent.createMany({
    data: given.map(({ purpose, text, version }) => ({ candidateId, purpose, wording: text, version, how: 'registration', givenAt: at })),
  })
}

const pathTo = {
  requested: ['requested'],
  accepted: ['requested', 'accepted'],
  underway: ['requested', 'accepted', 'underway'],
  completed: ['requested', 'accepted', 'underway', 'completed'],
  notOffered: ['requested', 'notOffered'],
  withdrawn: ['requested', 'withdrawn'],
} as const

async function addRequests(tx: Tx, now: Date, candidateId: string, person: DemoCandidate, owner: string): Promise<void> {
  for (const { kind, state, asked, reason } of person.requests ?? []) {
    const requestedAt = daysAfter(now, -asked)
    const steps = pathTo[state]
    const changedAt = daysAfter(requestedAt, steps.length - 1)
    const mine = state === 'withdrawn'
    await tx.supportRequest.create({
      data: {
        ...{ candidateId, kind, state, requestedAt, changedAt },
        reason: reason ?? null,
        ownerId: steps.length > 1 && !mine ? owner : null,
        dueAt: workingDaysAfter(requestedAt, 5),
        answeredAt: steps.length > 1 && !mine ? daysAfter(requestedAt, 1) : null,
        changes: {
          create: steps.map((toState, step) => ({
            ...{ fromState: steps[step - 1] ?? null, toState, at: daysAfter(requestedAt, step) },
            reason: step === steps.length - 1 ? (reason ?? null) : null,
            byId: step === 0 || mine ? null : owner,
            byRole: step === 0 || mine ? 'candidate' : 'coordinator',
          })),
        },
      },
    })
  }
}

async function addLooks(tx: Tx, now: Date, people: Map<string, string>, by: { coordinator: string; recruiter: string }): Promise<void> {
  const candidateId = people.get('Amara Okafor') ?? ''
  await tx.look.createMany({
    data: [
      {
        candidateId,
        viewerId: by.coordinator,
        viewerRole: 'coordinator',
        page: 'support requests',
        purpose: 'To run your support',
        at: daysAfter(now, -19),
      },
      {
        ...{ candidateId, viewerId: by.recruiter, viewerRole: 'recruiter', page: 'support history', at: daysAfter(now, -6) },
        purpose: 'To confirm support that an application mentions',
      },
    ],
  })
}

async function addContactMessages(tx: Tx, now: Date): Promise<void> {
  const written = [
    {
      topic: 'support',
      name: 'Kofi Mensah',
      days: 3,
      message: 'I work nights. Are any of the workshops recorded, or held on a weekday morning?',
    },
    { topic: 'access', name: 'Jo Lindqvist', days: 1, message: 'Is there somewhere to charge a wheelchair at the training centre?' },
  ]
  await tx.contactMessage.createMany({
    data: written.map(({ topic, name, days, message }) => ({
      ...{ topic, name, message, email: addressOf(name, 'people') },
      receivedAt: daysAfter(now, -days),
      dueAt: workingDaysAfter(daysAfter(now, -days), 5),
    })),
  })
}
