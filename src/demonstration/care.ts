import { daysAfter, londonDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'

type Given = { now: Date; people: Map<string, string>; staff: Map<string, string> }

/** Who looks after whom, from how many days ago; the last of somebody's is how it stands. */
const assignments: { person: string; to: string; days: number; reason?: string }[] = [
  { person: 'Amara Okafor', to: 'Marcus Bell', days: 46 },
  { person: 'Amara Okafor', to: 'Priya Nair', days: 30, reason: 'routeOrArea' },
  { person: 'Bethan Rhys-Jones', to: 'Priya Nair', days: 38 },
  { person: 'Farah Siddiqui', to: 'Marcus Bell', days: 30 },
  { person: 'Jun-ho Park', to: 'Priya Nair', days: 28 },
  { person: 'Kezia Thompson', to: 'Marcus Bell', days: 25 },
  { person: 'Samir Haddad', to: 'Marcus Bell', days: 17 },
]

const notes: { person: string; by: string; days: number; text: string; corrected?: string; struck?: string }[] = [
  {
    person: 'Amara Okafor',
    by: 'Priya Nair',
    days: 27,
    text: 'Rang to say hello. Works shifts until February, so evenings suit best. Would like her buddy to be somebody who joined after another career.',
  },
  {
    ...{
      person: 'Amara Okafor',
      by: 'Priya Nair',
      days: 12,
      text: 'Asked about parking at the training centre. Told her there are 20 spaces at the back.',
    },
    corrected: 'There are 12 spaces, and two of them are for blue badges. Told her so by phone.',
  },
  {
    ...{ person: 'Amara Okafor', by: 'Marcus Bell', days: 9, text: 'Sent the list of reading for the sift.' },
    struck: 'This was about somebody else.',
  },
  { person: 'Jun-ho Park', by: 'Priya Nair', days: 10, text: 'Handouts for the next workshop go out in large print a week before.' },
  {
    person: 'Samir Haddad',
    by: 'Marcus Bell',
    days: 6,
    text: 'Came to the open evening with his sister. Wants to hear about jobs with flexible hours.',
  },
]

/** Tasks, and in how many days they fall due; past ones are late. */
const tasks: { title: string; with: string; due: number; person?: string; done?: boolean }[] = [
  { title: 'Ring about a buddy who has changed careers', with: 'Priya Nair', due: 0, person: 'Amara Okafor' },
  { title: 'Send the reading list again, in large print', with: 'Priya Nair', due: -2, person: 'Jun-ho Park' },
  { title: 'Ask the training centre about step-free parking', with: 'Priya Nair', due: 3 },
  { title: 'Ring to talk through the sift', with: 'Marcus Bell', due: 1, person: 'Farah Siddiqui' },
  { title: 'Order badges for the next open evening', with: 'Sian Prosser', due: 12 },
  { title: 'Send directions to the first workshop', with: 'Priya Nair', due: -8, person: 'Amara Okafor', done: true },
]

/** A message that was answered from here, and a journalist's; the rest of the queue waits. */
async function addAnswered(tx: Tx, { now, staff }: Given): Promise<void> {
  const at = daysAfter(now, -5)
  const by = { byId: staff.get('Marcus Bell') ?? '', byRole: 'coordinator', at: daysAfter(now, -4) }
  await tx.contactMessage.create({
    data: {
      ...{ topic: 'recruitment', name: 'Rhian Pugh', email: 'rhian.pugh@people.example', receivedAt: at, dueAt: workingDaysAfter(at, 5) },
      message: 'Can I apply while I am still at college? I am seventeen.',
      ...{ state: 'closed', outcome: 'answered', closedAt: by.at, answeredAt: by.at, ownerId: by.byId },
      replies: {
        create: [
          { kind: 'note', text: 'Asked Sian about the age, to be sure.', ...by },
          {
            kind: 'reply',
            text: 'Yes, you can apply at seventeen, and join at eighteen.\n\nCome to an open evening first: the dates are on the site.',
            ...by,
          },
        ],
      },
    },
  })
  await tx.contactMessage.create({
    data: {
      ...{ topic: 'press', name: 'Lewis Grant', email: 'lewis.grant@people.example', receivedAt: daysAfter(now, -1) },
      message: 'I write for the community paper. Could somebody tell our readers about the next open evening?',
      dueAt: workingDaysAfter(daysAfter(now, -1), 5),
    },
  })
}

/** The team's own work on the made-up people: who looks after whom, notes, and tasks. */
export async function addCare(tx: Tx, given: Given): Promise<void> {
  await addAssignments(tx, given)
  await addNotes(tx, given)
  await addTasks(tx, given)
  await addAnswered(tx, given)
}

async function addAssignments(tx: Tx, { now, people, staff }: Given): Promise<void> {
  const owners = new Map<string, string>()
  for (const { person, to, days, reason } of assignments) {
    const candidateId = people.get(person) ?? ''
    const toId = staff.get(to) ?? ''
    const by = { byId: staff.get('Sian Prosser') ?? '', byRole: 'lead', at: daysAfter(now, -days) }
    await tx.assignment.create({ data: { candidateId, fromId: owners.get(person) ?? null, toId, reason: reason ?? null, ...by } })
    owners.set(person, toId)
  }
}

async function addNotes(tx: Tx, { now, people, staff }: Given): Promise<void> {
  for (const { person, by, days, text, corrected, struck } of notes) {
    const candidateId = people.get(person) ?? ''
    const author = { authorId: staff.get(by) ?? '', authorRole: 'coordinator' }
    const writtenAt = daysAfter(now, -days)
    const strike = struck === undefined ? {} : { struckAt: daysAfter(writtenAt, 1), struckById: author.authorId, strikeReason: struck }
    const note = await tx.note.create({ data: { candidateId, text, writtenAt, ...author, ...strike }, select: { id: true } })
    if (corrected === undefined) continue
    await tx.note.create({ data: { candidateId, text: corrected, writtenAt: daysAfter(writtenAt, 2), correctsId: note.id, ...author } })
  }
}

async function addTasks(tx: Tx, { now, people, staff }: Given): Promise<void> {
  for (const { title, with: who, due, person, done } of tasks) {
    const ownerId = staff.get(who) ?? ''
    const made = daysAfter(now, Math.min(due, 0) - 3)
    const dueOn = new Date(`${londonDay(daysAfter(now, due))}T00:00:00Z`)
    const doneAt = done === true ? daysAfter(now, due) : null
    const step = (what: string, at: Date) => ({ what, ownerId, dueOn, byId: ownerId, byRole: 'coordinator', at })
    await tx.task.create({
      data: {
        ...{ title, dueOn, ownerId, madeById: ownerId, madeAt: made, givenAt: made, doneAt },
        candidateId: person === undefined ? null : (people.get(person) ?? null),
        state: doneAt === null ? 'open' : 'done',
        changes: { create: [step('made', made), ...(doneAt === null ? [] : [step('done', doneAt)])] },
      },
    })
  }
}
