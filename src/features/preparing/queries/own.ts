import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { firstNameOf } from '../../pairings/rules/words.ts'
import { findOwnRoutes, listOwnStages } from '../../stages/queries/records.ts'
import { stageName } from '../../stages/rules/records.ts'
import { routesFollowed, trackOf } from '../../stages/rules/track.ts'
import { runsOf } from '../rules/plan.ts'
import { isShared, type Shareable } from '../rules/sharing.ts'
import { suggestionsFor } from '../rules/suggestions.ts'

/** With a day first, the nearest at the top, then those without, as they were put in; what is done comes last. */
const stepOrder = [
  { doneAt: { sort: 'asc', nulls: 'first' } },
  { dueOn: { sort: 'asc', nulls: 'last' } },
  { madeAt: 'asc' },
  { id: 'asc' },
] as const

type OfStage = { route: string | null; stage: string | null }
const about = (force: ForceProfile, { route, stage }: OfStage) =>
  route === null || stage === null ? undefined : stageName(force, { route, stage }).stage

/** Every step of a plan as its page shows it: what is late, what is about which stage. */
export async function listSteps(candidateId: string, force: ForceProfile) {
  const steps = await db.planStep.findMany({ where: { candidateId, removedAt: null }, orderBy: [...stepOrder] })
  const today = new Date(`${londonDay(now())}T00:00:00Z`)
  return steps.map((step) => ({
    ...step,
    about: about(force, step),
    late: step.doneAt === null && step.dueOn !== null && step.dueOn < today,
  }))
}

/** What is worth doing now, stage by stage: of the stages that somebody is at, and of those that come next. */
async function listSuggestions(actor: Candidate, force: ForceProfile, steps: (OfStage & { code: string | null })[]) {
  const [records, chosen] = await Promise.all([listOwnStages(actor), findOwnRoutes(actor)])
  return routesFollowed(force, chosen, records).flatMap((route) => {
    const { now: at, next } = trackOf(force, route, records, [])
    return [...at, ...next].flatMap((stage) => {
      const there = steps.filter((step) => step.route === route.id && step.stage === stage.id).map(({ code }) => code)
      const open = suggestionsFor(stage.id).filter(({ code }) => !there.includes(code))
      return open.length === 0 ? [] : [{ route, stage, suggestions: open }]
    })
  })
}

export async function findOwnPlan(actor: Candidate, force: ForceProfile) {
  const steps = await listSteps(actor.candidateId, force)
  const open = steps.filter(({ doneAt }) => doneAt === null)
  return {
    ...{ steps, open, done: steps.filter(({ doneAt }) => doneAt !== null) },
    suggestions: await listSuggestions(actor, force, steps),
  }
}

/** One own step that is in the plan. */
export const findStep = ({ candidateId }: Candidate, id: string) => db.planStep.findFirst({ where: { id, candidateId, removedAt: null } })

export const ENTRIES_A_PAGE = 25

const latestFirst = [{ onDay: 'desc' }, { madeAt: 'desc' }, { id: 'desc' }] as const

/** One page of a log, latest first, and every shuttle run of it for the chart. */
export async function findLog(candidateId: string, page: number) {
  const where = { candidateId, removedAt: null }
  const [total, entries, runs] = await Promise.all([
    db.fitnessEntry.count({ where }),
    db.fitnessEntry.findMany({ where, orderBy: [...latestFirst], skip: (page - 1) * ENTRIES_A_PAGE, take: ENTRIES_A_PAGE }),
    db.fitnessEntry.findMany({ where: { ...where, kind: 'shuttle' }, orderBy: [...latestFirst], take: 24 }),
  ])
  return { total, entries, pages: Math.max(1, Math.ceil(total / ENTRIES_A_PAGE)), ...runsOf(runs) }
}

/** The whole log, for its owner's own file. */
export const listEntries = ({ candidateId }: Candidate) =>
  db.fitnessEntry.findMany({ where: { candidateId, removedAt: null }, orderBy: [...latestFirst] })

export const findEntry = ({ candidateId }: Candidate, id: string) =>
  db.fitnessEntry.findFirst({ where: { id, candidateId, removedAt: null } })

/** Whom something is or could be shared with: the team, and the supporter of each pairing that goes on. */
export async function listReaders({ candidateId }: Candidate, what: Shareable) {
  const [pairings, shares] = await Promise.all([
    db.pairing.findMany({
      where: { candidateId, state: 'active' },
      select: { id: true, kind: true, supporter: { select: { account: { select: { name: true } } } } },
      orderBy: [{ beganAt: 'asc' }, { id: 'asc' }],
    }),
    db.preparingShare.findMany({ where: { candidateId, what, endedAt: null } }),
  ])
  const today = londonDay(now())
  const shareOf = (pairingId: string | null) => shares.find((share) => share.pairingId === pairingId && isShared(share, today))
  return [
    { pairingId: undefined, kind: undefined, name: 'The team', share: shareOf(null) },
    ...pairings.map(({ id, kind, supporter }) => ({ pairingId: id, kind, name: firstNameOf(supporter.account.name), share: shareOf(id) })),
  ]
}

const SOON = 7

/** What of it stands on the first page: what is due within a week or late, and how many steps are open. */
export async function findOwnPreparing({ candidateId }: Candidate) {
  const where = { candidateId, removedAt: null, doneAt: null }
  const [open, soon, entries] = await Promise.all([
    db.planStep.count({ where }),
    db.planStep.findMany({
      where: { ...where, dueOn: { lte: new Date(`${londonDay(daysAfter(now(), SOON))}T00:00:00Z`) } },
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      take: 3,
      select: { id: true, words: true, dueOn: true },
    }),
    db.fitnessEntry.count({ where: { candidateId, removedAt: null } }),
  ])
  return { open, soon, entries }
}

/** What a reminder tells: the steps of one day that are still open and that were to be reminded of. */
export async function findForReminder(candidateId: string, day: string) {
  const candidate = await db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { name: true } })
  if (!candidate) return undefined
  const where = { candidateId, removedAt: null, doneAt: null, remind: true, dueOn: new Date(`${day}T00:00:00Z`) }
  const count = await db.planStep.count({ where })
  return count === 0 ? undefined : { name: candidate.name, count }
}
