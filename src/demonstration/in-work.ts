import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { endsOn } from '../features/firstYear/rules/schedule.ts'
import { inFirstYear } from './first-year.ts'

type World = { force: ForceProfile; now: Date; ownerId: string }

/** Invented. One has done her first year, one rests in the middle of his, one is about to go; anybody may sign in as them. */
const afterFirstYear = { name: 'Maryam Yusuf', email: 'maryam.yusuf@people.example', reference: 'PA-3MYF7XK' }
const resting = { name: 'Douglas Imrie', email: 'douglas.imrie@people.example', reference: 'PA-8DGM2WN' }
const goingAway = { name: 'Oluwaseun Adeyemi', email: 'oluwaseun.adeyemi@people.example', reference: 'PA-6QAD4RT' }

export const inWork = [afterFirstYear, resting, goingAway]

const day = (d: Date) => new Date(`${londonDay(d)}T00:00:00Z`)
const asDay = (text: string) => new Date(`${text}T00:00:00Z`)

/** People in the job: what one wants after her first year, what another is offered while his rests, and why a third leaves. */
export async function addInWork(tx: Tx, world: World): Promise<void> {
  if (world.force.supportRunsTo !== 'firstYear') return
  const maryam = await addPerson(tx, world, { ...afterFirstYear, route: 'constable', startedAgo: 400 })
  await addFinishedYear(tx, world, maryam, 400)
  await addWishes(tx, world, maryam)
  const douglas = await addPerson(tx, world, { ...resting, route: 'pcso', startedAgo: 120 })
  await addRest(tx, world, douglas, 120)
  const seun = await addPerson(tx, world, { ...goingAway, route: 'staff', startedAgo: 210 })
  await addReason(tx, world, seun)
}

type Person = { name: string; email: string; reference: string; route: string; startedAgo: number }

async function addPerson(tx: Tx, { force, now, ownerId }: World, person: Person): Promise<string> {
  const { name, email, reference, route, startedAgo } = person
  const registeredAt = daysAfter(now, -startedAgo - 180)
  const known = await tx.account.findFirstOrThrow({ where: { emailKey: inFirstYear.email }, select: { passwordHash: true } })
  const account = await tx.account.create({
    data: {
      ...{ name, email, emailKey: email, passwordHash: known.passwordHash, createdAt: registeredAt, passwordChangedAt: registeredAt },
      roles: { create: { role: 'candidate', grantedAt: registeredAt } },
    },
    select: { id: true },
  })
  const { id } = await tx.candidate.create({
    data: {
      ...{ accountId: account.id, name, reference, registeredAt, completedAt: registeredAt, activeAt: daysAfter(now, -2), adult: true },
      ...{ ownerId, routes: [route], areas: force.areas.slice(1, 2).map((area) => area.id) },
      answered: ['routes', 'areas', 'support', 'tailoring', 'access', 'adult', 'shareHistory', 'news', 'stories', 'research'],
    },
    select: { id: true },
  })
  const at = daysAfter(now, -startedAgo)
  const start = { candidateId: id, route, stage: 'start', state: 'passed', source: 'coordinator', byId: ownerId }
  await tx.stageRecord.create({ data: { ...start, happenedOn: day(at), recordedAt: at }, select: { id: true } })
  return id
}

async function addYear(tx: Tx, { now, ownerId }: World, candidateId: string, startedAgo: number) {
  const startsOn = londonDay(daysAfter(now, -startedAgo))
  const record = await tx.stageRecord.findFirstOrThrow({ where: { candidateId, stage: 'start' }, select: { id: true } })
  return tx.firstYear.create({
    data: {
      ...{ candidateId, recordId: record.id, startedOn: asDay(startsOn), endsOn: asDay(endsOn(startsOn, [])) },
      ...{ begunAt: daysAfter(now, -startedAgo), begunById: ownerId },
    },
    select: { id: true, endsOn: true },
  })
}

async function addFinishedYear(tx: Tx, world: World, candidateId: string, startedAgo: number): Promise<void> {
  const { id, endsOn: over } = await addYear(tx, world, candidateId, startedAgo)
  await tx.firstYear.update({ where: { id }, data: { endedAt: daysAfter(over, 0), endReason: 'twelveMonths' }, select: { id: true } })
}

/** One thing is arranged for her, another waits for an answer. */
async function addWishes(tx: Tx, { now, ownerId }: World, candidateId: string): Promise<void> {
  const wish = async (kind: string, ago: number, words: string) => {
    const at = daysAfter(now, -ago)
    const asked = { wantedAt: at, dueAt: workingDaysAfter(at, 5), changedAt: at, changedByRole: 'candidate' }
    return tx.progressWish.create({ data: { candidateId, kind, words, ...asked }, select: { id: true } })
  }
  const { id } = await wish('mentorOthers', 24, 'I would like to be there for women who start on nights with a child at home.')
  const said = { changedAt: daysAfter(now, -20), changedById: ownerId, changedByRole: 'coordinator' }
  const arranged = 'Helen Marsh tells you over a coffee what being a buddy is like. She writes to you this week.'
  await tx.progressWish.update({ where: { id }, data: { state: 'arranged', arranged, ...said }, select: { id: true } })
  await wish('promotion', 2, 'The sergeants’ board opens in spring, and I have never sat one.')
}

/** His training was put off; what he is offered meanwhile he has not answered. */
async function addRest(tx: Tx, world: World, candidateId: string, startedAgo: number): Promise<void> {
  const { now, ownerId } = world
  const { id: yearId, endsOn: over } = await addYear(tx, world, candidateId, startedAgo)
  const rest = { fromOn: day(daysAfter(now, -6)), untilOn: day(daysAfter(now, 48)) }
  const noted = { madeAt: daysAfter(now, -5), byId: ownerId, byRole: 'coordinator' }
  await tx.firstYearDeferral.create({ data: { yearId, candidateId, ...rest, ...noted }, select: { id: true } })
  await tx.firstYear.update({ where: { id: yearId }, data: { endsOn: daysAfter(over, 54) }, select: { id: true } })
}

async function addReason(tx: Tx, { now }: World, candidateId: string): Promise<void> {
  await tx.workReason.create({
    data: {
      ...{
        candidateId,
        kind: 'leaving',
        reason: 'practical',
        reader: 'team',
        source: 'candidate',
        askAgain: true,
        saidAt: daysAfter(now, -1),
      },
      words: 'The bus takes an hour and a half each way since we moved. I like the work.',
    },
    select: { id: true },
  })
}
