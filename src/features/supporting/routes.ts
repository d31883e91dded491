import type { Response } from 'express'
import type { Supporter } from '../../core/access.ts'
import { NotFound } from '../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { comeAlong, stayAway } from './commands.ts'
import * as forms from './forms.ts'
import { listForSupporters } from './queries.ts'
import { listDuties } from './queries/duties.ts'
import { findOwnProfile, listOwnPairings } from './queries/own.ts'
import { waitsFor } from './rules/home.ts'
import { kindNames, stateWords } from './rules/words.ts'
import type { SupporterDecision } from './rules/places.ts'

type Shown = { actor: Supporter; form?: Form; notice?: string | undefined }

async function render({ actor, form = blankForm(), notice }: Shown, res: Response): Promise<void> {
  const [workshops, profile, pairs, duties] = await Promise.all([
    listForSupporters(actor),
    findOwnProfile(actor),
    listOwnPairings(actor),
    listDuties(actor),
  ])
  res.render('supporting/home', {
    ...{ name: actor.name, form, notice, profile, kindNames, stateWords },
    ...{ pairs: pairs.filter(({ state }) => state !== 'proposedToSupporter'), waits: waitsFor(profile, pairs, duties) },
    mine: workshops.filter((workshop) => workshop.mine),
    others: workshops.filter((workshop) => !workshop.mine),
  })
}

const showHome: Page<'supporting.view', unknown, forms.NoticeQuery> = ({ actor, query }, res) =>
  render({ actor, notice: query.notice && forms.notices[query.notice] }, res)

const showAgain: Page<'supporting.book', forms.WorkshopParams> = ({ actor, form }, res) => render({ actor, form }, res)

const submit =
  (
    act: (actor: Supporter, workshopId: string) => Promise<SupporterDecision | undefined>,
    notice: keyof typeof forms.notices,
  ): Submission<'supporting.book', forms.WorkshopParams, unknown> =>
  async (visit, res) => {
    const decision = await act(visit.actor, visit.params.workshopId)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `/supporting?notice=${notice}`)
    else await render({ actor: visit.actor, form: refusedForm(visit.form, '', forms.refusals[decision.reason]) }, res.status(422))
  }

const at = '/supporting/workshops/:workshopId'
const book = { can: 'supporting.book', params: forms.workshopParams, form: forms.nothingForm, invalid: showAgain } as const

export const supportingRoutes = [
  get('/supporting', { can: 'supporting.view', query: forms.noticeQuery }, showHome),
  post(`${at}/book`, book, submit(comeAlong, 'booked')),
  post(`${at}/cancel`, book, submit(stayAway, 'cancelled')),
]
