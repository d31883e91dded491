import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'

const HOUR = 3_600_000
type World = { force: ForceProfile; now: Date; people: Map<string, string>; coordinatorId: string }
type Mark = 'attended' | 'attendedLate' | 'absent'
type Evening = { title: string; inDays: number; came: [name: string, mark: Mark][]; atOnce?: boolean }

const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)

const evenings: Evening[] = [
  {
    ...{ title: 'Open evening: meet the teams', inDays: -18 },
    came: [
      ['Bethan Rhys-Jones', 'attended'],
      ['Kezia Thompson', 'absent'],
      ['Farah Siddiqui', 'absent'],
    ],
  },
  {
    ...{ title: 'Open evening: shifts and family life', inDays: -3, atOnce: true },
    came: [
      ['Samir Haddad', 'attended'],
      ['Ines Carvalho', 'attended'],
      ['Magdalena Nowak', 'attendedLate'],
      ['Kezia Thompson', 'absent'],
    ],
  },
]

/**
 * What follows a workshop: a register marked for everybody at once, two workshops missed without a word, somebody who says that
 * the register is wrong, materials, and feedback from all who came.
 */
export async function addAfterwards(tx: Tx, world: World): Promise<void> {
  for (const evening of evenings) await addEvening(tx, world, evening)
  const past = await tx.workshop.findFirstOrThrow({ where: { title: 'What a week in policing is like' }, select: { id: true } })
  await addMaterials(tx, world, past.id)
  await addFeedback(tx, world, past.id)
}

async function addEvening(tx: Tx, { force, now, people, coordinatorId }: World, { title, inDays, came, atOnce }: Evening): Promise<void> {
  const [startsAt, endsAt] = [at(now, inDays, '18:30'), at(now, inDays, '20:00')]
  const saved = new Date(endsAt.getTime() + HOUR / 4)
  const workshop = await tx.workshop.create({
    data: {
      ...{ title, startsAt, endsAt, state: 'held', heldAt: saved, capacity: 20, facilitator: 'Marcus Bell' },
      ...{ venue: 'Riverside Training Centre', area: force.areas[0]?.id ?? '', summary: 'Come and ask anything.' },
      safeLabel: force.support.find(({ kind }) => kind === 'insight')?.recruiterLabel ?? 'Preparation workshop',
      bookingClosesAt: new Date(startsAt.getTime() - 24 * HOUR),
      offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
      ...{ publishedAt: daysAfter(now, inDays - 20), createdAt: daysAfter(now, inDays - 21), nextArrival: came.length + 1 },
    },
    select: { id: true },
  })
  const marked: bigint[] = []
  for (const [i, [name, mark]] of came.entries()) {
    const candidateId = people.get(name) ?? ''
    const { placeId, changeId } = await addMarked(tx, {
      workshopId: workshop.id,
      candidateId,
      arrival: i + 1,
      mark,
      startsAt,
      saved,
      coordinatorId,
    })
    if (mark === 'attended') marked.push(changeId)
    if (name === 'Farah Siddiqui') await contest(tx, { placeId, candidateId, now })
  }
  if (atOnce === true) {
    const batch = { workshopId: workshop.id, changeIds: marked, byId: coordinatorId, madeAt: saved }
    await tx.markBatch.create({ data: batch, select: { id: true } })
  }
}

type Marked = { workshopId: string; candidateId: string; arrival: number; mark: Mark; startsAt: Date; saved: Date; coordinatorId: string }

/** Somebody who was booked five days before, with the mark they got, and who was asked for feedback already. */
async function addMarked(tx: Tx, { workshopId, candidateId, arrival, mark, startsAt, saved, coordinatorId }: Marked) {
  const askedAt = daysAfter(startsAt, -5)
  const place = await tx.place.create({
    data: { workshopId, candidateId, arrival, state: mark, askedAt, bookedAt: askedAt },
    select: { id: true },
  })
  const change = { placeId: place.id, byRole: 'candidate', at: askedAt }
  await tx.placeChange.createMany({
    data: [
      { ...change, toState: 'waiting' },
      { ...change, fromState: 'waiting', toState: 'booked' },
    ],
  })
  const { id } = await tx.placeChange.create({
    data: { placeId: place.id, fromState: 'booked', toState: mark, byId: coordinatorId, byRole: 'coordinator', at: saved },
    select: { id: true },
  })
  await tx.feedbackAsked.create({ data: { placeId: place.id, askedAt: saved } })
  return { placeId: place.id, changeId: id }
}

const contest = (tx: Tx, { placeId, candidateId, now }: { placeId: string; candidateId: string; now: Date }) =>
  tx.registerCorrection.create({
    data: {
      placeId,
      candidateId,
      said: 'wasThere',
      words: 'I came late and sat at the back. I did not sign.',
      askedAt: at(now, -1, '17:20'),
    },
    select: { id: true },
  })

/** One page with one line, as small as a PDF can be. */
const aPdf = (line: string): Buffer => {
  const stream = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = text.length
    text += `${String(i + 1)} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}`
  return Buffer.from(`${text}${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`, 'latin1')
}

async function addMaterials(tx: Tx, { now, coordinatorId }: World, workshopId: string): Promise<void> {
  const shared = { workshopId, addedById: coordinatorId, addedAt: at(now, -8, '09:30') }
  await tx.workshopMaterial.createMany({
    data: [
      { ...shared, title: 'Recording, with captions', link: 'https://video.example/a-week-in-policing', audience: 'members' },
      {
        ...shared,
        title: 'Questions people asked',
        file: new Uint8Array(aPdf('Questions people asked')),
        fileName: 'Questions-people-asked.pdf',
      },
    ],
  })
}

const said = [
  { ratings: { useful: 5, clear: 4, welcome: 5 }, good: 'The honest answers about nights.', better: '' },
  { ratings: { useful: 4, clear: 5, welcome: 5 }, good: 'Meeting people who do the job.', better: 'A longer break.' },
  { ratings: { useful: 5, clear: 3, welcome: 4 }, good: '', better: 'Fewer short forms on the slides.' },
  { ratings: { useful: 4, clear: 4, welcome: 5 }, good: '', better: '' },
  { ratings: { useful: 3, clear: 4, welcome: 4 }, good: 'Nobody minded my questions.', better: '' },
]

async function addFeedback(tx: Tx, { now }: World, workshopId: string): Promise<void> {
  const came = { in: ['attended', 'attendedLate', 'leftEarly'] }
  const places = await tx.place.findMany({
    where: { workshopId, state: came },
    orderBy: { arrival: 'asc' },
    select: { id: true, candidateId: true },
  })
  for (const [i, { id, candidateId }] of places.entries()) {
    await tx.feedbackAsked.create({ data: { placeId: id, askedAt: at(now, -8, '20:10') } })
    const answer = said[i]
    if (answer)
      await tx.feedback.create({
        data: { placeId: id, candidateId, ...answer, givenAt: at(now, -7, `1${String(i)}:05`) },
        select: { id: true },
      })
  }
}
