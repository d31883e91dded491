import { randomUUID } from 'node:crypto'
import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { shareWording } from '../features/together/rules/sharing.ts'

type World = { now: Date; people: Map<string, string>; supporters: Map<string, string>; coordinatorId: string }
type Said = { side: 'candidate' | 'supporter'; inDays: number; from: string; body: string; unread?: true }
type DemoPair = {
  candidate: string
  supporter: string
  kind: string
  asked: number
  began: number
  said: Said[]
  spoke?: [number, number][]
}

/** Three living pairs: one that has just begun, one that has gone quiet, one half-way through mentoring. Days count from now, backwards. */
const pairs: DemoPair[] = [
  {
    ...{ candidate: 'Kezia Thompson', supporter: 'Aisha Bello', kind: 'buddy', asked: 12, began: 2 },
    said: [
      {
        ...{ side: 'supporter', inDays: -1, from: '18:20', unread: true },
        body: 'Hello! I am glad we were put in touch. I am on lates this week, so mornings suit me best. Would a call on Saturday at ten work for you?',
      },
    ],
  },
  {
    ...{ candidate: 'Bethan Rhys-Jones', supporter: 'Leon Carter', kind: 'buddy', asked: 39, began: 36, spoke: [[-31, 30]] },
    said: [
      { side: 'supporter', inDays: -35, from: '10:05', body: 'Hi Bethan, shall we start with a coffee near the station? Say when.' },
      { side: 'candidate', inDays: -34, from: '19:40', body: 'Yes please. Thursday after five?' },
      {
        side: 'candidate',
        inDays: -20,
        from: '12:15',
        body: 'Are you still there? I had a question about the fitness test.',
        unread: true,
      },
    ],
  },
  {
    ...{ candidate: 'Amara Okafor', supporter: 'Helen Marsh', kind: 'mentoring', asked: 40, began: 31 },
    spoke: [
      [-25, 60],
      [-11, 45],
    ],
    said: [
      {
        side: 'supporter',
        inDays: -30,
        from: '09:10',
        body: 'Good morning Amara. I read your goals and like them. Let us write a plan together, nothing long.',
      },
      { side: 'candidate', inDays: -30, from: '20:15', body: 'Thank you! I have put something down. Change what you like.' },
      {
        ...{ side: 'supporter', inDays: -2, from: '17:30', unread: true },
        body: 'Half-way already. Before we meet, have a look at what we said we would try, and tell me honestly what helped.',
      },
    ],
  },
]

const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)
const dayOf = (date: Date) => new Date(`${londonDay(date)}T00:00:00Z`)

export async function addPairs(tx: Tx, world: World): Promise<void> {
  const ids: string[] = []
  for (const pair of pairs) ids.push(await addPair(tx, world, pair))
  const [, quiet = '', mentoring = ''] = ids
  await addSilence(tx, world.now, quiet)
  await addPlan(tx, world.now, mentoring)
}

async function addPair(
  tx: Tx,
  { now, people, supporters, coordinatorId }: World,
  { candidate, supporter, kind, asked, began, said, spoke = [] }: DemoPair,
) {
  const beganAt = at(now, -began, '11:00')
  const [madeAt, queuedAt] = [daysAfter(beganAt, -3), at(now, -asked, '09:00')]
  const who = { candidateId: people.get(candidate) ?? '', supporterId: supporters.get(supporter) ?? '' }
  const first = {
    state: 'proposedToSupporter',
    madeAt,
    queuedAt,
    changedAt: madeAt,
    ...{ changedByRole: 'coordinator', changedById: coordinatorId },
    dueAt: daysAfter(madeAt, 7),
  }
  const { id } = await tx.pairing.create({ data: { ...who, kind, ...first }, select: { id: true } })
  const accepted = {
    supporterAcceptedAt: daysAfter(madeAt, 1),
    changedAt: daysAfter(madeAt, 1),
    changedByRole: 'supporter',
    changedById: who.supporterId,
  }
  await tx.pairing.update({ where: { id }, data: { state: 'proposedToCandidate', ...accepted, dueAt: daysAfter(madeAt, 14) } })
  const agreed = { candidateAgreedAt: beganAt, beganAt, dueAt: null, changedAt: beganAt, changedByRole: 'candidate' }
  await tx.pairing.update({ where: { id }, data: { state: 'active', ...agreed } })
  for (const { inDays, from, unread, ...words } of said) {
    const sent = at(now, inDays, from)
    const seen = unread ? { noticedAt: sent } : { readAt: daysAfter(sent, 0) }
    await tx.pairingMessage.create({ data: { pairingId: id, ...words, at: sent, reachesAt: sent, ...seen } })
  }
  for (const [inDays, minutes] of spoke) {
    const loggedAt = at(now, inDays, '11:30')
    const times = { happenedOn: dayOf(loggedAt), loggedAt, changedAt: loggedAt }
    await tx.pairingContact.create({ data: { pairingId: id, minutes, side: 'supporter', ...times } })
  }
  return id
}

/** Both were asked, and the team was told: it waits on their list. */
const addSilence = (tx: Tx, now: Date, pairingId: string) =>
  tx.pairingSilence.create({
    data: { pairingId, since: at(now, -31, '11:30'), nudgedAt: at(now, -10, '11:40'), toldAt: at(now, -3, '11:40') },
  })

/** A plan of eight weeks that both agreed, two sessions held, one to come, and the look back at half-way open. */
async function addPlan(tx: Tx, now: Date, pairingId: string): Promise<void> {
  const goals = ['Write answers that show what I did myself', 'Speak up in a group of strangers']
  for (const [n, text] of goals.entries())
    await tx.mentoringGoal.create({ data: { pairingId, text, side: 'candidate', setAt: at(now, -30, `1${String(n)}:00`) } })
  const approach = 'A call every second week. Amara brings one thing to practise; Helen asks questions and gives no ready answers.'
  const words = { pairingId, number: 1, goals, approach, everyWeeks: 2, weeks: 8, startsOn: dayOf(daysAfter(now, -29)) }
  const { id } = await tx.mentoringPlan.create({
    data: { ...words, side: 'candidate', proposedAt: at(now, -30, '20:20') },
    select: { id: true },
  })
  await tx.mentoringPlan.update({ where: { id }, data: { state: 'agreed', agreedAt: at(now, -29, '09:00') } })
  const surname = { field: 'surname', wording: shareWording.surname, givenAt: at(now, -28, '12:00') }
  await tx.pairingShare.create({ data: { pairingId, side: 'supporter', ...surname } })
  for (const inDays of [-25, -11, 3]) {
    const startsAt = at(now, inDays, '18:00')
    const times = { seriesId: randomUUID(), startsAt, minutes: inDays === -11 ? 45 : 60, how: 'online', side: 'supporter' }
    const made = await tx.mentoringSession.create({ data: { pairingId, ...times, plannedAt: at(now, -28, '12:00') }, select: { id: true } })
    const done = { state: 'held', closedAt: at(now, inDays, '19:10') }
    if (inDays < 0) await tx.mentoringSession.update({ where: { id: made.id }, data: done })
  }
  await tx.mentoringReview.create({
    data: {
      pairingId,
      point: 'halfway',
      side: 'supporter',
      progress: 3,
      words: 'You speak up now. The writing comes next.',
      at: at(now, -1, '12:00'),
    },
  })
  await tx.mentoringReviewNotice.create({ data: { pairingId, point: 'halfway', at: at(now, -1, '08:31') } })
}
