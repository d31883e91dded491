import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { catalogueQuery, jobParams, type CatalogueQuery, type JobParams } from '../forms/jobs.ts'
import { findJob, listJobs } from '../queries/catalogue.ts'
import { claimKinds, jobFamilies, kindTitle } from '../rules/words.ts'

const options = (all: { id: string; name: string; closed?: boolean | undefined }[]) =>
  all.filter(({ closed }) => closed !== true).map(({ id, name }) => ({ value: id, text: name }))

const choicesOf = (force: ForceProfile) => ({
  kind: Object.entries(claimKinds).map(([value, { title }]) => ({ value, text: title })),
  family: Object.entries(jobFamilies).map(([value, text]) => ({ value, text })),
  route: options(force.routes),
  area: options(force.areas),
})
type Choices = ReturnType<typeof choicesOf>
type Typed = Partial<Omit<CatalogueQuery, 'page'>>

const addressOf = (typed: Typed, n = 1): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...typed, page: n > 1 ? String(n) : undefined }))
    if (value !== undefined) search.set(name, value)
  return search.size === 0 ? '/jobs' : `/jobs?${search.toString()}`
}

/** What narrows the list, each with the address of the list without it. */
const chipsOf = (typed: Typed, choices: Choices) =>
  (['kind', 'family', 'route', 'area'] as const).flatMap((field) => {
    const value = typed[field]
    if (value === undefined) return []
    const text = choices[field].find((each) => each.value === value)?.text ?? value
    return [{ text, href: addressOf({ ...typed, [field]: undefined }) }]
  })

const namesIn = (force: ForceProfile) => ({
  areaName: (id: string) => force.areas.find((area) => area.id === id)?.name ?? '',
  routeNames: (ids: string[]) => ids.flatMap((id) => force.routes.find((route) => route.id === id)?.name ?? []),
})

const showList: Page<'page.view', unknown, CatalogueQuery> = async ({ actor, force, query }, res) => {
  const { page, ...typed } = query
  const choices = choicesOf(force)
  res.render('jobs/list', {
    ...{ ...(await listJobs(actor, query)), ...namesIn(force), choices, typed, kindTitle, jobFamilies, number: page },
    chips: chipsOf(typed, choices),
    address: (n: number) => addressOf(typed, n),
  })
}

const showOne: Page<'page.view', JobParams> = async ({ actor, force, params }, res) => {
  const job = await findJob(actor, params.jobId)
  if (!job) throw new NotFound()
  res.render('jobs/job', { ...namesIn(force), job, kindTitle, jobFamilies })
}

const view = { can: 'page.view' } as const

export const jobRoutes = [
  get('/jobs', { ...view, query: catalogueQuery }, showList),
  get('/jobs/:jobId', { ...view, params: jobParams }, showOne),
]
