import { daysAfter, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { Mapping } from '../features/stages/rules/mapping.ts'

type Given = { now: Date; people: Map<string, string>; coordinatorId: string }

const mapping: Mapping = {
  columns: {
    reference: 'Application ID',
    email: 'E-mail',
    route: 'Campaign',
    stage: 'Status',
    date: 'Status date',
    until: 'Deferred until',
  },
  dates: 'dmy',
  meanings: {
    route: [
      ['Constable 2026', 'constable'],
      ['Special Constabulary', 'special'],
      ['PCSO', 'pcso'],
      ['Police staff', 'staff'],
      ['Detective', 'detective'],
    ],
    stage: [],
    state: [],
    result: [
      ['Application - Received', 'application inProgress'],
      ['Application - Pass', 'application passed'],
      ['Sift - Pass', 'sift passed'],
      ['Sift - Fail', 'sift notPassed'],
      ['Interview - Pass', 'interview passed'],
      ['Shortlist - Deferred', 'shortlist deferred'],
      ['Duplicate', '-'],
    ],
  },
}

const imported = [
  { name: 'Farah Siddiqui', reference: 'CH-204417', route: 'detective', stage: 'application', state: 'passed', on: 20 },
  { name: 'Jun-ho Park', reference: 'CH-204452', route: 'special', stage: 'application', state: 'notPassed', on: 6 },
  { name: 'Kezia Thompson', reference: 'CH-204460', route: 'constable', stage: 'application', state: 'passed', on: 9 },
  { name: 'Samir Haddad', reference: 'CH-204471', route: 'staff', stage: 'shortlist', state: 'deferred', on: 8, until: 3 },
]

const leftOver = [
  { line: 5, outcome: 'unmatched', problem: 'noMatch', reference: 'CH-204465', email: 'r.ashworth@people.example' },
  { line: 7, outcome: 'error', problem: 'date', heading: 'Status date', cell: '31/02/2026' },
]

const dayOf = (date: Date) => new Date(`${londonDay(date)}T00:00:00Z`)

/** A mapping by name, an import that finished this morning, a stage in dispute, a deferral that ends soon and a date to come. */
export async function addStages(tx: Tx, { now, people, coordinatorId }: Given): Promise<void> {
  const saved = await tx.stageImportMapping.create({
    data: { name: 'Weekly export', nameKey: 'weekly export', mapping, changedAt: daysAfter(now, -40), changedById: coordinatorId },
    select: { id: true, name: true },
  })
  const at = new Date(now.getTime() - 3 * 3_600_000)
  const { id: importId } = await tx.stageImport.create({
    data: {
      ...{ byId: coordinatorId, madeAt: at, confirmedAt: at, endedAt: at, state: 'finished', fileName: 'results.csv' },
      ...{ encoding: 'UTF-8', separator: ',', lines: 7, mappingId: saved.id, mappingName: saved.name, mapping, goodOnly: true },
      counts: { new: 3, conflict: 1, there: 1, unmatched: 1, error: 1, leftOut: 0 },
      ...{ doneRows: 4, savedRows: 4 },
    },
    select: { id: true },
  })
  await tx.stageImportRow.createMany({ data: leftOver.map((row) => ({ ...row, importId })) })
  for (const { name, reference, route, stage, state, on, until } of imported) {
    const candidateId = people.get(name) ?? ''
    await tx.candidate.update({ where: { id: candidateId }, data: { recruitmentReference: reference } })
    const ends = until === undefined ? null : dayOf(daysAfter(now, until))
    const { id: recordId } = await tx.stageRecord.create({
      data: {
        ...{ candidateId, route, stage, state, happenedOn: dayOf(daysAfter(now, -on)), until: ends },
        ...{ source: 'import', importId, byId: coordinatorId, recordedAt: at },
      },
      select: { id: true },
    })
    if (ends) await tx.stageFollowUp.create({ data: { candidateId, recordId, kind: 'deferral', dueOn: ends, madeAt: at } })
  }
  await addOwn(tx, now, people)
}

/** What candidates told themselves: the other side of the dispute, and a day that is coming up. */
async function addOwn(tx: Tx, now: Date, people: Map<string, string>): Promise<void> {
  const at = daysAfter(now, -4)
  await tx.stageRecord.create({
    data: {
      ...{ candidateId: people.get('Jun-ho Park') ?? '', route: 'special', stage: 'application', state: 'passed', source: 'candidate' },
      ...{ happenedOn: dayOf(at), recordedAt: at },
    },
  })
  await tx.plannedStage.create({
    data: {
      ...{ candidateId: people.get('Kezia Thompson') ?? '', route: 'constable', stage: 'onlineAssessment', source: 'candidate' },
      ...{ expectedOn: dayOf(daysAfter(now, 16)), recordedAt: at },
    },
  })
}
