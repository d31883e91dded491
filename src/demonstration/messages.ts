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

const letters = [
  {
    ...{ name: 'What to bring', purpose: 'service', subject: 'Before your first workshop' },
    body: 'Hello {firstName},\n\nit is nearly time. Wear what you like, bring something to write with, and come as early as you want: somebody is there half an hour before.\n\nIf anything is in the way, ring {teamPhone}.\n\nThe {teamName}',
  },
  {
    ...{ name: 'Unfinished questions', purpose: 'reminder', subject: 'A few questions are left' },
    body: 'Hello {firstName},\n\nyou began to tell us what would help you. A few questions are left. You can skip any of them.\n\nThe {teamName}',
  },
  {
    ...{ name: 'New dates', purpose: 'news', subject: 'New workshop dates' },
    body: 'Hello {firstName},\n\nthere are new dates, some of them on weekday mornings. You find them on our site under Workshops.\n\nThe {teamName}, {force}',
  },
]

const gotIt = ['Amara Okafor', 'Bethan Rhys-Jones', 'Daniel Whitmore', 'Farah Siddiqui', 'Kezia Thompson']

/** Three templates, and a letter to the cohort that went out before its first workshop: all but one got it. */
async function addLetters(tx: Tx, { now, people, coordinatorId: byId }: World): Promise<void> {
  const written = daysAfter(now, -40)
  const versions = []
  for (const { name, purpose, subject, body } of letters) {
    const template = await tx.messageTemplate.create({ data: { name, createdAt: written }, select: { id: true } })
    const data = { templateId: template.id, number: 1, purpose, subject, body, byId, at: written }
    versions.push(await tx.messageTemplateVersion.create({ data, select: { id: true, subject: true } }))
  }
  const [version] = versions
  if (!version) return
  const [confirmedAt, endedAt] = [at(now, -12, '10:00'), at(now, -12, '10:02')]
  const cohort = await tx.cohort.findFirstOrThrow({ select: { id: true } })
  const mailing = await tx.mailing.create({
    data: { versionId: version.id, filter: { cohort: cohort.id }, state: 'sent', byId, createdAt: confirmedAt, confirmedAt, endedAt },
    select: { id: true },
  })
  for (const name of gotIt)
    await addSent(tx, { mailingId: mailing.id, candidateId: people.get(name) ?? '', subject: version.subject, sentAt: endedAt })
  const held = people.get('Jun-ho Park') ?? ''
  await tx.contactHold.create({ data: { candidateId: held, reason: 'asked', byId, beganAt: at(now, -20, '15:00') } })
  await tx.mailingRecipient.create({
    data: { mailingId: mailing.id, candidateId: held, outcome: 'excluded', reason: 'onHold', at: confirmedAt },
  })
}

type Sent = { mailingId: string; candidateId: string; subject: string; sentAt: Date }

async function addSent(tx: Tx, { mailingId, candidateId, subject, sentAt }: Sent): Promise<void> {
  const { accountId } = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { accountId: true } })
  const email = await tx.email.create({
    data: { accountId, candidateId, kind: 'mailing.service', aboutId: mailingId, state: 'sent', subject, createdAt: sentAt, sentAt },
    select: { id: true },
  })
  await tx.mailingRecipient.create({ data: { mailingId, candidateId, outcome: 'queued', emailId: email.id, at: sentAt } })
}

export async function addMessages(tx: Tx, world: World): Promise<void> {
  for (const talk of talks) await addTalk(tx, world, talk)
  await addLetters(tx, world)
}
