import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { savePreferences } from '../../src/features/mailings/commands/preferences.ts'
import { aCandidate, anAccount, asActor } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'
import { DAY, NOW, OTHER, STAFF, toStaff, type Case, type Cases, type Person } from './letters.ts'

type RequestGiven = Partial<Prisma.SupportRequestUncheckedCreateInput>

/** A request that has come to a state, looked after by somebody of the team, with what was hoped for where it was said. */
const request =
  (state: string, given: RequestGiven = {}, says: string[] = [], hopes = 0): Case =>
  async ({ id: candidateId }, force) => {
    const { id: ownerId } = await anAccount({ name: STAFF })
    const { id } = await aRequest(candidateId, { state, ownerId, ...given })
    for (let position = 1; position <= hopes; position += 1)
      await db.requestOutcome.create({ data: { requestId: id, position, words: 'To feel ready', byRole: 'candidate', addedAt: NOW } })
    const name = profileOf(force).support.find(({ kind }) => kind === 'insight')?.name ?? ''
    return { about: id, says: [`You asked for: ${name}`, ...says] }
  }

const history =
  (made: Case, change: { fromState: string; toState: string; reason?: string }): Case =>
  async (person, force) => {
    const asked = await made(person, force)
    await db.supportRequestChange.create({ data: { requestId: asked.about ?? '', byRole: 'coordinator', at: NOW, ...change } })
    return asked
  }

const instead: Case = async (person, force) => {
  const asked = await request('notOffered', { reason: 'other', words: 'It is full until June' }, ['Why: It is full until June'])(
    person,
    force,
  )
  await db.requestAlternative.create({ data: { requestId: asked.about ?? '', kind: 'mentoring' } })
  const name = profileOf(force).support.find(({ kind }) => kind === 'mentoring')?.name ?? ''
  return { ...asked, says: [...(asked.says ?? []), `Instead: ${name}`] }
}

const reviewOn = new Date('2027-05-03T00:00:00Z')
const reminder: Case = async () => {
  const owner = await toStaff()
  const ask = async (kind: string, given: RequestGiven = {}) => {
    const { id } = await aCandidate({ name: OTHER })
    return (await aRequest(id, { kind, ownerId: owner.accountId, ...given })).id
  }
  const late = [await ask('insight'), await ask('buddy')]
  const data = { late, soon: [await ask('coaching')], review: [await ask('mentoring', { state: 'paused', reviewOn })] }
  const says = ['2 requests have had no answer in time', '1 request needs an answer by the next working day', '1 pause is to be looked at']
  return { ...owner, data, says }
}

const today = new Date('2027-03-30T00:00:00Z')
const stageOf = (person: Person, given: Record<string, unknown>) => {
  const record = {
    candidateId: person.id,
    route: 'constable',
    stage: 'application',
    happenedOn: today,
    source: 'candidate',
    recordedAt: NOW,
  }
  return db.stageRecord.create({ data: { ...record, state: 'passed', ...given } })
}
const notPassed: Case = async (person) => {
  const { id } = await stageOf(person, { state: 'notPassed' })
  return { about: id, says: ['People can usually apply again from about', 'What may help:'] }
}
const withdrew =
  (reason: string, says: string): Case =>
  async (person) => {
    const { id } = await stageOf(person, { state: 'withdrew', reason })
    return { about: id, says: [says] }
  }
const followUp =
  (kind: 'deferral' | 'askAgain', given: Record<string, unknown>, says: string[]): Case =>
  async (person) => {
    const { id: recordId } = await stageOf(person, { happenedOn: new Date('2026-09-30'), ...given })
    const { id } = await db.stageFollowUp.create({ data: { candidateId: person.id, recordId, kind, dueOn: today, madeAt: NOW } })
    return { about: id, says }
  }

const unread: Case = async ({ id: candidateId }) => {
  const { accountId: byId } = await toStaff()
  const thread = {
    candidateId,
    subject: 'A place at a private matter',
    state: 'waitingCandidate',
    begunBy: 'team',
    begunAt: NOW,
    lastAt: NOW,
  }
  const messages = { create: { side: 'team', byId, body: 'It is about your private matter.', at: NOW } }
  const { id } = await db.thread.create({ data: { ...thread, messages } })
  return { about: id, says: ['The team has written to you.'] }
}
const waitingForTeam: Case = async () => {
  const owner = await toStaff()
  const { id: candidateId } = await aCandidate({ name: OTHER })
  const at = { begunAt: NOW, lastAt: NOW, dueAt: new Date('2027-04-02T10:00:00Z') }
  const thread = { candidateId, ownerId: owner.accountId, subject: 'A private matter', state: 'waitingTeam', begunBy: 'candidate', ...at }
  const messages = { create: { side: 'candidate', body: 'It is about a private matter.', at: NOW } }
  await db.thread.create({ data: { ...thread, messages } })
  return { ...owner, says: ['First answer due: 2 April 2027'] }
}
const due: Case = async () => {
  const owner = await toStaff()
  const { id: candidateId } = await aCandidate({ name: OTHER })
  const task = { candidateId, title: `Ring ${OTHER}`, ownerId: owner.accountId, givenAt: NOW, madeById: owner.accountId, madeAt: NOW }
  for (const dueOn of [today, new Date(today.getTime() - DAY)]) await db.task.create({ data: { ...task, dueOn } })
  return { ...owner, data: { day: '2027-03-30' }, says: ['1 task for Tuesday 30 March 2027', '1 task from before is still open'] }
}

const mailing =
  (purpose: 'service' | 'reminder' | 'news'): Case =>
  async (person, force) => {
    const profile = profileOf(force)
    await savePreferences(asActor(person), { reminders: true, news: purpose === 'news', contactBy: 'email' }, profile)
    const { accountId: byId } = await toStaff()
    const { id: templateId } = await db.messageTemplate.create({ data: { name: `About ${purpose} ${person.reference}`, createdAt: NOW } })
    const words = { subject: 'Something is on at {force}', body: 'Hello {firstName},\n\nring {teamPhone}. “Come” & see <us>.' }
    const { id: versionId } = await db.messageTemplateVersion.create({ data: { templateId, number: 1, purpose, at: NOW, ...words } })
    const { id } = await db.mailing.create({ data: { versionId, byId, state: 'sending', createdAt: NOW, confirmedAt: NOW } })
    return { about: id, says: ['Hello Zebedee,', `ring ${profile.contacts.team.phone}. “Come” & see <us>.`] }
  }

/** What is told of requests, stages, conversations and tasks, and what the team writes to many. */
export const supportCases: Cases = {
  'request.accepted': request('accepted', { words: 'We ring you on Monday' }, ['What happens next: We ring you on Monday', 'Perpetua is']),
  'request.underway': request('underway', { beganAt: NOW }, ['IT HAS BEGUN']),
  'request.underway, again': history(request('underway', { beganAt: NOW }, ['IT GOES ON']), { fromState: 'paused', toState: 'underway' }),
  'request.paused': request('paused', { reviewOn, words: 'Until May' }, ['We look at it again on: 3 May 2027', 'From the team: Until May']),
  'request.completed': request('completed', { beganAt: NOW }, ['Say how it went'], 2),
  'request.completed, nothing hoped for': request('completed', { beganAt: NOW }, ['See my request']),
  'request.withdrawn': request('withdrawn', { reason: 'notNow' }, ['Why: It is not the right time']),
  'request.withdrawn, as the team noted': request('withdrawn', { reason: 'stopped', beganAt: NOW }, ['Why: We had not seen you'], 1),
  'request.notOffered': request('notOffered', { reason: 'noCapacity' }, ['Why: Nobody is free to give it']),
  'request.notOffered, with something else': instead,
  'request.putBack': history(request('requested'), { fromState: 'accepted', toState: 'requested', reason: 'mistake' }),
  'requests.reminder': reminder,
  'stage.notPassed': notPassed,
  'stage.withdrew': withdrew('caring', 'What may help:'),
  'stage.withdrew, unwelcome': withdrew('unwelcome', 'Somebody outside the team:'),
  'stage.deferral': followUp('deferral', { state: 'deferred', until: today }, ['put off until 30 March 2027', 'what you told us']),
  'stage.deferral, as the team was told': followUp('deferral', { state: 'deferred', until: today, source: 'coordinator' }, [
    'we were told',
  ]),
  'stage.askAgain': followUp('askAgain', { state: 'withdrew', reason: 'notNow' }, ['no other follows it']),
  'conversation.unread': unread,
  'conversation.team': waitingForTeam,
  'mailing.service': mailing('service'),
  'mailing.reminder': mailing('reminder'),
  'mailing.news': mailing('news'),
  'tasks.due': due,
}
