import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { signOutsideLink } from '../../src/core/links.ts'

type Sides = { candidate: string | null; supporter: string | null }
/** Something of somebody's whose page is another in each of its states, like a visit or a one-to-one. */
export type Stateful = Sides & { id: string; state: string }

const candidate = { select: { accountId: true } } as const

async function meetings(): Promise<Stateful[]> {
  const host = { select: { people: { where: { until: null }, select: { supporterId: true }, orderBy: { id: 'asc' }, take: 1 } } } as const
  const visits = await db.placement.findMany({ select: { id: true, state: true, supporterId: true, candidate, host } })
  const oneToOnes = await db.oneToOne.findMany({ select: { id: true, state: true, candidate, slot: { select: { supporterId: true } } } })
  return [
    ...visits.map(({ id, state, candidate: { accountId }, supporterId, host: { people } }) => ({
      ...{ id, state: `visit ${state}`, candidate: accountId, supporter: supporterId ?? people[0]?.supporterId ?? null },
    })),
    ...oneToOnes.map(({ id, state, candidate: { accountId }, slot: { supporterId } }) => ({
      ...{ id, state: `one-to-one ${state}`, candidate: accountId, supporter: supporterId },
    })),
  ]
}

/** What was shared out of a passport, what is in somebody's way, what is offered while things wait, and places in training. */
async function support(): Promise<Stateful[]> {
  const select = { id: true, state: true, candidate } as const
  const uses = await db.adjustmentUse.findMany({ select: { ...select, providerId: true } })
  const cases = await db.barrierCase.findMany({ select })
  const offers = await db.supportOffer.findMany({ select })
  const ofSupporters = { account: { roles: { some: { role: 'supporter' } } } }
  const places = await db.staffPlace.findMany({ where: ofSupporters, select: { id: true, state: true, accountId: true } })
  return [
    ...uses.map(({ id, state, candidate: { accountId }, providerId }) => ({
      ...{ id, state: `adjustment ${state}`, candidate: accountId, supporter: providerId },
    })),
    ...cases.map(({ id, state, candidate: { accountId } }) => ({ id, state: `case ${state}`, candidate: accountId, supporter: null })),
    ...offers.map(({ id, state, candidate: { accountId } }) => ({ id, state: `offer ${state}`, candidate: accountId, supporter: null })),
    ...places.map(({ id, state, accountId }) => ({ id, state: `training ${state}`, candidate: null, supporter: accountId })),
  ]
}

export const statefulOnes = async (): Promise<Stateful[]> => [...(await meetings()), ...(await support())]

/** Of these people, as few as show every state: those who have most of them first. */
export function onePerState(all: Stateful[], side: keyof Sides): string[] {
  const statesOf = new Map<string, Set<string>>()
  for (const { state, [side]: id } of all) if (id !== null) statesOf.set(id, (statesOf.get(id) ?? new Set()).add(state))
  const seen = new Set<string>()
  const byMost = [...statesOf].sort(([, a], [, b]) => b.size - a.size)
  const chosen = byMost.filter(([, states]) => {
    const isNew = [...states].some((state) => !seen.has(state))
    for (const state of states) seen.add(state)
    return isNew
  })
  return chosen.map(([id]) => id)
}

/** An address of each kind that letters carry to people outside the portal. */
export async function doorsOf(): Promise<string[]> {
  const select = { id: true, candidateId: true } as const
  const use = await db.adjustmentUse.findFirstOrThrow({ where: { about: 'stage', state: { in: ['asked', 'answered'] } }, select })
  const membership = await db.networkMembership.findFirstOrThrow({ where: { state: 'joined', candidateId: { not: null } }, select })
  const question = await db.jobQuestion.findFirstOrThrow({ where: { state: 'asked' }, select })
  const claim = await db.jobClaim.findFirstOrThrow({ where: { state: 'due' }, select: { id: true } })
  const abouts = [
    { path: '/adjustments', purpose: 'adjustment', about: use },
    { path: '/networks/contact', purpose: 'network', about: membership },
    { path: '/jobs/answer', purpose: 'job', about: question },
    { path: '/jobs/answer', purpose: 'job', about: { id: claim.id, candidateId: null } },
  ]
  const at = now()
  const made = abouts.map(async ({ path, purpose, about: { id: aboutId, candidateId } }) => {
    const data = { purpose, aboutId, candidateId, address: 'somebody@outside.example', sentAt: at, endsAt: daysAfter(at, 30) }
    const { id } = await db.outsideLink.create({ data, select: { id: true } })
    return `${path}/${signOutsideLink(id)}`
  })
  return Promise.all(made)
}
