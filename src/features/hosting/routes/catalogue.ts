import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { catalogueQuery, hostParams, type CatalogueQuery, type HostParams } from '../forms/catalogue.ts'
import { findHost, listCatalogue, otherHosts } from '../queries/catalogue.ts'
import { catalogueAddress, catalogueFields, placesLeft, readCatalogue, type CatalogueField, type Typed } from '../rules/catalogue.ts'
import { families, familyName } from '../rules/words.ts'

const choicesOf = (force: ForceProfile): Record<Exclude<CatalogueField, 'from' | 'to'>, { value: string; text: string }[]> => ({
  family: Object.entries(families).map(([value, text]) => ({ value, text })),
  route: force.routes.map(({ id, name }) => ({ value: id, text: name })),
  area: force.areas.filter(({ closed }) => closed !== true).map(({ id, name }) => ({ value: id, text: name })),
  age: [{ value: 'any', text: 'Open under 18 too' }],
})

/** What narrows the list, each with the address of the list without it. */
const chipsOf = (typed: Typed, choices: ReturnType<typeof choicesOf>) =>
  catalogueFields.flatMap((field) => {
    const value = typed[field]
    if (value === undefined) return []
    const inWords = { from: `From ${value}`, to: `Until ${value}` }
    const text = field === 'from' || field === 'to' ? inWords[field] : (choices[field].find((each) => each.value === value)?.text ?? value)
    return [{ text, href: catalogueAddress({ ...typed, [field]: undefined }) }]
  })

const namesIn = (force: ForceProfile) => ({
  areaName: (id: string) => force.areas.find((area) => area.id === id)?.name ?? '',
  routeNames: (ids: string[]) => ids.flatMap((id) => force.routes.find((route) => route.id === id)?.name ?? []),
})

const showCatalogue: Page<'page.view', unknown, CatalogueQuery> = async ({ actor, force, query }, res) => {
  const { page, ...typed } = query
  const { filter, errors } = readCatalogue(typed)
  const choices = choicesOf(force)
  const found = await listCatalogue(actor, filter, page)
  res.render('hosting/catalogue', {
    ...{ ...found, ...namesIn(force), choices, typed, placesLeft, familyName, number: page },
    form: { values: typed, errors },
    chips: chipsOf(typed, choices),
    address: (n: number) => catalogueAddress(typed, n),
  })
}

const showHost: Page<'page.view', HostParams> = async ({ actor, force, params }, res) => {
  const host = await findHost(actor, params.hostId)
  if (!host) throw new NotFound()
  const others = await otherHosts(actor, host)
  res.render('hosting/host', { ...namesIn(force), host, others, placesLeft, familyName })
}

const view = { can: 'page.view' } as const

export const catalogueRoutes = [
  get('/shadowing', { ...view, query: catalogueQuery }, showCatalogue),
  get('/shadowing/:hostId', { ...view, params: hostParams }, showHost),
]
