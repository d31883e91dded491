import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { stageName } from '../../stages/rules/records.ts'
import { moveOffer } from '../commands/offers.ts'
import { moveWish } from '../commands/progress.ts'
import { lookAtInWork, noteReason, settleReason } from '../commands/reasons.ts'
import { peopleFile } from '../documents.ts'
import * as forms from '../forms.ts'
import { countShows, exportPeople, listPeople, PEOPLE_A_PAGE } from '../queries/people.ts'
import * as team from '../queries/team.ts'
import { causeWords, offerStates, offerStateWords, whatWords } from '../rules/offers.ts'
import { wishKinds, wishStates, wishStateWords, wishWords } from '../rules/progress.ts'
import { FEWEST, reasonKinds, reasonWords, workReasons } from '../rules/reasons.ts'
import { parts, partWords } from '../rules/standing.ts'

type Manage = 'work.manage'
const pagesOf = (total: number, most: number) => Math.max(1, Math.ceil(total / most))

const showList: Page<Manage, unknown, forms.PeopleQuery> = async ({ actor, query }, res) => {
  const [found, counts] = await Promise.all([listPeople(actor, query, query.page), countShows(actor, query)])
  res.render('in-work/staff/list', { ...found, counts, query, parts, partWords, pages: pagesOf(found.total, PEOPLE_A_PAGE) })
}

const showFile: Page<Manage, unknown, forms.PeopleQuery> = async ({ actor, query, force }, res) => {
  const people = await exportPeople(actor, query)
  res
    .attachment(`in-work-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(peopleFile(people, force))
}

const showOffers: Page<Manage, unknown, forms.OffersQuery> = async ({ actor, force, query }, res) => {
  const { total, rows } = await team.listOffers(actor, query, query.page)
  const named = rows.map((row) => ({ ...row, stage: row.record && stageName(force, row.record).stage }))
  res.render('in-work/staff/offers', {
    ...{ total, rows: named, query, offerStates, offerStateWords, causeWords, whatWords, pages: pagesOf(total, team.A_PAGE) },
  })
}

const showWishes: Page<Manage, unknown, Partial<forms.WishesQuery>> = async ({ actor, query, form }, res) => {
  const filter = { ...query, whose: query.whose ?? ('team' as const) }
  const { total, rows } = await team.listWishes(actor, filter, query.page ?? 1)
  res.render('in-work/staff/progress', {
    ...{ total, rows, form, query: { ...filter, page: query.page ?? 1 }, wishStates, wishKinds, wishWords, wishStateWords },
    ...{ pages: pagesOf(total, team.A_PAGE), notice: query.notice && forms.wishNotices[query.notice] },
  })
}
const showWishesAgain: Page<Manage, forms.WishParams> = (visit, res) => showWishes({ ...visit, query: {} }, res)

const showReasons: Page<Manage> = async ({ actor }, res) => {
  const [leaving, deferring] = await Promise.all(reasonKinds.map((kind) => team.countReasons(actor, kind)))
  res.render('in-work/staff/reasons', { leaving, deferring, reasonWords, FEWEST })
}

const showWish: Page<Manage, forms.WishParams> = async ({ actor, params, form }, res) => {
  const wish = await team.findWish(actor, params.wishId)
  if (!wish) throw new NotFound()
  await lookAtInWork(actor, wish.candidateId)
  res.render('in-work/staff/wish', { wish, form, wishWords, wishStateWords })
}

const submitArrange: Submission<Manage, forms.WishParams, forms.ArrangeInput> = async (visit, res) => {
  const { wishId } = visit.params
  const moved = await moveWish(visit.actor, { wishId, event: 'arrange', arranged: visit.input.arranged }, visit.force)
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, '/staff/in-work/progress?notice=arranged')
  else await showWish({ ...visit, query: {}, form: refusedForm(visit.form, 'arranged', forms.wishRefusals[moved.reason]) }, res.status(422))
}

const submitWish: Submission<Manage, forms.WishParams, forms.TeamWishInput> = async (visit, res) => {
  const moved = await moveWish(visit.actor, { wishId: visit.params.wishId, event: visit.input.event }, visit.force)
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, '/staff/in-work/progress?notice=moved')
  else await showWishesAgain({ ...visit, form: refusedForm(visit.form, 'wishes', forms.wishRefusals[moved.reason]) }, res.status(422))
}

const showPerson: Page<Manage, forms.PersonParams, Partial<forms.PersonQuery>> = async ({ actor, params, query, form }, res) => {
  const person = await team.findPerson(actor, params.candidateId)
  if (!person) throw new NotFound()
  await lookAtInWork(actor, params.candidateId)
  res.render('in-work/staff/person', {
    ...{ ...person, form, partWords, offerStateWords, causeWords, whatWords, wishWords, wishStateWords, workReasons, reasonWords },
    notice: query.notice && forms.staffNotices[query.notice],
  })
}
const showPersonAgain: Page<Manage, forms.PersonParams> = (visit, res) => showPerson({ ...visit, query: {} }, res)

const submitNote: Submission<Manage, forms.PersonParams, forms.NoteInput> = async (visit, res) => {
  const { candidateId } = visit.params
  const noted = await noteReason(visit.actor, candidateId, { ...visit.input, askAgain: visit.input.askAgain === 'yes' })
  if (!noted) throw new NotFound()
  if (noted.ok) {
    res.redirect(303, `/staff/in-work/people/${candidateId}?notice=noted`)
    return
  }
  const { field, message } = forms.saidRefusals[noted.reason]
  await showPersonAgain({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))
}

const submitSettle =
  (event: 'read' | 'remove', notice: keyof typeof forms.staffNotices): Submission<Manage, forms.ReasonParams, unknown> =>
  async ({ actor, params }, res) => {
    if (!(await settleReason(actor, params, event))) throw new NotFound()
    res.redirect(303, `/staff/in-work/people/${params.candidateId}?notice=${notice}`)
  }

const showNothing: Page<Manage, forms.OfferParams> = () => {
  throw new NotFound()
}
const submitWithdraw: Submission<Manage, forms.OfferParams, unknown> = async ({ actor, params }, res) => {
  const moved = await moveOffer(actor, params.offerId, 'withdraw')
  if (!moved) throw new NotFound()
  res.redirect(303, '/staff/in-work/offers')
}

const at = '/staff/in-work'
const can = { can: 'work.manage' } as const
const person = { ...can, params: forms.personParams } as const
const wish = { ...can, params: forms.wishParams } as const
const reason = { ...can, params: forms.reasonParams, form: forms.nothingForm, invalid: showPersonAgain } as const

export const staffWorkRoutes = [
  get(at, { ...can, query: forms.peopleQuery }, showList),
  get(`${at}/list.csv`, { ...can, query: forms.peopleQuery }, showFile),
  get(`${at}/offers`, { ...can, query: forms.offersQuery }, showOffers),
  post(
    `${at}/offers/:offerId/withdraw`,
    { ...can, params: forms.offerParams, form: forms.nothingForm, invalid: showNothing },
    submitWithdraw,
  ),
  get(`${at}/progress`, { ...can, query: forms.wishesQuery }, showWishes),
  get(`${at}/progress/:wishId`, wish, showWish),
  post(`${at}/progress/:wishId`, { ...wish, form: forms.teamWishForm, invalid: showWishesAgain }, submitWish),
  post(`${at}/progress/:wishId/arrange`, { ...wish, form: forms.arrangeForm, invalid: showWish }, submitArrange),
  get(`${at}/reasons`, can, showReasons),
  get(`${at}/people/:candidateId`, { ...person, query: forms.personQuery }, showPerson),
  post(`${at}/people/:candidateId/reasons`, { ...person, form: forms.noteForm, invalid: showPersonAgain }, submitNote),
  post(`${at}/people/:candidateId/reasons/:reasonId/read`, reason, submitSettle('read', 'read')),
  post(`${at}/people/:candidateId/reasons/:reasonId/remove`, reason, submitSettle('remove', 'removed')),
]
