import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { startOfDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { GuideVersion } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { guideFor, guidesOf, reviewDue, reviewTime, type Guide, type ReviewTime } from '../rules/guides.ts'
import { starterFor, STARTERS_WRITTEN } from '../rules/starters.ts'
import { changedParts, type Words } from '../rules/words.ts'

type Review = { number: number; reviewedAt: Date; byId: string | null }
type Of = Pick<Guide, 'route' | 'stage'>
const keyOf = ({ route, stage }: Of) => ({ route: route.id, stage: stage.id })
const wordsOf = ({ happens, lasts, looks, helps, worries, unsaid }: Words): Words => ({ happens, lasts, looks, helps, worries, unsaid })

const standingOf = (review: Pick<Review, 'reviewedAt'> | undefined) => {
  const dueAt = reviewDue(review?.reviewedAt)
  return { reviewedAt: review?.reviewedAt, dueAt, time: reviewTime(dueAt, now()) }
}

const latestReview = (of: Of): Promise<Review | null> =>
  db.guideReview.findFirst({ where: keyOf(of), orderBy: [{ reviewedAt: 'desc' }, { id: 'desc' }] })

/** What a page says now, and when somebody last found that it is right. */
export async function findWords(force: ForceProfile, routeId: string, stageId: string) {
  const guide = guideFor(force, routeId, stageId)
  if (!guide) return undefined
  const [version, review] = await Promise.all([
    db.guideVersion.findFirst({ where: keyOf(guide), orderBy: { number: 'desc' } }),
    latestReview(guide),
  ])
  return {
    ...{ guide, number: version?.number ?? 0, writtenAt: version?.madeAt ?? startOfDay(STARTERS_WRITTEN) },
    words: version ? wordsOf(version) : starterFor(guide.route.id, guide.stage),
    ...standingOf(review ?? undefined),
  }
}

export type Row = Guide & { reviewedAt: Date | undefined; dueAt: Date; time: ReviewTime; number: number; by: string | undefined }

/** Every page about a stage, the one that is due first at the top. */
async function listAll(force: ForceProfile): Promise<Row[]> {
  const [versions, reviews] = await Promise.all([
    db.guideVersion.groupBy({ by: ['route', 'stage'], _max: { number: true } }),
    db.guideReview.findMany({
      distinct: ['route', 'stage'],
      orderBy: [{ route: 'asc' }, { stage: 'asc' }, { reviewedAt: 'desc' }, { id: 'desc' }],
    }),
  ])
  const names = await namesOf(reviews.map(({ byId }) => byId))
  const rows = guidesOf(force).map((guide) => {
    const { route, stage } = keyOf(guide)
    const same = (each: { route: string; stage: string }) => each.route === route && each.stage === stage
    const review = reviews.find(same)
    const by = review && (names.get(review.byId ?? '') ?? LEFT)
    return { ...guide, ...standingOf(review), number: versions.find(same)?._max.number ?? 0, by }
  })
  return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

export const GUIDES_A_PAGE = 25
export const guideShows = ['all', 'overdue', 'week', 'never'] as const
export type GuideShow = (typeof guideShows)[number]
type Wanted = { show: GuideShow; route: string; page: number }

const fits = ({ time, reviewedAt }: Row, show: GuideShow) => show === 'all' || (show === 'never' ? reviewedAt === undefined : time === show)

/** The pages that the team looks after, narrowed; and how many each of the other narrowings would show. */
export async function listGuides(_actor: Team, force: ForceProfile, { show, route, page }: Wanted) {
  const all = (await listAll(force)).filter(({ routes }) => route === '' || routes.some(({ id }) => id === route))
  const rows = all.filter((row) => fits(row, show))
  const counts = Object.fromEntries(guideShows.map((each) => [each, all.filter((row) => fits(row, each)).length])) as Record<
    GuideShow,
    number
  >
  return {
    ...{ total: rows.length, counts, pages: Math.max(1, Math.ceil(rows.length / GUIDES_A_PAGE)) },
    rows: rows.slice((page - 1) * GUIDES_A_PAGE, page * GUIDES_A_PAGE),
  }
}

/** How many pages are to be looked over, by when, and since when the first of them is due. */
export async function countDue(force: ForceProfile, time: ReviewTime): Promise<{ count: number; oldest: Date | undefined }> {
  const rows = (await listAll(force)).filter((row) => row.time === time)
  return { count: rows.length, oldest: rows[0]?.dueAt }
}

/** One page of the team's, with every version of its words and every review. */
export async function findGuide(_actor: Team, force: ForceProfile, guideId: string) {
  const guide = guidesOf(force).find(({ id }) => id === guideId)
  if (!guide) return undefined
  const [versions, reviews] = await Promise.all([
    db.guideVersion.findMany({ where: keyOf(guide), orderBy: { number: 'desc' } }),
    db.guideReview.findMany({ where: keyOf(guide), orderBy: [{ reviewedAt: 'desc' }, { id: 'desc' }] }),
  ])
  const names = await namesOf([...versions, ...reviews].map(({ byId }) => byId))
  const by = ({ byId }: { byId: string | null }) => names.get(byId ?? '') ?? LEFT
  const said = withStarter(guide, versions)
  return {
    ...{ ...guide, versions: said.map((version) => ({ ...version, by: version.number === 0 ? undefined : by(version) })) },
    reviews: reviews.map((review) => ({ ...review, by: by(review) })),
    ...{ number: versions[0]?.number ?? 0, words: said[0]?.words ?? starterFor(guide.route.id, guide.stage) },
    ...standingOf(reviews[0]),
  }
}
export type FoundGuide = NonNullable<Awaited<ReturnType<typeof findGuide>>>

/** Every version, newest first, down to the words that the portal came with, each with what it changed. */
function withStarter(guide: Guide, versions: GuideVersion[]) {
  const starter = { number: 0, madeAt: startOfDay(STARTERS_WRITTEN), byId: null, change: 'Came with the portal' }
  const all = [
    ...versions.map((version) => ({
      number: version.number,
      madeAt: version.madeAt,
      byId: version.byId,
      change: version.change,
      words: wordsOf(version),
    })),
    { ...starter, words: starterFor(guide.route.id, guide.stage) },
  ]
  return all.map((version, at) => {
    const before = all[at + 1]
    return { ...version, changed: before ? changedParts(before.words, version.words) : [] }
  })
}
