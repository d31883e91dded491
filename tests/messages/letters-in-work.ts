import { db } from '../../src/core/db.ts'
import { aPairing } from '../support/pairings.ts'
import { NOW, toStaff, type Case, type Cases } from './letters.ts'

const offer: Case = async ({ id: candidateId }) => {
  const deferred = { candidateId, route: 'constable', stage: 'sift', state: 'deferred', source: 'import', happenedOn: NOW, recordedAt: NOW }
  const file = { state: 'running', encoding: 'utf-8', separator: ',', lines: 1, mapping: {}, madeAt: NOW, confirmedAt: NOW }
  const { id: importId } = await db.stageImport.create({ data: file, select: { id: true } })
  await db.stageRecord.create({ data: { ...deferred, importId, until: new Date('2027-06-01') }, select: { id: true } })
  const made = await db.supportOffer.findFirstOrThrow({ where: { candidateId } })
  return { about: made.id, says: ['WE ARE STILL HERE', 'Open until: 1 June 2027'] }
}

const keepInTouch: Case = async ({ id: candidateId }) => {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const { accountId, to } = await toStaff('supporter')
  const ready = { state: 'approved', kinds: ['buddy'], decidedAt: NOW, trainedUntil: new Date('2099-01-01') }
  const row = { accountId, volunteeredAt: NOW, changedAt: NOW }
  await db.supporter.upsert({ where: { accountId }, create: row, update: {} })
  await db.supporter.update({ where: { accountId }, data: ready })
  const pairing = await aPairing({ candidateId, supporterId: accountId })
  return { about: pairing.id, to, reader: { accountId, role: 'supporter' }, says: ['ZEBEDEE WOULD BE GLAD OF A WORD NOW AND THEN'] }
}

const arranged: Case = async ({ id: candidateId }) => {
  const start = { candidateId, route: 'constable', stage: 'start', state: 'passed', source: 'candidate', recordedAt: NOW }
  await db.stageRecord.create({ data: { ...start, happenedOn: new Date('2026-01-05') }, select: { id: true } })
  const wish = { candidateId, kind: 'promotion', wantedAt: NOW, dueAt: NOW, changedAt: NOW, changedByRole: 'candidate' }
  const { id } = await db.progressWish.create({ data: wish, select: { id: true } })
  await db.progressWish.update({ where: { id }, data: { state: 'arranged', arranged: 'never in a letter', changedByRole: 'coordinator' } })
  return { about: id, says: ['WE HAVE ARRANGED WHAT YOU ASKED FOR'] }
}

/** What is told of offers, and of what comes after the first year. */
export const inWorkCases: Cases = { 'inWork.offer': offer, 'inWork.keepInTouch': keepInTouch, 'inWork.arranged': arranged }
