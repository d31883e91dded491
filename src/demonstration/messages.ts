import { daysAfter, instantAt, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; coordinatorId: string }
type Said = { side: 'candidate' | 'team'; inDays: number; from: string; body: string }
type Talk = {
  with: string
  subject: string
  state: 'waitingTeam' | 'waitingCandidate' | 'closed'
  owned: boolean
  unread?: boolean
  said: Said[]
}

const talks: Talk[] = [
  {
    ...{ with: 'Amara Okafor', subject: 'Getting to the training centre', state: 'closed', owned: true },
    said: [
      {
        side: 'candidate',
        inDays: -15,
        from: '19:10',
        body: 'Hello, is there a bus that stops near the centre? I come from Runcorn, without a car.',
      },
      {
        ...{ side: 'team', inDays: -14, from: '09:35' },
        body: 'Hello Amara, yes: there is a stop at the gate, and a bus from the station every half hour until 10pm.\n\nIf the last one would be tight, tell us and we will think of something.',
      },
      { side: 'candidate', inDays: -14, from: '12:20', body: 'That is all I needed, thank you!' },
    ],
  },
  {
    ...{ with: 'Samir Haddad', subject: 'Childcare on Saturdays', state: 'waitingTeam', owned: true, unread: true },
    said: [
      {
        ...{ side: 'candidate', inDays: -3, from: '20:40' },
        body: 'Most of the dates are on Saturdays and I have nobody to look after my daughter then. Is there one on a weekday morning, or may I bring her?',
      },
    ],
  },
  {
    ...{ with: 'Magdalena Nowak', subject: 'My degree is from Poland', state: 'waitingTeam', owned: false, unread: true },
    said: [
      { side: 'candidate', inDays: -1, from: '18:05', body: 'Do I need a paper that says what my degree is worth here? Who gives it?' },
    ],
  },
  {
    ...{ with: 'Ines Carvalho', subject: 'Trying again after the sift', state: 'waitingCandidate', owned: true, unread: true },
    said: [
      {
        ...{ side: 'team', inDays: -4, from: '11:00' },
        body: 'Hello Ines, we saw that the sift did not go your way this time. Many people pass on the second try.\n\nWould you like an hour with somebody who knows the test? Pick any afternoon next week.',
      },
    ],
  },
]

const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)

/** Conversations in every state: closed, waiting for the team with and without an owner, and not read by the person yet. */
async function addTalk(tx: Tx, { force, now, people, coordinatorId }: World, talk: Talk): Promise<void> {
  const said = talk.said.map((each) => ({ ...each, at: at(now, each.inDays, each.from) }))
  const [first, last] = [said[0], said.at(-1)]
  if (!first || !last) return
  const seen = (at: Date) => new Date(at.getTime() + 3_600_000)
  await tx.thread.create({
    data: {
      ...{ candidateId: people.get(talk.with) ?? '', subject: talk.subject, state: talk.state, begunBy: first.side, begunAt: first.at },
      ...{ lastAt: last.at, ownerId: talk.owned ? coordinatorId : null },
      dueAt: talk.state === 'waitingTeam' ? workingDaysAfter(first.at, force.replyDays) : null,
      noticedAt: talk.state === 'waitingCandidate' ? last.at : null,
      closedAt: talk.state === 'closed' ? seen(last.at) : null,
      messages: {
        create: said.map(({ side, body, at }, i) => ({
          ...{ side, body, at, byId: side === 'team' ? coordinatorId : null },
          readAt: talk.unread === true && i === said.length - 1 ? null : seen(at),
        })),
      },
    },
  })
}

export async function addMessages(tx: Tx, world: World): Promise<void> {
  for (const talk of talks) await addTalk(tx, world, talk)
}
