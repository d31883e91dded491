import type { Response } from 'express'
import type { Actor, Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, type Form } from '../../../core/form.ts'
import { get, type Page } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { findOpenness } from '../../rationales/queries/openness.ts'
import { askRefusals, noticeQuery, noticeWords, workshopParams, type NoticeQuery, type WorkshopParams } from '../forms/places.ts'
import { findCatchUp } from '../queries/catch-up.ts'
import { listOwnMaterials } from '../queries/materials.ts'
import { findOwnCorrection } from '../queries/no-shows.ts'
import { findHowPlacesGo } from '../queries/lottery.ts'
import { findPlaceAt, listClashes, listPlaceHistory, type PlaceHere } from '../queries/places.ts'
import { listShownFacilitators } from '../queries/venues.ts'
import { findWorkshop, listOtherDates, type ShownWorkshop } from '../queries/public.ts'
import { decideAsking, endedStates, freeUntil, isOneOf, linkShownFrom, placeWords, asksIfComing, givesBackFreely } from '../rules/places.ts'
import { correctionWords } from '../rules/no-shows.ts'
import { tookPart } from '../rules/attendance.ts'
import { eventData } from '../rules/structured.ts'
import { ordinal, placeStory } from '../rules/story.ts'
import { townOf } from '../rules/towns.ts'
import { offerExpiry } from '../rules/waking.ts'

type Opened = { actor: Actor; force: ForceProfile; workshopId: string; form?: Form; notice?: string | undefined }

/** The page of one workshop, as its reader may see it; also where whatever could not be done is told. */
export async function renderWorkshop({ actor, force, workshopId, form = blankForm(), notice }: Opened, res: Response): Promise<void> {
  const found = await findWorkshop(actor, workshopId)
  if (!found) throw new NotFound()
  const { joiningLink, ...workshop } = found
  const [opens, own, otherDates, line] = await Promise.all([
    findOpenness(workshop.id),
    actor.role === 'candidate' ? ownSide(actor, workshop) : undefined,
    listOtherDates(actor, workshop),
    findHowPlacesGo(actor, workshop.id),
  ])
  const linkFrom = linkShownFrom(workshop)
  const mayJoin = own?.place?.state === 'booked' && linkFrom <= now() && now() < workshop.endsAt
  res.render('programmes/workshop', {
    ...{
      w: workshop,
      opens: { ...opens, group: force.groups.find(({ id }) => id === opens.rationale?.groupKey) },
      own,
      line,
      form,
      ordinal,
      placeWords,
      linkFrom,
    },
    at: now(),
    notice: noticeWords(notice),
    asking: asking(workshop, own),
    otherDates,
    offersOver: offerExpiry(now(), workshop.offersEndAt) === undefined,
    freeUntil: freeUntil(workshop),
    joiningLink: mayJoin ? joiningLink : '',
    hasLink: joiningLink !== '',
    townOf: townOf(force),
    data: eventData(
      { ...workshop, town: townOf(force)(workshop) },
      { baseUrl: res.locals['baseUrl'] as string, forceName: force.name },
      now(),
    ),
    correctionWords,
  })
}

type Own = Awaited<ReturnType<typeof ownSide>>

/** What only the reader sees: their place, how they got there, and what else they have at that time. */
async function ownSide(
  actor: Extract<Actor, { role: 'candidate' }>,
  workshop: Pick<ShownWorkshop, 'id' | 'startsAt' | 'endsAt' | 'postponedAt'>,
) {
  const [place, clashes] = await Promise.all([findPlaceAt(actor, workshop.id), listClashes(actor, workshop)])
  const ran = place?.state === 'offered' && place.expiresAt !== null && place.expiresAt <= now()
  const shown = place && { ...place, state: ran ? ('expired' as const) : place.state }
  return {
    place: shown,
    live: shown !== undefined && !isOneOf(endedStates, shown.state),
    freely: shown !== undefined && givesBackFreely(shown, workshop),
    leading: shown?.state === 'booked' ? await listShownFacilitators(actor, workshop.id) : [],
    asksIfComing: shown !== undefined && asksIfComing(shown, workshop, now()),
    after: await afterwards(actor, workshop.id, shown),
    story: shown ? placeStory(await listPlaceHistory(actor, shown.id), shown) : [],
    clashes,
  }
}

/** What somebody finds once it is over: what was handed out, and what they may say of the register and of the workshop. */
async function afterwards(actor: Candidate, workshopId: string, place: PlaceHere | undefined) {
  const missed = place !== undefined && (place.state === 'absent' || place.state === 'absentNotified')
  const [materials, correction, catchUp] = await Promise.all([
    listOwnMaterials(actor, workshopId),
    place?.state === 'absent' ? findOwnCorrection(actor, place.id) : undefined,
    missed ? findCatchUp(actor.candidateId, workshopId) : undefined,
  ])
  return { materials, correction, catchUps: catchUp === undefined ? [] : [catchUp], came: place !== undefined && tookPart(place.state) }
}

/** Whether somebody who is not on it may ask, and if not the words why. */
function asking(workshop: Omit<ShownWorkshop, 'joiningLink'>, own: Own | undefined): { open: boolean; why: string } {
  const decision = decideAsking({ workshop, member: own === undefined || workshop.member, live: own?.live ?? false }, now())
  return decision.ok ? { open: true, why: '' } : { open: false, why: askRefusals[decision.reason] }
}

const showWorkshop: Page<'workshop.view', WorkshopParams, NoticeQuery> = ({ actor, force, params, query }, res) =>
  renderWorkshop({ actor, force, workshopId: params.workshopId, notice: query.notice }, res)

export const publicWorkshopRoutes = [
  get('/workshops/:workshopId', { can: 'workshop.view', params: workshopParams, query: noticeQuery }, showWorkshop),
]
