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
  const { id: candidateId, requests, memberships, stages, looks } = candidate
  const workshop = await db.workshop.findFirstOrThrow({ where: { title: 'Fitness test practice' } })
  const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId } })
  return {
    ...{ candidateId, placeId: place.id, workshopId: workshop.id, lookId: idOf(looks[0]), requestId: idOf(requests[0]) },
    ...{ membershipId: idOf(memberships[0]), recordId: idOf(stages[0]) },
    ...(await idsOfTheirs(candidateId)),
    ...(await idsOfTheForce()),
    ...(await idsOfFirstYears()),
    ...(await idsOfTraining()),
    ...(await idsOfNetworks(candidateId)),
    ...{
      settingsVersion: '0',
      purpose: 'news',
      guideId: 'constable.sift',
      routeId: 'constable',
      stageId: 'sift',
      number: '0',
      kind: 'insight',
      step: 'areas',
      link: 'no.link',
    },
  }
}

/** A course, a certificate and a colleague's place. */
async function idsOfTraining(): Promise<Ids> {
  const [certificate, place] = await Promise.all([
    db.trainingCertificate.findFirst({ orderBy: { validUntil: 'desc' } }),
    db.staffPlace.findFirst({ where: { state: 'booked' } }),
  ])
  return { courseId: force.courses[0]?.id ?? '', certificateId: idOf(certificate), staffPlaceId: idOf(place) }
}

/** An id where there is such a thing, and one that leads nowhere where there is none. */
const idOf = (found: { id: string } | null | undefined): string => found?.id ?? randomUUID()

/** What else belongs to one candidate. */
async function idsOfTheirs(candidateId: string): Promise<Ids> {
  const where = { candidateId }
  return {
    oneToOneId: idOf(await db.oneToOne.findFirst({ where })),
    ...(await idsOfTheirBarriers(candidateId)),
    threadId: idOf(await db.thread.findFirst({ where })),
    noteId: idOf(await db.note.findFirst({ where })),
    taskId: idOf(await db.task.findFirst({ where })),
    emailId: idOf(await db.email.findFirst({ where })),
    ...(await idsOfTheirPairs(candidateId)),
    ...(await idsOfTheirVisits(candidateId)),
    questionId: idOf(await db.jobQuestion.findFirst({ where: { ...where, state: 'asked' } })),
    ...{ stepId: idOf(await db.planStep.findFirst({ where })), entryId: idOf(await db.fitnessEntry.findFirst({ where })) },
    needId: idOf(await db.passportNeed.findFirst({ where, orderBy: { madeAt: 'asc' } })),
    useId: idOf(await db.adjustmentUse.findFirst({ where: { ...where, about: 'workshop', state: 'asked' } })),
  }
}

/** What is in their way, and the systemic barrier that the public reads of. */
async function idsOfTheirBarriers(candidateId: string): Promise<Ids> {
  const found = await db.barrierCase.findFirst({ where: { candidateId }, orderBy: { openedAt: 'asc' }, include: { actions: true } })
  const systemic = await db.systemicBarrier.findFirst({ where: { told: { some: {} } }, orderBy: { id: 'asc' }, include: { told: true } })
  return { caseId: idOf(found), actionId: idOf(found?.actions[0]), systemicId: idOf(systemic), toldId: idOf(systemic?.told[0]) }
}

/** A placement of theirs, a confirmed one before others, and its risk assessment. */
async function idsOfTheirVisits(candidateId: string): Promise<Ids> {
  const placements = await db.placement.findMany({ where: { candidateId }, orderBy: { requestedAt: 'desc' }, include: { checks: true } })
  const placement = placements.find(({ state }) => state === 'confirmed') ?? placements[0]
  return { placementId: idOf(placement), checkId: idOf(placement?.checks.find(({ kind }) => kind === 'riskAssessment')) }
}

/** Their own living pair, and what the two of it do. */
async function idsOfTheirPairs(candidateId: string): Promise<Ids> {
  const living = { candidateId, state: { in: ['active', 'paused', 'ended'] } }
  const pairing = await db.pairing.findFirst({ where: living, orderBy: [{ state: 'asc' }, { id: 'asc' }] })
  const where = { pairingId: idOf(pairing) }
  return {
    declarationId: idOf(await db.exclusionDeclaration.findFirst({ where: { candidateId, madeBy: 'candidate', endedAt: null } })),
    ...{ pairingId: where.pairingId, contactId: idOf(await db.pairingContact.findFirst({ where: { ...where, undoneAt: null } })) },
    goalId: idOf(await db.mentoringGoal.findFirst({ where })),
    ...{ sessionId: idOf(await db.mentoringSession.findFirst({ where: { ...where, state: 'planned' } })), point: 'halfway' },
    silenceId: idOf(await db.pairingSilence.findFirst({ where: { toldAt: { not: null } } })),
  }
}

/** Of a network, and what somebody would like to take on there. */
async function idsOfNetworks(candidateId: string): Promise<Ids> {
  const interest = await db.networkInterest.findFirst({ where: { candidateId } })
  const opportunity = await db.networkOpportunity.findFirst({ where: { membersOnly: false }, orderBy: { madeAt: 'asc' } })
  return { networkId: 'rainbow', opportunityId: interest?.opportunityId ?? idOf(opportunity), interestId: idOf(interest) }
}

/** Of the first year that the demonstration shows. */
async function idsOfFirstYears(): Promise<Ids> {
  const year = await db.firstYear.findFirst({ orderBy: { id: 'asc' }, include: { alerts: true, helps: true } })
  const checkIn = await db.firstYearCheckIn.findFirst({ where: { answeredAt: { not: null } } })
  return {
    ...{ yearId: idOf(year), alertId: idOf(year?.alerts[0]), helpId: idOf(year?.helps[0]), checkInId: idOf(checkIn) },
    deferralId: idOf(await db.firstYearDeferral.findFirst()),
    ...{ offerId: idOf(await db.supportOffer.findFirst()), wishId: idOf(await db.progressWish.findFirst()) },
    reasonId: idOf(await db.workReason.findFirst()),
  }
}

/** What belongs to the team and the force. */
async function idsOfTheForce(): Promise<Ids> {
  return {
    slotId: idOf(
      await db.oneToOneSlot.findFirst({ where: { supporter: { account: { name: 'Helen Marsh' } }, startsAt: { gt: new Date() } } }),
    ),
    campaignId: idOf(await db.campaign.findFirst()),
    cohortId: idOf(await db.cohort.findFirst({ orderBy: { createdAt: 'asc' } })),
    venueId: idOf(await db.venue.findFirst()),
    rationaleId: idOf(await db.rationale.findFirst({ orderBy: { id: 'asc' } })),
    programmeId: idOf(await db.programme.findFirst()),
    ...{ importId: idOf(await db.stageImport.findFirst()), mappingId: idOf(await db.stageImportMapping.findFirst()) },
    ...{ planId: idOf(await db.plannedStage.findFirst()), followUpId: idOf(await db.stageFollowUp.findFirst()) },
    ...{ templateId: idOf(await db.messageTemplate.findFirst()), mailingId: idOf(await db.mailing.findFirst()) },
    ...{ failureId: idOf(await db.emailFailure.findFirst()), messageId: idOf(await db.contactMessage.findFirst()) },
    supporterId: (await db.supporter.findFirst({ where: { state: 'approved' }, orderBy: { accountId: 'asc' } }))?.accountId ?? randomUUID(),
    ...{ dutyId: idOf(await db.selectionDuty.findFirst()), standingId: idOf(await db.supporterStanding.findFirst()) },
    concernId: idOf(await db.concern.findFirst({ where: { placementId: null } })),
    incidentId: idOf(await db.concern.findFirst({ where: { placementId: { not: null } } })),
    accountId: idOf(await db.account.findFirst({ where: { name: 'Colin Reeve' } })),
    volunteerId: idOf(await db.volunteer.findFirst({ orderBy: { receivedAt: 'asc' } })),
    trainingId: idOf(await db.supporterTraining.findFirst({ where: { supporter: { account: { name: 'Gareth Lloyd' } } } })),
    invitationId: idOf(await db.invitation.findFirst({ orderBy: { id: 'asc' } })),
    ...{ pairId: idOf(await db.duplicatePair.findFirst()), mergeId: idOf(await db.merge.findFirst()) },
    correctionId: idOf(await db.registerCorrection.findFirst()),
    materialId: idOf(await db.workshopMaterial.findFirst({ where: { file: { not: null } } })),
    markBatchId: idOf(await db.markBatch.findFirst()),
    runId: idOf(await db.matchRun.findFirst({ where: { state: 'draft' } })),
    tellingId: idOf(await db.telling.findFirst()),
    ...(await idsOfHosts()),
    ...(await idsOfJobs()),
    ...{ filterId: idOf(await db.savedFilter.findFirst()), batchId: idOf(await db.batch.findFirst()) },
  }
}

/** Of a job, and something that is said of it. */
async function idsOfJobs(): Promise<Ids> {
  const job = await db.jobProfile.findFirst({ where: { title: 'Response officer' }, include: { claims: { where: { kind: 'partTime' } } } })
  return { jobId: idOf(job), claimId: idOf(job?.claims[0]) }
}

/** Of a department in the catalogue. */
async function idsOfHosts(): Promise<Ids> {
  const host = await db.host.findFirst({ where: { name: 'Neighbourhood team' }, include: { dates: { orderBy: { startsAt: 'desc' } } } })
  return { hostId: idOf(host), dateId: idOf(host?.dates[0]) }
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
