import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { reuseNeeds, shareNeeds } from '../commands/share.ts'
import { revokeUse, tellOutcome, type StepDecision } from '../commands/steps.ts'
import * as forms from '../forms.ts'
import { listChoices } from '../queries/choices.ts'
import { findOwnUse, listNeeds, listReusable } from '../queries/own.ts'
import { needKinds } from '../rules/needs.ts'
import type { ShareRefusal } from '../rules/uses.ts'
import * as words from '../rules/words.ts'

type Own = 'passport.own'

const showShare: Page<Own, unknown, Partial<forms.ShareQuery>> = async ({ actor, force, query, form }, res) => {
  const [choices, needs, reusable] = await Promise.all([listChoices(actor, force), listNeeds(actor), listReusable(actor, force)])
  const typed = form.values['what']
  const chosen = choices.find(({ code }) => code === (typeof typed === 'string' ? typed : query.for))
  const day = chosen?.about === 'stage' && chosen.startsAt !== undefined ? { onDay: typedDay(chosen.startsAt) } : {}
  const filled = form.errors.length > 0 ? form : blankForm({ ...day, ...form.values })
  res.render('passport/share', { ...words, needKinds, choices, chosen, needs, reusable, form: filled })
}
const showShareAgain: Page<Own> = (visit, res) => showShare({ ...visit, query: {} }, res)

const fieldOf: Record<ShareRefusal, string> = { noNeeds: 'needs', gone: 'what', there: 'what' }
const refusedAs = (form: Form, reason: ShareRefusal): Form => refusedForm(form, fieldOf[reason], words.shareRefusals[reason])

const submitShare: Submission<Own, unknown, forms.ShareInput> = async (visit, res) => {
  const decision = await shareNeeds(visit.actor, visit.force, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/my/passport/uses/${decision.useId}?notice=shared`)
  else await showShare({ ...visit, query: {}, form: refusedAs(visit.form, decision.reason) }, res.status(422))
}

const submitReuse: Submission<Own, unknown, forms.ReuseInput> = async (visit, res) => {
  const { actor, force, input } = visit
  const decision = await reuseNeeds(actor, force, input, (id) => findOwnUse(actor, force, id))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/my/passport/uses/${decision.useId}?notice=shared`)
  else await showShare({ ...visit, query: {}, form: refusedAs(visit.form, decision.reason) }, res.status(422))
}

const showUse: Page<Own, forms.UseParams, Partial<forms.NoticeQuery>> = async ({ actor, force, params, query, form }, res) => {
  const use = await findOwnUse(actor, force, params.useId)
  if (!use) throw new NotFound()
  res.render('passport/use', { ...words, viewerWords: words.viewerWords, needKinds, use, form, notice: forms.noticeWords(query.notice) })
}
const showUseAgain: Page<Own, forms.UseParams> = (visit, res) => showUse({ ...visit, query: {} }, res)

type Done = { decision: StepDecision; notice: forms.Notice; field: string }
const settle =
  <Input>(
    work: (visit: Parameters<Submission<Own, forms.UseParams, Input>>[0]) => Promise<Done>,
  ): Submission<Own, forms.UseParams, Input> =>
  async (visit, res) => {
    const { decision, notice, field } = await work(visit)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `/my/passport/uses/${visit.params.useId}?notice=${notice}`)
    else
      await showUseAgain({ ...visit, query: {}, form: refusedForm(visit.form, field, words.useRefusals[decision.reason]) }, res.status(422))
  }

const submitRevoke = settle<object>(async ({ actor, params }) => ({
  ...{ decision: await revokeUse(actor, params.useId), notice: 'revoked', field: '' },
}))
const submitTell = settle<forms.TellInput>(async ({ actor, params, input }) => ({
  ...{ decision: await tellOutcome(actor, params.useId, input), notice: 'told', field: 'outcome' },
}))

const own = { can: 'passport.own' } as const
const use = { ...own, params: forms.useParams } as const

export const ownUseRoutes = [
  get('/my/passport/share', { ...own, query: forms.shareQuery }, showShare),
  post('/my/passport/share', { ...own, form: forms.shareForm, invalid: showShareAgain }, submitShare),
  post('/my/passport/share/again', { ...own, form: forms.reuseForm, invalid: showShareAgain }, submitReuse),
  get('/my/passport/uses/:useId', { ...use, query: forms.noticeQuery }, showUse),
  post('/my/passport/uses/:useId/take-back', { ...use, form: forms.nothingForm, invalid: showUseAgain }, submitRevoke),
  post('/my/passport/uses/:useId/worked', { ...use, form: forms.tellForm, invalid: showUseAgain }, submitTell),
]
