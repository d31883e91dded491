import { randomUUID } from 'node:crypto'
import request from 'supertest'
import type { Express } from 'express'
import type { MemberRole, Role } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import type { Route } from '../../src/core/http.ts'
import { demoAccounts, fillDemonstration } from '../../src/demonstration/fill.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aSession } from './people.ts'

const force = profileOf('cheshire')
const passwordFor = () => 'never used here'
export const everyRole: Role[] = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']
export type Ids = Record<string, string>
export type Sessions = Map<Role, { cookie: string; csrf: string }>

export const fillFor = (now: Date) => db.$transaction((tx) => fillDemonstration(tx, { force, now, passwordFor }), { timeout: 60_000 })

/** One person of each role, signed in; a visitor has a session too, so that what answers is the permission and not a missing token. */
export async function signEverybodyIn(app: Express): Promise<Sessions> {
  const sessions: Sessions = new Map()
  for (const role of everyRole) {
    const { email } = demoAccounts({ force, passwordFor }).find((account) => account.role === role) ?? {}
    if (email !== undefined)
      sessions.set(role, await aSession((await db.account.findUniqueOrThrow({ where: { emailKey: email } })).id, role as MemberRole))
  }
  const page = await request(app).get('/sign-in')
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  sessions.set('visitor', { csrf, cookie: page.headers['set-cookie']?.[0]?.split(';')[0] ?? '' })
  return sessions
}

/** What stands for each part of an address: this candidate's own, and what belongs to nobody in particular. */
export async function idsOf(name: string): Promise<Ids> {
  const include = { requests: true, memberships: true, stages: true, looks: true } as const
  const candidate = await db.candidate.findFirstOrThrow({ where: { name }, include })
  const workshop = await db.workshop.findFirstOrThrow({ where: { title: 'Fitness test practice' } })
  const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id } })
  return {
    ...{ candidateId: candidate.id, placeId: place.id, workshopId: workshop.id, lookId: candidate.looks[0]?.id ?? randomUUID() },
    requestId: candidate.requests[0]?.id ?? randomUUID(),
    membershipId: candidate.memberships[0]?.id ?? randomUUID(),
    importId: (await db.stageImport.findFirstOrThrow()).id,
    mappingId: (await db.stageImportMapping.findFirstOrThrow()).id,
    planId: (await db.plannedStage.findFirstOrThrow()).id,
    followUpId: (await db.stageFollowUp.findFirstOrThrow()).id,
    recordId: candidate.stages[0]?.id ?? randomUUID(),
    cohortId: (await db.cohort.findFirstOrThrow()).id,
    programmeId: (await db.programme.findFirstOrThrow()).id,
    threadId: (await db.thread.findFirst({ where: { candidateId: candidate.id } }))?.id ?? randomUUID(),
    templateId: (await db.messageTemplate.findFirst())?.id ?? randomUUID(),
    mailingId: (await db.mailing.findFirst())?.id ?? randomUUID(),
    failureId: (await db.emailFailure.findFirst())?.id ?? randomUUID(),
    noteId: (await db.note.findFirst({ where: { candidateId: candidate.id } }))?.id ?? randomUUID(),
    taskId: (await db.task.findFirst({ where: { candidateId: candidate.id } }))?.id ?? randomUUID(),
    accountId: (await db.account.findFirstOrThrow({ where: { name: 'Colin Reeve' } })).id,
    invitationId: (await db.invitation.findFirstOrThrow({ orderBy: { id: 'asc' } })).id,
    settingsVersion: '0',
    messageId: (await db.contactMessage.findFirstOrThrow()).id,
    emailId: (await db.email.findFirstOrThrow({ where: { candidateId: candidate.id } })).id,
    pairId: (await db.duplicatePair.findFirst())?.id ?? randomUUID(),
    mergeId: (await db.merge.findFirst())?.id ?? randomUUID(),
    tellingId: (await db.telling.findFirst())?.id ?? randomUUID(),
    ...{ filterId: (await db.savedFilter.findFirst())?.id ?? randomUUID(), batchId: (await db.batch.findFirst())?.id ?? randomUUID() },
    ...{ purpose: 'news', kind: 'insight', step: 'areas', link: 'no.link' },
  }
}

export const nobodys = (): Ids => new Proxy({}, { get: () => randomUUID() })
export const addressFor = ({ path }: Route, ids: Ids) =>
  path.replaceAll(/:(\w+)/g, (_all, name: string) => ids[name] ?? ids['workshopId'] ?? '')

/** Asks for an address as someone of this role; a POST carries their token and what is given. */
export function visit(app: Express, sessions: Sessions, role: Role, { method }: Route, address: string, values: object = {}) {
  const { cookie, csrf } = sessions.get(role) ?? { cookie: '', csrf: '' }
  const asked =
    method === 'get'
      ? request(app).get(address)
      : request(app)
          .post(address)
          .type('form')
          .send({ _csrf: csrf, ...values })
  return asked.set('Cookie', cookie)
}
