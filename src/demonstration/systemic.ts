import { daysAfter, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'

export type World = { force: ForceProfile; now: Date; people: Map<string, string>; staff: Map<string, string> }

type DemoBarrier = {
  title: string
  kind: string
  routes?: string[]
  about: string
  sources?: string
  by: string
  made: number // days before now, as all below
  cases: string[]
  /** Each step in turn, with what is written then; a number is a day, counted from now. */
  steps: [string, number, Record<string, string | number>][]
  told?: { youSaid: string; weDid: string; by: string; at: number; approvedBy?: string }
}

const barriers: DemoBarrier[] = [
  {
    ...{
      title: 'No way to the fitness test without a car',
      kind: 'transport',
      routes: ['constable', 'pcso'],
      by: 'Priya Nair',
      made: 85,
    },
    about: 'The test began at eight, and the first bus comes at half past.',
    sources: 'Seven comments after the spring workshops.',
    cases: ['Bethan Rhys-Jones, transport', 'Daniel Whitmore, transport'],
    steps: [
      ['evidenced', 84, { evidence: 'People without a car come late or not at all; nobody with one does.' }],
      ['decided', 80, { decision: 'change', decisionWords: 'Every second test begins at ten.', remeasureOn: -10 }],
      ['changed', 70, { changeWords: 'Two of four tests a month begin at ten, and the letter names the bus.', changedOn: -70 }],
      ['remeasured', 9, { beforeWords: '4 of 20 did not come', afterWords: '1 of 22 did not come', result: 'gone' }],
      ['closed', 8, {}],
    ],
    told: {
      ...{ by: 'Priya Nair', at: 7, approvedBy: 'Sian Prosser', youSaid: 'I cannot get to the fitness test at eight without a car.' },
      weDid: 'Every second test begins at ten now, and the letter says which bus gets you there. Far more people come.',
    },
  },
  {
    ...{ title: 'Workshops in half-term', kind: 'childcare', by: 'Marcus Bell', made: 50, cases: ['Farah Siddiqui, childcare'] },
    about: 'Series are planned without the school calendar, so parents miss the middle of them.',
    sources: 'The survey after the autumn series.',
    steps: [
      ['evidenced', 48, { evidence: 'Parents were twice as likely to miss the third workshop.' }],
      [
        'decided',
        45,
        { decision: 'change', decisionWords: 'No workshop in half-term, and one evening online in each series.', remeasureOn: 0 },
      ],
      ['changed', 42, { changeWords: 'The planning sheet has the school holidays in it, and no date is taken from them.', changedOn: -42 }],
    ],
    told: {
      ...{ by: 'Marcus Bell', at: 1, youSaid: 'The workshops fall into half-term, when I have nobody for the children.' },
      weDid: 'We plan round the school holidays now, and one evening of each series is online.',
    },
  },
  {
    ...{
      title: 'Certificates from abroad',
      kind: 'credentialRecognition',
      by: 'Priya Nair',
      made: 15,
      cases: ['Magdalena Nowak, credentialRecognition'],
    },
    about: 'Nobody tells people what a degree or licence from abroad counts as, or whom to ask.',
    steps: [['evidenced', 12, { evidence: 'Each of them was sent from one office to another and back.' }]],
  },
  {
    ...{
      title: 'Paying for the medical',
      kind: 'cost',
      by: 'Sian Prosser',
      made: 200,
      cases: [],
      sources: 'Messages from the contact page.',
    },
    about: 'People ask whether the fare to the medical can be paid beforehand.',
    steps: [
      ['evidenced', 199, { evidence: 'It is asked every month.' }],
      [
        'decided',
        190,
        {
          decision: 'noChange',
          decisionWords: 'the fare is paid back within a week; paying beforehand is not allowed by the finance rules.',
          remeasureOn: -20,
        },
      ],
      [
        'remeasured',
        19,
        { beforeWords: 'Asked every month', afterWords: 'Asked less, as the letter says when the money comes', result: 'less' },
      ],
      ['closed', 18, {}],
    ],
    told: {
      ...{
        by: 'Priya Nair',
        at: 17,
        approvedBy: 'Ruth Adeyemi',
        youSaid: 'Can you pay for the journey to the medical before I make it?',
      },
      weDid: 'We may not pay beforehand. The letter now says that the money comes back within a week, and the team can lend a ticket.',
    },
  },
]

/** The register: one closed and told, one to measure again today, one that is new, and an honest no. */
export async function addSystemic(tx: Tx, world: World, cases: Map<string, string>): Promise<void> {
  for (const given of barriers) await addOne(tx, world, given, cases)
}

async function addOne(tx: Tx, { now, staff, force }: World, given: DemoBarrier, cases: Map<string, string>): Promise<void> {
  const idOf = (name: string) => staff.get(name) ?? ''
  const [ownerId, madeAt] = [idOf(given.by), daysAfter(now, -given.made)]
  const on = (days: number) => new Date(`${londonDay(daysAfter(now, days))}T00:00:00Z`)
  const dated = (extra: Record<string, string | number>) =>
    Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, typeof value === 'number' ? on(value) : value]))
  const by = { changedById: ownerId, changedByRole: 'coordinator' }
  const { title, kind, about, sources = '' } = given
  const routes = (given.routes ?? []).filter((id) => force.routes.some((route) => route.id === id))
  const { id: systemicId } = await tx.systemicBarrier.create({
    data: { title, kind, routes, about, sources, ownerId, madeAt, madeById: ownerId, changedAt: madeAt, ...by },
    select: { id: true },
  })
  for (const name of given.cases)
    await tx.systemicLink.create({
      data: { systemicId, caseId: cases.get(name) ?? '', linkedAt: madeAt, linkedById: ownerId },
      select: { id: true },
    })
  for (const [state, days, extra] of given.steps) {
    const at = daysAfter(now, -days)
    const times = {
      ...(state === 'decided' && { decidedAt: at, decidedById: ownerId }),
      ...(state === 'remeasured' && { remeasuredAt: at }),
      ...(state === 'closed' && { closedAt: at }),
    }
    await tx.systemicBarrier.update({
      where: { id: systemicId },
      data: { state, ...dated(extra), ...times, changedAt: at, ...by },
      select: { id: true },
    })
  }
  if (given.told) await tell(tx, { now, staff }, systemicId, given.told)
}

async function tell(
  tx: Tx,
  { now, staff }: Pick<World, 'now' | 'staff'>,
  systemicId: string,
  { youSaid, weDid, by: author, at, approvedBy }: NonNullable<DemoBarrier['told']>,
): Promise<void> {
  const idOf = (name: string) => staff.get(name) ?? ''
  const { id } = await tx.toldEntry.create({
    data: { systemicId, youSaid, weDid, proposedAt: daysAfter(now, -at), proposedById: idOf(author) },
    select: { id: true },
  })
  if (approvedBy !== undefined) {
    const decision = { state: 'published', decidedAt: daysAfter(now, -at + 1), decidedById: idOf(approvedBy) }
    await tx.toldEntry.update({ where: { id }, data: decision, select: { id: true } })
  }
}
