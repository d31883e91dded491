import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { targetsOf, type BarrierKind, type CaseState } from '../features/barriers/rules/cases.ts'
import { addSystemic, type World } from './systemic.ts'

type DemoAction = { what: string; who: 'team' | 'candidate' | 'others'; due: number; done?: number }
type DemoCase = {
  who: string
  kind: BarrierKind
  opened: number // days before now, as all below
  words: string
  tried?: string
  wouldHelp?: string
  by?: string
  steps?: [CaseState, number, Record<string, string>?][]
  actions?: DemoAction[]
  said?: [string, number, 'candidate' | 'coordinator', boolean?][]
  helped?: 'yes' | 'partly' | 'no'
}

const cases: DemoCase[] = [
  {
    ...{ who: 'Samir Haddad', kind: 'credentialRecognition', opened: 2, wouldHelp: 'Somebody who knows whom to ask.' },
    words: 'My degree is from Aleppo. The application asks for a UK equivalent, and I have no paper that says what it is worth here.',
    tried: 'I wrote to the university. They do not answer.',
  },
  {
    ...{ who: 'Magdalena Nowak', kind: 'credentialRecognition', opened: 21, by: 'Priya Nair' },
    words: 'I was a nurse in Poland for six years. On the form there is no place for it.',
    steps: [
      ['takenUp', 20],
      ['working', 19],
      ['waitingOnOthers', 6, { waitingFor: 'an answer from the recruitment office about foreign certificates' }],
    ],
    actions: [
      { what: 'Ask the recruitment office what counts', who: 'team', due: -10, done: 6 },
      { what: 'Send us a copy of your licence, if you still have one', who: 'candidate', due: 6 },
    ],
    said: [['Thank you for telling us. It counts for something, and we find out for what.', 19, 'coordinator']],
  },
  {
    ...{
      who: 'Kezia Thompson',
      kind: 'cost',
      opened: 24,
      by: 'Marcus Bell',
      words: 'The running shoes and the train to the fitness test are more than I have this month.',
    },
    steps: [
      ['takenUp', 23],
      ['working', 22],
    ],
    actions: [
      { what: 'Ask the welfare fund for the fare', who: 'team', due: -4 },
      { what: 'Lend shoes from the kit store', who: 'team', due: -15, done: 16 },
    ],
    said: [
      ['We lend you shoes, and ask for the fare.', 22, 'coordinator'],
      ['The shoes fit. Thank you!', 15, 'candidate'],
      ['Welfare fund rang back: needs a form from us, not from her.', 8, 'coordinator', false],
    ],
  },
  {
    ...{
      who: 'Bethan Rhys-Jones',
      kind: 'transport',
      opened: 95,
      by: 'Priya Nair',
      helped: 'yes',
      words: 'There is no bus that gets me to the fitness test by eight.',
    },
    steps: [
      ['takenUp', 94],
      ['working', 93],
      [
        'closed',
        80,
        { outcome: 'solved', outcomeWords: 'You run at ten, when there is a bus. Tell us before the next one if it changes.' },
      ],
    ],
    actions: [{ what: 'Find a later start for the test', who: 'team', due: -85, done: 88 }],
    said: [['We look for a later start.', 93, 'coordinator']],
  },
  {
    ...{
      who: 'Daniel Whitmore',
      kind: 'transport',
      opened: 90,
      by: 'Priya Nair',
      words: 'I have no car, and the workshops begin before the first train.',
    },
    steps: [
      ['takenUp', 89],
      ['closed', 78, { outcome: 'workedAround', outcomeWords: 'A member of the team collects you from the station.' }],
    ],
    said: [['We have somebody who passes your station.', 88, 'coordinator']],
  },
  {
    ...{
      who: 'Farah Siddiqui',
      kind: 'childcare',
      opened: 60,
      by: 'Marcus Bell',
      helped: 'partly',
      words: 'All the workshops in October were in half-term. I had nobody for the children.',
    },
    steps: [
      ['takenUp', 59],
      ['working', 58],
      [
        'closed',
        40,
        {
          outcome: 'partly',
          outcomeWords: 'You have the recordings, and a place in November. Half-term is free of workshops from now on.',
        },
      ],
    ],
    said: [['You are right, and you are not the only one.', 58, 'coordinator']],
  },
]

/** What stands in the way of six people, each at another point, and of many. */
export async function addBarriers(tx: Tx, world: World): Promise<void> {
  const made = new Map<string, string>()
  for (const each of cases) made.set(`${each.who}, ${each.kind}`, await addCase(tx, world, each))
  await addSystemic(tx, world, made)
}

const ago = ({ now }: World, days: number) => daysAfter(now, -days)

async function addCase(tx: Tx, world: World, given: DemoCase): Promise<string> {
  const candidateId = world.people.get(given.who) ?? ''
  const openedAt = ago(world, given.opened)
  await askedFor(tx, world, candidateId, given)
  const { kind, words, tried = '', wouldHelp = '' } = given
  const { id } = await tx.barrierCase.create({
    data: {
      ...{ candidateId, kind, words, tried, wouldHelp, openedBy: 'candidate', openedAt, ...targetsOf(world.force, kind, openedAt) },
      ...{ changedAt: openedAt, changedByRole: 'candidate' },
    },
    select: { id: true },
  })
  await addSteps(tx, world, id, given)
  for (const [text, days, byRole, shared = true] of given.said ?? [])
    await tx.barrierNote.create({
      data: { caseId: id, shared, words: text, byRole, at: ago(world, days), byId: byRole === 'candidate' ? null : byOf(world, given) },
      select: { id: true },
    })
  return id
}

const byOf = ({ staff }: World, { by = '' }: DemoCase): string => staff.get(by) ?? ''

async function addSteps(tx: Tx, world: World, id: string, given: DemoCase): Promise<void> {
  const first = given.said?.find(([, , by]) => by !== 'candidate')
  for (const [state, days, extra = {}] of given.steps ?? []) {
    const changedAt = ago(world, days)
    if (state === 'closed') await addActions(tx, world, id, given)
    await tx.barrierCase.update({
      where: { id },
      data: {
        ...{
          state,
          changedAt,
          changedByRole: 'coordinator',
          changedById: byOf(world, given),
          ownerId: byOf(world, given),
          waitingFor: null,
          ...extra,
        },
        ...(first && first[1] >= days && { answeredAt: ago(world, first[1]) }),
        ...(state === 'closed' && { closedAt: changedAt }),
      },
      select: { id: true },
    })
  }
  const closed = given.steps?.find(([state]) => state === 'closed')
  if (!closed) await addActions(tx, world, id, given)
  else if (given.helped)
    await tx.barrierCase.update({
      where: { id },
      data: { helped: given.helped, helpedAt: ago(world, closed[1] - 2) },
      select: { id: true },
    })
}

async function addActions(tx: Tx, world: World, caseId: string, given: DemoCase): Promise<void> {
  for (const { what, who, due, done } of given.actions ?? []) {
    const over = done === undefined ? {} : { doneAt: ago(world, done), doneBy: 'team' }
    const dueOn = new Date(`${londonDay(daysAfter(world.now, due))}T00:00:00Z`)
    await tx.barrierAction.create({
      data: { caseId, what, who, dueOn, madeAt: ago(world, given.opened - 1), madeById: byOf(world, given), ...over },
      select: { id: true },
    })
  }
}

/** The request that a case runs under, where they have none yet; what is over is written down as it ended, so that no letter goes. */
async function askedFor(tx: Tx, world: World, candidateId: string, given: DemoCase): Promise<void> {
  if ((await tx.supportRequest.count({ where: { candidateId, kind: 'barrier' } })) > 0) return
  const requestedAt = ago(world, given.opened)
  const closed = given.steps?.find(([state]) => state === 'closed')
  const began = ago(world, given.steps?.[0]?.[1] ?? given.opened)
  const over = closed && {
    state: 'completed',
    changedAt: ago(world, closed[1]),
    answeredAt: began,
    beganAt: began,
    ownerId: byOf(world, given),
  }
  const { id } = await tx.supportRequest.create({
    data: {
      ...{ candidateId, kind: 'barrier', state: 'requested', requestedAt, changedAt: requestedAt },
      ...{ dueAt: workingDaysAfter(requestedAt, world.force.replyDays), ...over },
    },
    select: { id: true },
  })
  const steps: [string | null, string, Date][] = [[null, 'requested', requestedAt]]
  if (closed)
    steps.push(['requested', 'accepted', began], ['accepted', 'underway', began], ['underway', 'completed', ago(world, closed[1])])
  for (const [fromState, toState, at] of steps)
    await tx.supportRequestChange.create({
      data: { requestId: id, fromState, toState, byRole: fromState === null ? 'candidate' : 'system', at },
      select: { id: true },
    })
}
