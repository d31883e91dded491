import { dateRange } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import { paint } from '../../../core/pictures.ts'
import { sharePicture } from '../../../core/share-picture.ts'
import { workshopParams, type WorkshopParams } from '../forms/places.ts'
import { findWorkshop } from '../queries/public.ts'
import { townOf } from '../rules/towns.ts'

/** The picture that stands beside a workshop's address where somebody shares it. */
const showPicture: Page<'workshop.view', WorkshopParams> = async ({ actor, force, params }, res) => {
  const workshop = await findWorkshop(actor, params.workshopId)
  if (!workshop) throw new NotFound()
  const when = {
    published: dateRange(workshop.startsAt, workshop.endsAt),
    postponed: 'Postponed: new date to come',
    held: 'This workshop is over',
    cancelled: 'Cancelled',
  }[workshop.state]
  const picture = await paint(sharePicture(force, { title: workshop.title, lines: [when, townOf(force)(workshop)] }))
  const hidden = workshop.network !== null && !workshop.networkOpen
  res.setHeader('cache-control', hidden ? 'private, no-store' : 'public, max-age=600')
  res.type('png').send(picture)
}

export const shareRoutes = [get('/workshops/:workshopId/share.png', { can: 'workshop.view', params: workshopParams }, showPicture)]
