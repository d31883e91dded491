import { daysAfter, londonDay, monthsAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { guidesOf } from '../features/preparing/rules/guides.ts'
import { starterFor } from '../features/preparing/rules/starters.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; staff: Map<string, string> }

const day = (d: Date) => new Date(`${londonDay(d)}T00:00:00Z`)

/** Pages that the team has looked over, one of them changed and some of them due again; a plan, a log, and somebody's next try. */
export async function addPreparing(tx: Tx, world: World): Promise<void> {
  await addReviews(tx, world)
  const amara = world.people.get('Amara Okafor') ?? ''
  await addPlan(tx, world.now, amara)
  await addLog(tx, world.now, amara)
  await addShares(tx, world.now, amara)
  await addNextTry(tx, world.now, world.people.get('Ines Carvalho') ?? '')
}

const DUE_AGAIN = ['constable.sift', 'constable.medical', 'pcso.interviewFitness']
const DUE_SOON = 'special.fitness'

async function addReviews(tx: Tx, { force, now, staff }: World): Promise<void> {
  const [coordinator, lead] = [staff.get('Priya Nair') ?? '', staff.get('Sian Prosser') ?? '']
  const guides = guidesOf(force)
  for (const [at, guide] of guides.entries()) {
    const ago = DUE_AGAIN.includes(guide.id) ? 200 + at : 20 + at
    const reviewedAt = guide.id === DUE_SOON ? daysAfter(monthsAfter(now, -6), 4) : daysAfter(now, -ago)
    const byId = at % 3 === 0 ? lead : coordinator
    await tx.guideReview.create({ data: { route: guide.route.id, stage: guide.stage.id, number: 0, reviewedAt, byId } })
  }
  const changed = guides.find(({ id }) => id === 'constable.fitness')
  if (!changed) return
  const words = starterFor(changed.route.id, changed.stage)
  const madeAt = daysAfter(now, -9)
  const key = { route: changed.route.id, stage: changed.stage.id, number: 1 }
  const helps = `${words.helps}\n- Bring a second layer: the hall is cold in winter.`
  await tx.guideVersion.create({
    data: { ...key, ...words, helps, change: 'People told us that the hall is cold', madeAt, byId: coordinator },
  })
  await tx.guideReview.create({ data: { ...key, reviewedAt: madeAt, byId: coordinator } })
}

async function addPlan(tx: Tx, now: Date, candidateId: string): Promise<void> {
  const steps = [
    { words: 'Record myself answering ten questions', inDays: 3, remind: true, stage: 'onlineAssessment', code: 'camera' },
    { words: 'Ask my sister to look after the children on the day', inDays: 10, remind: false },
    { words: 'Practise a written task against the clock', inDays: undefined, remind: false, stage: 'onlineAssessment', code: 'written' },
    {
      words: 'Write down eight true examples of things I did',
      inDays: -6,
      remind: false,
      stage: 'onlineAssessment',
      code: 'stories',
      done: 5,
    },
  ]
  for (const { words, inDays, remind, stage, code, done } of steps)
    await tx.planStep.create({
      data: {
        ...{ candidateId, words, remind, madeAt: daysAfter(now, -14), dueOn: inDays === undefined ? null : day(daysAfter(now, inDays)) },
        ...(stage !== undefined && { route: 'constable', stage, code }),
        doneAt: done === undefined ? null : daysAfter(now, -done),
      },
    })
}

async function addLog(tx: Tx, now: Date, candidateId: string): Promise<void> {
  const entries = [
    { ago: 41, kind: 'walk', minutes: 30, felt: 3, words: 'First time in years' },
    { ago: 38, kind: 'shuttle', level: 2, shuttle: 5, felt: 1 },
    { ago: 33, kind: 'run', minutes: 15, felt: 2 },
    { ago: 30, kind: 'shuttle', level: 3, shuttle: 2, felt: 2 },
    { ago: 24, kind: 'strength', minutes: 25, felt: 3 },
    { ago: 21, kind: 'shuttle', level: 3, shuttle: 8, felt: 2 },
    { ago: 15, kind: 'run', minutes: 25, felt: 4, words: 'Along the canal with a friend' },
    { ago: 12, kind: 'shuttle', level: 4, shuttle: 5, felt: 3 },
    { ago: 4, kind: 'shuttle', level: 5, shuttle: 1, felt: 3, words: 'Nearly there' },
  ]
  for (const { ago, ...entry } of entries)
    await tx.fitnessEntry.create({ data: { candidateId, ...entry, onDay: day(daysAfter(now, -ago)), madeAt: daysAfter(now, -ago) } })
}

/** Her plan with the team, and her log with the buddy she has, where she has one. */
async function addShares(tx: Tx, now: Date, candidateId: string): Promise<void> {
  const until = { sharedAt: daysAfter(now, -3), untilOn: day(daysAfter(now, 50)) }
  await tx.preparingShare.create({ data: { candidateId, what: 'plan', ...until } })
  const pairing = await tx.pairing.findFirst({ where: { candidateId, state: 'active' }, select: { id: true }, orderBy: { madeAt: 'asc' } })
  if (pairing) await tx.preparingShare.create({ data: { candidateId, what: 'fitness', pairingId: pairing.id, ...until } })
}

async function addNextTry(tx: Tx, now: Date, candidateId: string): Promise<void> {
  const record = await tx.stageRecord.findFirst({ where: { candidateId, state: 'notPassed' }, select: { id: true } })
  if (!record) return
  const at = daysAfter(now, -12)
  const feedback = 'I rushed. I knew more than I showed, and I had no quiet place to do it.'
  await tx.reapplyPlan.create({
    data: { candidateId, recordId: record.id, feedback, works: ['online', 'calm'], madeAt: at, changedAt: at },
  })
}
