import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import type { About } from '../features/passport/rules/uses.ts'
import { shareWording, wordingOf } from '../features/passport/rules/words.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; ownerId: string }
type Step = Record<string, unknown> & { state: string; ago: number; role: string; byId?: string | null }
type Use = { candidateId: string; about: About; ago: number; needs: string[]; words?: string; of: Record<string, string | Date | null> }

const needsOfAmara = [
  {
    kind: 'reading',
    helps: 'Questions in writing as well as spoken, ten minutes before.',
    avoid: 'Being asked to read aloud without warning.',
  },
  { kind: 'time', helps: 'A quarter more time for anything written.' },
  { kind: 'concentrating', helps: 'A quiet room, or a seat away from the door.', avoid: 'Several people talking at once.' },
  { kind: 'newPlaces', helps: 'A plan of the building the day before, and somebody who meets me at the front desk.' },
]
const needsOfJunHo = [
  { kind: 'hearing', helps: 'A seat from which I see who speaks, and one person speaking at a time.', avoid: 'Briefings in a moving car.' },
]

/** Passports: one in use for a stage, a workshop, a visit and a one-to-one, one that worked before, and one that nobody has answered. */
export async function addPassports(tx: Tx, { force, now, people, ownerId }: World): Promise<void> {
  const amara = people.get('Amara Okafor') ?? ''
  const [reading = '', time = '', quiet = '', plan = ''] = await addNeeds(tx, now, amara, needsOfAmara)
  const coordinator = { role: 'coordinator', byId: ownerId }
  const application = { about: 'stage' as const, of: { route: 'constable', stage: 'application' } }
  const earlier = await addUse(tx, now, { candidateId: amara, ago: 60, needs: [reading, time], ...application })
  await go(tx, now, earlier, {
    state: 'answered',
    ago: 57,
    role: 'contact',
    answer: 'agreed',
    answerWords: 'A paper copy and the time are arranged.',
  })
  await go(tx, now, earlier, { state: 'provided', ago: 52, role: 'contact' })
  await go(tx, now, earlier, { state: 'told', ago: 45, role: 'candidate', outcome: 'worked', outcomeWords: 'I could think, for once.' })
  const assessment = { about: 'stage' as const, of: { route: 'constable', stage: 'onlineAssessment', onDay: dayIn(now, 24) } }
  const open = await addUse(tx, now, { candidateId: amara, ago: 3, needs: [reading, time, quiet], ...assessment })
  await sendTo(tx, now, open, amara, force)
  const words = 'Not possible to give them before; a quarter more time is set, and the questions stay on the screen.'
  await go(tx, now, open, { state: 'answered', ago: 1, role: 'contact', answer: 'partly', answerWords: words })
  await shareForWorkshop(tx, now, amara, [quiet, plan])
  await shareForTalk(tx, now, amara, [reading])
  await shareForVisit(
    tx,
    now,
    amara,
    [plan],
    [
      { state: 'answered', ago: 8, answer: 'agreed', answerWords: 'Somebody waits for you at the front desk at nine.', ...coordinator },
      { state: 'provided', ago: 2, ...coordinator },
    ],
  )
  const junHo = people.get('Jun-ho Park') ?? ''
  await shareForVisit(tx, now, junHo, await addNeeds(tx, now, junHo, needsOfJunHo), [])
}

const dayIn = (now: Date, days: number) => new Date(`${londonDay(daysAfter(now, days))}T00:00:00Z`)

async function addNeeds(
  tx: Tx,
  now: Date,
  candidateId: string,
  needs: { kind: string; helps: string; avoid?: string }[],
): Promise<string[]> {
  const madeAt = daysAfter(now, -70)
  await tx.passport.create({ data: { candidateId, usedAt: daysAfter(now, -3) } })
  const made = []
  for (const need of needs)
    made.push(await tx.passportNeed.create({ data: { candidateId, ...need, madeAt, changedAt: madeAt }, select: { id: true } }))
  return made.map(({ id }) => id)
}

async function addUse(tx: Tx, now: Date, { candidateId, about, ago, needs, words, of }: Use): Promise<string> {
  const at = daysAfter(now, -ago)
  const { id } = await tx.adjustmentUse.create({
    data: {
      ...{ candidateId, about, ...of, words: words ?? null, wording: wordingOf(about), ...shareWording },
      ...{ askedAt: at, dueAt: workingDaysAfter(at, 5), changedAt: at, changedByRole: 'candidate' },
    },
    select: { id: true },
  })
  await tx.adjustmentUseNeed.createMany({ data: needs.map((needId) => ({ useId: id, needId })) })
  return id
}

/** One step of a use, and that whoever took it had opened it. */
async function go(tx: Tx, now: Date, id: string, { ago, role, byId = null, ...step }: Step): Promise<void> {
  const at = daysAfter(now, -ago)
  const when = {
    ...(step.state === 'answered' && { answeredAt: at }),
    ...(step.state === 'provided' && { providedAt: at }),
    ...(step.state === 'told' && { toldAt: at }),
  }
  if (role !== 'candidate')
    await tx.adjustmentLook.create({ data: { useId: id, viewer: role === 'contact' ? 'contact' : 'team', viewerId: byId, at } })
  await tx.adjustmentUse.update({
    where: { id },
    data: { ...step, ...when, changedAt: at, changedByRole: role, changedById: byId },
    select: { id: true },
  })
}

async function sendTo(tx: Tx, now: Date, aboutId: string, candidateId: string, force: ForceProfile): Promise<void> {
  const sentAt = daysAfter(now, -3)
  const { email: address } = force.contacts.adjustments
  const data = { purpose: 'adjustment', aboutId, candidateId, address, sentAt, endsAt: daysAfter(now, 30) }
  const { id: linkId } = await tx.outsideLink.create({ data, select: { id: true } })
  await tx.outsideOpening.create({ data: { linkId, at: daysAfter(now, -1) } })
}

async function shareForWorkshop(tx: Tx, now: Date, candidateId: string, needs: string[]): Promise<void> {
  const place = await tx.place.findFirst({
    where: { candidateId, state: { in: ['booked', 'offered', 'waiting'] }, workshop: { state: 'published', startsAt: { gt: now } } },
    orderBy: { workshop: { startsAt: 'asc' } },
    select: { id: true },
  })
  if (place)
    await addUse(tx, now, {
      candidateId,
      about: 'workshop',
      ago: 1,
      needs,
      words: 'I come by train at half past five.',
      of: { placeId: place.id },
    })
}

async function shareForTalk(tx: Tx, now: Date, candidateId: string, needs: string[]): Promise<void> {
  const talk = await tx.oneToOne.findFirst({
    where: { candidateId, state: 'booked', slot: { startsAt: { gt: now } } },
    select: { id: true, slot: { select: { supporterId: true } } },
  })
  if (talk)
    await addUse(tx, now, { candidateId, about: 'oneToOne', ago: 1, needs, of: { oneToOneId: talk.id, providerId: talk.slot.supporterId } })
}

async function shareForVisit(tx: Tx, now: Date, candidateId: string, needs: string[], steps: Step[]): Promise<void> {
  const visit = await tx.placement.findFirst({
    where: { candidateId, state: { in: ['checks', 'confirmed'] }, supporterId: { not: null } },
    orderBy: { requestedAt: 'asc' },
    select: { id: true, supporterId: true },
  })
  if (!visit) return
  const of = { placementId: visit.id, providerId: visit.supporterId }
  const id = await addUse(tx, now, { candidateId, about: 'placement', ago: 11, needs, of })
  for (const step of steps) await go(tx, now, id, step)
}
