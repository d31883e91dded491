import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'

type World = { now: Date; people: Map<string, string>; ownerId: string }
type Hope = { code?: string; words?: string; candidate?: string; team?: string; said?: string }
/** Days count from today. */
type Story = { who: string; kind: string; asked: number; beganWith: string; to: string; day: number; hopes: Hope[] } & {
  note?: string
  reviewIn?: number
  resumeAsked?: number
}

const stories: Story[] = [
  {
    ...{ who: 'Farah Siddiqui', kind: 'coaching', asked: -31, beganWith: 'First session', to: 'paused', day: -15, reviewIn: 0 },
    hopes: [{ code: 'chooseRoute' }, { words: 'Stop doubting that I am the type' }],
  },
  {
    ...{ who: 'Magdalena Nowak', kind: 'roleModel', asked: -22, beganWith: 'First call', to: 'paused', day: -10 },
    ...{ reviewIn: 40, resumeAsked: -1 },
    hopes: [{ code: 'hearStory' }],
  },
  {
    ...{ who: 'Jun-ho Park', kind: 'roleModel', asked: -28, beganWith: 'Talk with a special constable', to: 'completed', day: -6 },
    note: 'I work nights, so late mornings are best.',
    hopes: [
      { code: 'askFreely', candidate: 'achieved', said: 'I asked about prayer on night shifts and got a real answer.' },
      { code: 'encouraged', candidate: 'partly' },
    ],
  },
  {
    ...{ who: 'Kezia Thompson', kind: 'coaching', asked: -25, beganWith: 'First session', to: 'completed', day: -3 },
    hopes: [
      { code: 'nextStep', team: 'achieved' },
      { code: 'balance', team: 'partly', said: 'The shifts are still to be talked through.' },
    ],
  },
]

/** What those who asked hope for, one pause to look at today, one to carry on with, and hopes that each side has scored. */
export async function addRequestStories(tx: Tx, world: World): Promise<void> {
  await tx.$executeRaw`UPDATE support_requests r SET began_at = c.at FROM (SELECT request_id, min(at) AS at FROM support_request_changes
    WHERE to_state = 'underway' GROUP BY request_id) c WHERE c.request_id = r.id AND r.began_at IS NULL`
  for (const story of stories) await addStory(tx, world, story)
  await addToTheirs(tx, world)
}

async function addStory(tx: Tx, { now, people, ownerId }: World, story: Story): Promise<void> {
  const { who, kind, asked, beganWith, to, day, hopes, note, reviewIn, resumeAsked } = story
  const at = (days: number) => daysAfter(now, days)
  const reviewOn = reviewIn === undefined ? null : new Date(`${londonDay(at(reviewIn))}T00:00:00Z`)
  const [answered, began] = [asked + 2, asked + 9]
  const byTeam = { byId: ownerId, byRole: 'coordinator' }
  const { id } = await tx.supportRequest.create({
    data: {
      ...{ candidateId: people.get(who) ?? '', kind, ownerId, state: to, note: note ?? null, reviewOn },
      ...{
        requestedAt: at(asked),
        dueAt: workingDaysAfter(at(asked), 5),
        answeredAt: at(answered),
        beganAt: at(began),
        changedAt: at(day),
      },
      resumeAskedAt: resumeAsked === undefined ? null : at(resumeAsked),
      changes: {
        create: [
          { toState: 'requested', byRole: 'candidate', at: at(asked) },
          { fromState: 'requested', toState: 'accepted', ...byTeam, at: at(answered) },
          { fromState: 'accepted', toState: 'underway', detail: beganWith, ...byTeam, at: at(began) },
          { fromState: 'underway', toState: to, onDay: reviewOn, ...byTeam, at: at(day) },
        ],
      },
    },
  })
  await addHopes(tx, id, hopes, { addedAt: at(asked), scoredAt: at(day + 1) })
}

async function addHopes(tx: Tx, requestId: string, hopes: Hope[], { addedAt, scoredAt }: { addedAt: Date; scoredAt: Date }) {
  for (const [i, { code, words, candidate, team, said }] of hopes.entries()) {
    const scores = [...(candidate ? [{ side: 'candidate', score: candidate }] : []), ...(team ? [{ side: 'team', score: team }] : [])]
    await tx.requestOutcome.create({
      data: {
        ...{ requestId, position: i + 1, code: code ?? null, words: words ?? null, byRole: 'candidate', addedAt },
        scores: { create: scores.map((score) => ({ ...score, words: said ?? null, at: scoredAt })) },
      },
    })
  }
}

/** What is hoped for from requests that are there already, and what could be had instead of one. */
async function addToTheirs(tx: Tx, { now, people }: World): Promise<void> {
  const find = (who: string, kind: string) => tx.supportRequest.findFirst({ where: { candidateId: people.get(who) ?? '', kind } })
  const hopes: [string, string, Hope[]][] = [
    ['Amara Okafor', 'insight', [{ code: 'knowSteps' }, { code: 'confident' }, { words: 'Speak up in a group' }]],
    ['Amara Okafor', 'application', [{ code: 'readyForm' }]],
    ['Bethan Rhys-Jones', 'insight', [{ code: 'decide' }]],
    ['Daniel Whitmore', 'insight', [{ code: 'knowJob' }, { code: 'meetPeople' }]],
  ]
  for (const [who, kind, wanted] of hopes) {
    const request = await find(who, kind)
    if (request) await addHopes(tx, request.id, wanted, { addedAt: request.requestedAt, scoredAt: now })
  }
  const shadowing = await find('Daniel Whitmore', 'shadowing')
  if (shadowing)
    await tx.requestAlternative.createMany({ data: ['roleModel', 'networks'].map((kind) => ({ requestId: shadowing.id, kind })) })
}
