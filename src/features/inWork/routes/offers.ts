import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { stageName } from '../../stages/rules/records.ts'
import { moveOffer, takeOffer } from '../commands/offers.ts'
import * as forms from '../forms.ts'
import { findOwnOffer } from '../queries/own.ts'
import { offerStateWords, whatWords } from '../rules/offers.ts'

const showOffer: Page<'work.own', forms.OfferParams, Partial<forms.OfferQuery>> = async ({ actor, force, params, query, form }, res) => {
  const offer = await findOwnOffer(actor, params.offerId)
  if (!offer) throw new NotFound()
  res.render('in-work/offer', {
    ...{ offer, form, whatWords, offerStateWords, stage: offer.record && stageName(force, offer.record).stage },
    notice: query.notice && forms.offerNotices[query.notice],
  })
}
const showAgain: Page<'work.own', forms.OfferParams> = (visit, res) => showOffer({ ...visit, query: {} }, res)

const submitTake: Submission<'work.own', forms.OfferParams, forms.TakeInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  const taken = await takeOffer(actor, params.offerId, input.what, force)
  if (!taken) throw new NotFound()
  if (taken.ok) res.redirect(303, `/my/work/offers/${params.offerId}?notice=taken`)
  else await showAgain({ ...visit, form: refusedForm(form, 'what', forms.offerRefusals[taken.reason]) }, res.status(422))
}

const submitMove =
  (event: 'decline' | 'reconsider', notice: keyof typeof forms.offerNotices): Submission<'work.own', forms.OfferParams, unknown> =>
  async (visit, res) => {
    const moved = await moveOffer(visit.actor, visit.params.offerId, event)
    if (!moved) throw new NotFound()
    if (moved.ok) res.redirect(303, `/my/work/offers/${visit.params.offerId}?notice=${notice}`)
    else await showAgain({ ...visit, form: refusedForm(visit.form, 'what', forms.offerRefusals[moved.reason]) }, res.status(422))
  }

const at = '/my/work/offers/:offerId'
const one = { can: 'work.own', params: forms.offerParams } as const

export const ownOfferRoutes = [
  get(at, { ...one, query: forms.offerQuery }, showOffer),
  post(`${at}/take`, { ...one, form: forms.takeForm, invalid: showAgain }, submitTake),
  post(`${at}/decline`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitMove('decline', 'declined')),
  post(`${at}/reconsider`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitMove('reconsider', 'reconsidered')),
]
