import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { get, type Page } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { programmeKinds } from '../forms/cohorts.ts'
import { listingQuery, type ListingQuery } from '../forms/listing.ts'
import { listWorkshopsToCome } from '../queries/listing.ts'
import {
  forWhom,
  listingAddress,
  listingFields,
  readListing,
  standingOf,
  without,
  type ListingField,
  type Typed,
} from '../rules/listing.ts'
import { townOf } from '../rules/towns.ts'

type Choice = { value: string; text: string }

/** What each field of the filter can be, in the force's words. */
const choicesOf = (force: ForceProfile): Record<Exclude<ListingField, 'from' | 'to'>, Choice[]> => ({
  how: [
    { value: 'inPerson', text: 'In person' },
    { value: 'online', text: 'Online' },
  ],
  area: force.areas.filter(({ closed }) => closed !== true).map(({ id, name }) => ({ value: id, text: name })),
  kind: force.support
    .filter(({ kind }) => (programmeKinds as readonly string[]).includes(kind) && kind !== 'training')
    .map(({ kind, name }) => ({ value: kind, text: name })),
  route: force.routes.map(({ id, name }) => ({ value: id, text: name })),
})

/** What narrows the list, each with the address of the list without it. */
function chipsOf(typed: Typed, choices: ReturnType<typeof choicesOf>) {
  return listingFields.flatMap((field) => {
    const value = typed[field]
    if (value === undefined) return []
    const inWords = { from: `From ${value}`, to: `Until ${value}` }
    const text = field === 'from' || field === 'to' ? inWords[field] : (choices[field].find((each) => each.value === value)?.text ?? value)
    return [{ field, text, href: listingAddress(without(typed, field)) }]
  })
}

const showWorkshops: Page<'workshop.view', unknown, ListingQuery> = async ({ actor, force, query }, res) => {
  const { page, ...typed } = query
  const { filter, errors } = readListing(typed)
  const found = await listWorkshopsToCome(actor, filter, { page })
  const choices = choicesOf(force)
  res.render('programmes/list', {
    ...{ ...found, choices, typed, standingOf, forWhom },
    ...{
      number: found.page,
      at: now(),
      townOf: townOf(force),
      byMonth: inMonths(found.workshops.filter((each) => each.postponedFrom === null)),
    },
    postponed: found.workshops.filter((each) => each.postponedFrom !== null),
    form: { values: typed, errors },
    chips: chipsOf(typed, choices),
    address: (n: number) => listingAddress(typed, n),
  })
}

function inMonths<W extends { startsAt: Date }>(workshops: W[]): { first: Date; workshops: W[] }[] {
  const months = new Map<string, W[]>()
  for (const workshop of workshops) {
    const month = londonDay(workshop.startsAt).slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), workshop])
  }
  return [...months.values()].flatMap((each) => (each[0] ? [{ first: each[0].startsAt, workshops: each }] : []))
}

export const listingRoutes = [get('/workshops', { can: 'workshop.view', query: listingQuery }, showWorkshops)]
