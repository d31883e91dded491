import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import type { CatalogueQuery } from '../forms/jobs.ts'
import { hiddenUpTo, shownAs } from '../rules/claims.ts'
import { claimKindIds, type ClaimKind } from '../rules/words.ts'

export const JOBS_A_PAGE = 25

/** Claims that the public reads: checked once, and not so long overdue that nobody should rely on them. */
const shown = (at: Date) =>
  ({ state: { in: ['checked', 'due'] }, reviewOn: { gt: new Date(`${hiddenUpTo(at)}T00:00:00Z`) } }) satisfies Prisma.JobClaimWhereInput

/** Of a claim the public reads what it says, what shows it, what work its owner does, and its days. Names and addresses stay inside. */
const claimSelect = {
  ...{ id: true, kind: true, statement: true, evidence: true, evidenceLink: true, ownerTitle: true, state: true },
  ...{ checkedOn: true, reviewOn: true },
} as const
type Kept = Prisma.JobClaimGetPayload<{ select: typeof claimSelect }>
export type ShownClaim = Omit<Kept, 'checkedOn' | 'reviewOn'> & { checkedOn: Date; reviewOn: Date; again: boolean }

const orderOf = ({ kind }: { kind: string }) => claimKindIds.indexOf(kind as ClaimKind)

const asShown = (claims: Kept[], at: Date): ShownClaim[] =>
  claims
    .flatMap((claim) => {
      const { checkedOn, reviewOn } = claim
      const how = shownAs(claim, at)
      return how === 'hidden' || checkedOn === null || reviewOn === null ? [] : [{ ...claim, checkedOn, reviewOn, again: how === 'again' }]
    })
    .sort((a, b) => Number(a.again) - Number(b.again) || orderOf(a) - orderOf(b))

type Filter = Partial<Omit<CatalogueQuery, 'page'>>

const whereOf = ({ family, route, area, kind }: Filter, at: Date): Prisma.JobProfileWhereInput => ({
  state: 'published',
  ...(family !== undefined && { family }),
  ...(route !== undefined && { routes: { has: route } }),
  ...(area !== undefined && { area: { in: [area, ''] } }),
  ...(kind !== undefined && { claims: { some: { kind, ...shown(at) } } }),
})

const card = { id: true, title: true, family: true, routes: true, area: true, hours: true } as const
const findCards = (where: Prisma.JobProfileWhereInput, at: Date, more: { skip?: number; take?: number } = {}) =>
  db.jobProfile.findMany({
    ...{ where, ...more, orderBy: [{ title: 'asc' }, { id: 'asc' }] },
    select: { ...card, claims: { where: shown(at), select: claimSelect } },
  })

/** One page of the jobs that are published, by name, with what is said of each. A job of no area is one of every area. */
export async function listJobs(_actor: Actor, { page, ...filter }: CatalogueQuery) {
  const at = now()
  const where = whereOf(filter, at)
  const [total, rows] = await Promise.all([
    db.jobProfile.count({ where }),
    findCards(where, at, { skip: (page - 1) * JOBS_A_PAGE, take: JOBS_A_PAGE }),
  ])
  const jobs = rows.map((row) => ({ ...row, claims: asShown(row.claims, at) }))
  return { total, rows: jobs, pages: Math.max(1, Math.ceil(total / JOBS_A_PAGE)) }
}

/** The jobs of a family that something is said of, for the page about its routes: those with most to say first. */
export async function listJobsOf(_actor: Actor, family: 'officer' | 'staff', most = 4) {
  const at = now()
  const rows = await findCards({ ...whereOf({ family }, at), claims: { some: shown(at) } }, at)
  const jobs = rows.map((row) => ({ ...row, claims: asShown(row.claims, at) }))
  const fresh = ({ claims }: { claims: ShownClaim[] }) => claims.filter(({ again }) => !again).length
  return { total: jobs.length, jobs: jobs.toSorted((a, b) => fresh(b) - fresh(a)).slice(0, most) }
}

/** One published job as everybody reads it; undefined where there is none. */
export async function findJob(_actor: Actor, id: string) {
  const at = now()
  const job = await db.jobProfile.findFirst({
    where: { id, state: 'published' },
    select: {
      ...{ ...card, about: true, fixed: true, ownerTitle: true, version: true, changedAt: true },
      claims: { where: shown(at), select: claimSelect },
      answers: {
        where: { endedAt: null },
        orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
        select: { id: true, question: true, answer: true, publishedAt: true },
      },
    },
  })
  return job ? { ...job, claims: asShown(job.claims, at) } : undefined
}

/** The addresses of every published job, for search engines. */
export async function listJobIds(_actor: Actor): Promise<string[]> {
  const rows = await db.jobProfile.findMany({ where: { state: 'published' }, select: { id: true }, orderBy: { id: 'asc' } })
  return rows.map(({ id }) => id)
}
