import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { dueOn, endsOn, weeks } from '../features/firstYear/rules/schedule.ts'

type World = { force: ForceProfile; now: Date; ownerId: string; supporterId: string }

/** Invented. In the seventh week of the job, with the buddy of the time before; anybody may sign in as her. */
export const inFirstYear = { name: 'Rosalind Achebe', email: 'rosalind.achebe@people.example', reference: 'PA-5RZ8WQK' }

const STARTED = 45 // days ago
const ASKED = 230
const PAIRED = 75
const day = (d: Date) => new Date(`${londonDay(d)}T00:00:00Z`)
const asDay = (text: string) => new Date(`${text}T00:00:00Z`)

/** Somebody who has joined: what she said in two check-ins, to whom, and what it raised. Nobody where support ends before. */
export async function addFirstYear(tx: Tx, world: World): Promise<void> {
  if (world.force.supportRunsTo !== 'firstYear') return
  const candidateId = await addPerson(tx, world)
  const pairingId = await addBuddy(tx, world, candidateId)
  await addYear(tx, world, candidateId, pairingId)
}

async function addPerson(tx: Tx, { force, now, ownerId }: World): Promise<string> {
  const registeredAt = daysAfter(now, -ASKED)
  const known = await tx.account.findFirstOrThrow({ where: { emailKey: 'amara.okafor@people.example' }, select: { passwordHash: true } })
  const { name, email, reference } = inFirstYear
  const account = await tx.account.create({
    data: {
      ...{ name, email, emailKey: email, passwordHash: known.passwordHash, createdAt: registeredAt, passwordChangedAt: registeredAt },
      roles: { create: { role: 'candidate', grantedAt: registeredAt } },
    },
    select: { id: true },
  })
  const { id } = await tx.candidate.create({
    data: {
      ...{
        accountId: account.id,
        name,
        reference,
        registeredAt,
        completedAt: registeredAt,
        activeAt: daysAfter(now, -1),
        adult: true,
        ownerId,
      },
      ...{ routes: ['constable'], areas: force.areas.slice(0, 1).map((area) => area.id) },
      answered: ['routes', 'areas', 'support', 'tailoring', 'access', 'adult', 'shareHistory', 'news', 'stories', 'research'],
    },
    select: { id: true },
  })
  for (const kind of ['buddy', 'inwork'] as const) await addRequest(tx, { now, ownerId, candidateId: id, kind })
  const passed = { candidateId: id, route: 'constable', state: 'passed', source: 'coordinator', byId: ownerId }
  for (const [stage, ago] of [['finalOffer', 70] as const, ['start', STARTED] as const])
    await tx.stageRecord.create({ data: { ...passed, stage, happenedOn: day(daysAfter(now, -ago)), recordedAt: daysAfter(now, -ago) } })
  return id
}

type Request = { now: Date; ownerId: string; candidateId: string; kind: string }
async function addRequest(tx: Tx, { now, ownerId, candidateId, kind }: Request): Promise<void> {
  const requestedAt = daysAfter(now, -ASKED + 30)
  const answeredAt = daysAfter(requestedAt, 1)
  await tx.supportRequest.create({
    data: {
      ...{
        candidateId,
        kind,
        state: 'accepted',
        requestedAt,
        dueAt: workingDaysAfter(requestedAt, 5),
        answeredAt,
        changedAt: answeredAt,
        ownerId,
      },
      changes: {
        create: [
          { toState: 'requested', byRole: 'candidate', at: requestedAt },
          { fromState: 'requested', toState: 'accepted', byId: ownerId, byRole: 'coordinator', at: answeredAt },
        ],
      },
    },
  })
}

async function addBuddy(tx: Tx, { now, ownerId, supporterId }: World, candidateId: string): Promise<string> {
  const at = (ago: number) => daysAfter(now, -ago)
  const asked = { changedAt: at(PAIRED + 4), changedById: ownerId, changedByRole: 'coordinator' }
  const { id } = await tx.pairing.create({
    data: {
      ...{
        kind: 'buddy',
        candidateId,
        supporterId,
        state: 'proposedToSupporter',
        queuedAt: at(ASKED - 30),
        madeAt: at(PAIRED + 4),
        ...asked,
      },
      dueAt: workingDaysAfter(at(PAIRED + 4), 5),
    },
    select: { id: true },
  })
  const said = { changedAt: at(PAIRED + 2), changedById: supporterId, changedByRole: 'supporter', supporterAcceptedAt: at(PAIRED + 2) }
  await tx.pairing.update({ where: { id }, data: { state: 'proposedToCandidate', ...said, dueAt: workingDaysAfter(at(PAIRED + 2), 10) } })
  const began = { beganAt: at(PAIRED), candidateAgreedAt: at(PAIRED), changedAt: at(PAIRED), changedById: null, changedByRole: 'candidate' }
  await tx.pairing.update({ where: { id }, data: { state: 'active', dueAt: null, ...began } })
  return id
}

/** What she said, in which week and to whom. */
const said: Record<number, { question: string; value: string; audience: string }[]> = {
  2: [
    { question: 'going', value: 'well', audience: 'both' },
    { question: 'well', value: 'My tutor explains everything twice without a sigh.', audience: 'both' },
    { question: 'hard', value: 'I was sick with nerves before the first night shift.', audience: 'me' },
    { question: 'adjustments', value: 'inPlace', audience: 'team' },
  ],
  6: [
    { question: 'going', value: 'mixed', audience: 'both' },
    { question: 'well', value: 'The others on my shift have started to ask me things.', audience: 'buddy' },
    { question: 'hard', value: 'Three earlies in a row and the nursery run. I am tired.', audience: 'buddy' },
    { question: 'adjustments', value: 'partly', audience: 'team' },
    { question: 'supervisor', value: 'same', audience: 'team' },
  ],
}

async function addYear(tx: Tx, { now, ownerId }: World, candidateId: string, pairingId: string): Promise<void> {
  const startsOn = londonDay(daysAfter(now, -STARTED))
  const record = await tx.stageRecord.findFirstOrThrow({ where: { candidateId, stage: 'start' }, select: { id: true } })
  const { id: yearId } = await tx.firstYear.create({
    data: {
      ...{ candidateId, recordId: record.id, startedOn: asDay(startsOn), endsOn: asDay(endsOn(startsOn, [])) },
      ...{ begunAt: daysAfter(now, -STARTED), begunById: ownerId },
    },
    select: { id: true },
  })
  for (const week of weeks) {
    const due = asDay(dueOn(startsOn, week, []))
    const answers = said[week]?.map((answer) => ({ ...answer, candidateId, saidAt: daysAfter(due, 1) })) ?? []
    const answered = answers.length > 0 && { openedAt: due, answeredAt: daysAfter(due, 1), answers: { create: answers } }
    await tx.firstYearCheckIn.create({ data: { yearId, candidateId, week, dueOn: due, ...answered } })
  }
  const { id: checkInId } = await tx.firstYearCheckIn.findUniqueOrThrow({
    where: { yearId_week: { yearId, week: 6 } },
    select: { id: true },
  })
  const raisedAt = daysAfter(now, -1)
  await tx.firstYearAlert.create({
    data: { yearId, candidateId, rule: 'adjustment', checkInId, raisedAt, dueAt: workingDaysAfter(raisedAt, 2) },
  })
  await tx.firstYearHelp.create({
    data: {
      ...{ yearId, candidateId, pairingId, asked: 'buddy', about: 'talk', askedAt: daysAfter(now, -20), metAt: daysAfter(now, -19) },
      words: 'Could we talk about swapping shifts? I do not know whom to ask.',
    },
  })
}
