import type { Response } from 'express'
import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, type Form } from '../../../core/form.ts'
import { get, type Page } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import {
  askRefusals,
  listQuery,
  noticeQuery,
  noticeWords,
  workshopParams,
  type ListQuery,
  type NoticeQuery,
  type WorkshopParams,
} from '../forms/places.ts'
import { findPlaceAt, listClashes, listPlaceHistory } from '../queries/places.ts'
import { countUpcomingWorkshops, findWorkshop, listOtherDates, listUpcomingWorkshops, type ShownWorkshop } from '../queries/public.ts'
import { decideAsking, endedStates, freeUntil, isOneOf, linkShownFrom, placeWords, asksIfComing } from '../rules/places.ts'
import { ordinal, placeStory } from '../rules/story.ts'
import { offerExpiry } from '../rules/waking.ts'

const PAGE = 25

const showWorkshops: Page<'workshop.view', unknown, ListQuery> = async ({ actor, force, query }, res) => {
  const total = await countUpcomingWorkshops(actor, query)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(query.page, pages)
  const workshops = await listUpcomingWorkshops(actor, { ...query, limit: PAGE, offset: (page - 1) * PAGE })
  const address = (n: number) => listAddress(query, n)
  const shown = { workshops, total, pages, number: page, filter: query, address, at: now(), placeWords, townOf: townOf(force) }
  res.render('programmes/list', { ...shown, byMonth: inMonths(workshops) })
}

function listAddress({ how, area }: ListQuery, page: number): string {
  const given = new URLSearchParams({
    ...(how && { how }),
    ...(area !== undefined && area !== '' && { area }),
    ...(page > 1 && { page: String(page) }),
  })
  return given.size === 0 ? '/workshops' : `/workshops?${given.toString()}`
}

/** A workshop's place in a word or two: the area's name in the force's words, else what the team typed. */
const townOf =
  (force: ForceProfile) =>
  ({ online, area, venue }: { online: boolean; area: string; venue: string }): string => {
    if (online) return 'Online'
    const named = force.areas.find(({ id }) => id === area)?.name ?? area
    return named === '' ? venue : named
  }

function inMonths<W extends { startsAt: Date }>(workshops: W[]): { first: Date; workshops: W[] }[] {
  const months = new Map<string, W[]>()
  for (const workshop of workshops) {
    const month = londonDay(workshop.startsAt).slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), workshop])
  }
  return [...months.values()].flatMap((each) => (each[0] ? [{ first: each[0].startsAt, workshops: each }] : []))
}

type Opened = { actor: Actor; force: ForceProfile; workshopId: string; form?: Form; notice?: string | undefined }

/** The page of one workshop, as its reader may see it; also where whatever could not be done is told. */
export async function renderWorkshop({ actor, force, workshopId, form = blankForm(), notice }: Opened, res: Response): Promise<void> {
  const found = await findWorkshop(actor, workshopId)
  if (!found) throw new NotFound()
  const { joiningLink, ...workshop } = found
  const [own, otherDates] = await Promise.all([
    actor.role === 'candidate' ? ownSide(actor, workshop) : undefined,
    listOtherDates(actor, workshop),
  ])
  const linkFrom = linkShownFrom(workshop)
  const mayJoin = own?.place?.state === 'booked' && linkFrom <= now() && now() < workshop.endsAt
  res.render('programmes/workshop', {
    ...{ w: workshop, own, form, ordinal, placeWords, linkFrom },
    at: now(),
    notice: noticeWords(notice),
    asking: asking(workshop, own),
    otherDates,
    offersOver: offerExpiry(now(), workshop.offersEndAt) === undefined,
    freeUntil: freeUntil(workshop),
    joiningLink: mayJoin ? joiningLink : '',
    hasLink: joiningLink !== '',
    townOf: townOf(force),
  })
}

type Own = Awaited<ReturnType<typeof ownSide>>

/** What only the reader sees: their place, how they got there, and what else they have at that time. */
async function ownSide(actor: Extract<Actor, { role: 'candidate' }>, workshop: Pick<ShownWorkshop, 'id' | 'startsAt' | 'endsAt'>) {
  const [place, clashes] = await Promise.all([findPlaceAt(actor, workshop.id), listClashes(actor, workshop)])
  const ran = place?.state === 'offered' && place.expiresAt !== null && place.expiresAt <= now()
  const shown = place && { ...place, state: ran ? ('expired' as const) : place.state }
  return {
    place: shown,
    live: shown !== undefined && !isOneOf(endedStates, shown.state),
    asksIfComing: shown !== undefined && asksIfComing(shown, workshop, now()),
    story: shown ? placeStory(await listPlaceHistory(actor, shown.id)) : [],
    clashes,
  }
}

/** Whether somebody who is not on it may ask, and if not the words why. */
function asking(workshop: Omit<ShownWorkshop, 'joiningLink'>, own: Own | undefined): { open: boolean; why: string } {
  const decision = decideAsking({ workshop, member: own === undefined || workshop.member, live: own?.live ?? false }, now())
  return decision.ok ? { open: true, why: '' } : { open: false, why: askRefusals[decision.reason] }
}

const showWorkshop: Page<'workshop.view', WorkshopParams, NoticeQuery> = ({ actor, force, params, query }, res) =>
  renderWorkshop({ actor, force, workshopId: params.workshopId, notice: query.notice }, res)

export const publicWorkshopRoutes = [
  get('/workshops', { can: 'workshop.view', query: listQuery }, showWorkshops),
  get('/workshops/:workshopId', { can: 'workshop.view', params: workshopParams, query: noticeQuery }, showWorkshop),
]
