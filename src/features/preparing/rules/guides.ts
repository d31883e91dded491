import { londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'
import type { ForceProfile, Route, Stage } from '../../../forces/profile.ts'
import { STARTERS_WRITTEN } from './starters.ts'

/** How many months after a review a page about a stage is to be looked over again. */
export const REVIEW_MONTHS = 6

/** One page of the team: a stage, and the routes that have it in common. */
export type Guide = { id: string; route: Route; stage: Stage; routes: Route[] }

const samePath = (route: Route) => route.stages.map(({ id, name }) => `${id}/${name}`).join()

/** Every page that the team looks after. Routes with the very same stages share theirs, under the first of them. */
export function guidesOf(force: ForceProfile): Guide[] {
  const groups = new Map<string, Route[]>()
  for (const route of force.routes) groups.set(samePath(route), [...(groups.get(samePath(route)) ?? []), route])
  return [...groups.values()].flatMap((routes) => {
    const [route] = routes
    return route === undefined ? [] : route.stages.map((stage) => ({ id: `${route.id}.${stage.id}`, route, stage, routes }))
  })
}

/** The page that is about a stage of any route; undefined where the route has no such stage. */
export const guideFor = (force: ForceProfile, routeId: string, stageId: string): Guide | undefined =>
  guidesOf(force).find(({ routes, stage }) => stage.id === stageId && routes.some(({ id }) => id === routeId))

export const reviewTimes = ['overdue', 'week', 'later'] as const
export type ReviewTime = (typeof reviewTimes)[number]

/** When a page is to be looked over again: six months after somebody did, or after it was written with the portal. */
export const reviewDue = (reviewedAt: Date | undefined): Date => monthsAfter(reviewedAt ?? startOfDay(STARTERS_WRITTEN), REVIEW_MONTHS)

const WEEK = 7
const dayNumber = (day: Date) => Math.round(Date.parse(londonDay(day)) / 86_400_000)

/** Overdue from the day after it was due; within a week it is pressing. */
export function reviewTime(due: Date, now: Date): ReviewTime {
  const left = dayNumber(due) - dayNumber(now)
  return left < 0 ? 'overdue' : left <= WEEK ? 'week' : 'later'
}
