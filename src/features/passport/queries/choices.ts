import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { firstNameOf } from '../../pairings/rules/words.ts'
import { findOwnRoutes, listOwnPlans, listOwnStages } from '../../stages/queries/records.ts'
import { routesFollowed, trackOf } from '../../stages/rules/track.ts'
import { titleOf } from '../rules/titles.ts'
import type { About } from '../rules/uses.ts'

/** Something of a candidate's own for which needs can be shared, and with whom. */
export type Choice = {
  code: string
  about: About
  title: string
  startsAt: Date | undefined
  /** The first name of the one who provides it, where that is one person. */
  provider: string | undefined
  of: {
    route?: string
    stage?: string
    placeId?: string
    placementId?: string
    oneToOneId?: string
    providerId?: string
  }
}

/** Nobody arranges anything for these: they are about finding out or waiting, or the job itself has begun. */
const unarranged = ['interest', 'eligibility', 'conditionalOffer', 'finalOffer', 'references', 'start', 'firstYear', 'confirmed']

async function stageChoices(actor: Candidate, force: ForceProfile): Promise<Choice[]> {
  const [records, chosen, plans] = await Promise.all([listOwnStages(actor), findOwnRoutes(actor), listOwnPlans(actor)])
  return routesFollowed(force, chosen, records).flatMap((route) =>
    trackOf(force, route, records, plans)
      .phases.flatMap(({ stages }) => stages)
      .filter(({ id, tile }) => tile !== 'done' && !unarranged.includes(id))
      .map(({ id }) => ({
        code: `stage.${route.id}.${id}`,
        about: 'stage' as const,
        title: titleOf(force, { about: 'stage', route: route.id, stage: id, title: null }),
        startsAt: plans.find((plan) => plan.route === route.id && plan.stage === id && plan.expectedOn > now())?.expectedOn,
        provider: undefined,
        of: { route: route.id, stage: id },
      })),
  )
}

async function workshopChoices(candidateId: string, at: Date): Promise<Choice[]> {
  const places = await db.place.findMany({
    where: { candidateId, state: { in: ['waiting', 'offered', 'booked'] }, workshop: { state: 'published', endsAt: { gt: at } } },
    select: { id: true, workshop: { select: { title: true, startsAt: true } } },
    orderBy: { workshop: { startsAt: 'asc' } },
  })
  return places.map(({ id, workshop: { title, startsAt } }) => ({
    ...{ code: `workshop.${id}`, about: 'workshop' as const, title, startsAt, provider: undefined, of: { placeId: id } },
  }))
}

const account = { select: { account: { select: { name: true } } } } as const

async function placementChoices(candidateId: string, at: Date): Promise<Choice[]> {
  const visits = await db.placement.findMany({
    where: {
      ...{ candidateId, state: { in: ['accepted', 'checks', 'confirmed'] }, supporterId: { not: null } },
      OR: [{ dateId: null }, { date: { endsAt: { gt: at } } }],
    },
    include: { host: { select: { name: true } }, date: true, supporter: account },
  })
  return visits.map(({ id, host, date, supporter, supporterId }) => ({
    ...{ code: `placement.${id}`, about: 'placement' as const, title: host.name, startsAt: date?.startsAt },
    ...{ provider: supporter === null ? undefined : firstNameOf(supporter.account.name) },
    of: { placementId: id, ...(supporterId !== null && { providerId: supporterId }) },
  }))
}

async function talkChoices(candidateId: string, force: ForceProfile, at: Date): Promise<Choice[]> {
  const talks = await db.oneToOne.findMany({
    where: { candidateId, state: 'booked', slot: { startsAt: { gt: at }, supporterId: { not: null } } },
    include: { slot: { include: { supporter: account } } },
    orderBy: { slot: { startsAt: 'asc' } },
  })
  return talks.map(({ id, slot: { kind, startsAt, supporterId, supporter } }) => ({
    ...{ code: `oneToOne.${id}`, about: 'oneToOne' as const, startsAt },
    ...{ title: titleOf(force, { about: 'oneToOne', route: null, stage: null, title: kind }) },
    ...{ provider: supporter === null ? undefined : firstNameOf(supporter.account.name) },
    of: { oneToOneId: id, ...(supporterId !== null && { providerId: supporterId }) },
  }))
}

async function workChoices(candidateId: string): Promise<Choice[]> {
  const [years, started] = await Promise.all([
    db.firstYear.count({ where: { candidateId } }),
    db.stageRecord.count({ where: { candidateId, stage: { in: ['start', 'confirmed'] }, state: 'passed', voidedAt: null } }),
  ])
  const title = 'The job itself'
  return years + started === 0 ? [] : [{ code: 'inWork', about: 'inWork', title, startsAt: undefined, provider: undefined, of: {} }]
}

/** Everything of theirs that needs can be shared for now, what has a day soonest first within its kind. */
export async function listChoices(actor: Candidate, force: ForceProfile): Promise<Choice[]> {
  const at = now()
  const { candidateId } = actor
  const found = await Promise.all([
    ...[workshopChoices(candidateId, at), placementChoices(candidateId, at), talkChoices(candidateId, force, at)],
    ...[workChoices(candidateId), stageChoices(actor, force)],
  ])
  return found.flat()
}
