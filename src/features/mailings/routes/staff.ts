import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { stageChoices } from '../../candidates/rules/list.ts'
import { listTemplateChoices } from '../../conversations/queries/templates.ts'
import { fillIn, fillingFor, madeUp, paragraphsOf, purposeWords } from '../../conversations/rules/templates.ts'
import { nextWaking } from '../../messages/rules/waking.ts'
import { requestStates } from '../../requests/rules/requests.ts'
import { teamWords } from '../../requests/rules/words.ts'
import { confirmMailing, draftMailing, endMailing } from '../commands/mailings.ts'
import * as forms from '../forms.ts'
import { listAudience, listGroups } from '../queries/audience.ts'
import { previewMailing } from '../queries/preview.ts'
import { findMailing, listMailings, listPeople, MAILINGS_A_PAGE, PEOPLE_A_PAGE } from '../queries/mailings.ts'
import { audienceOf, audienceQuery, audienceWords, type Audience } from '../rules/audience.ts'
import { exclusions, mailingWords, minutesFor, outcomeWords } from '../rules/mailings.ts'

const pagesOf = (total: number, size: number) => Math.max(1, Math.ceil(total / size))
const words = { mailingWords, outcomeWords, exclusions, purposeWords }
type Visiting = Parameters<Page<'message.manage'>>[0]

/** An audience in the words of whoever looks. */
async function teller({ actor, force }: Pick<Visiting, 'actor' | 'force'>) {
  const [team, groups] = await Promise.all([listTeam(actor), listGroups(actor)])
  return (audience: Audience) => audienceWords(audience, { force, team, me: actor.accountId, ...groups })
}

const showMailings: Page<'message.manage', unknown, forms.MailingsQuery> = async ({ actor, force, query }, res) => {
  const [{ total, rows }, tell] = await Promise.all([listMailings(actor, query.page), teller({ actor, force })])
  const notice = query.notice && 'Discarded. Nothing was sent.'
  res.render('mailings/list', { ...words, total, rows, tell, notice, number: query.page, pages: pagesOf(total, MAILINGS_A_PAGE) })
}

type New = { audience: Audience; template: string | undefined }

async function renderNew({ actor, force, form }: Pick<Visiting, 'actor' | 'force' | 'form'>, { audience, template }: New, res: Response) {
  const [ids, templates, groups, tell] = await Promise.all([
    listAudience(actor, audience),
    listTemplateChoices(actor),
    listGroups(actor),
    teller({ actor, force }),
  ])
  const shown = form.errors.length > 0 ? form : blankForm({ template: template ?? '' })
  res.render('mailings/new', {
    ...{ ...words, audience, templates, ...groups, form: shown, query: audienceQuery(audience), told: tell(audience), count: ids.length },
    ...{ requestStates, teamWords, stages: stageChoices(force) },
  })
}

const showNew: Page<'message.manage', unknown, forms.NewQuery> = (visit, res) => renderNew(visit, visit.query, res)

/** What was chosen for whom comes back with the form. */
const showInvalidNew: Page<'message.manage'> = (visit, res) => {
  const { audience } = visit.form.values
  return renderNew(visit, { audience: audienceOf(typeof audience === 'string' ? audience.slice(0, 3000) : ''), template: undefined }, res)
}

const submitNew: Submission<'message.manage', unknown, forms.NewInput> = async (visit, res) => {
  const { actor, input } = visit
  const id = await draftMailing(actor, input.template, audienceOf(input.audience))
  if (id !== undefined) res.redirect(303, `/staff/mailings/${id}`)
  else await showInvalidNew({ ...visit, form: refusedForm(visit.form, 'template', 'Choose a template that is in use') }, res.status(422))
}

type Opened = Parameters<Page<'message.manage', forms.MailingParams>>[0]
const first: forms.MailingQuery = { page: 1, reason: 'send' }

async function render(visit: Opened, query: forms.MailingQuery, form: Form, res: Response): Promise<void> {
  const { actor, force, params } = visit
  const mailing = await findMailing(actor, params.mailingId)
  if (!mailing) throw new NotFound()
  const tell = await teller(visit)
  const { subject, body } = mailing.version
  const filling = fillingFor(madeUp, force)
  const shared = {
    ...{ ...words, mailing, form, query, told: tell(mailing.audience), minutesFor },
    preview: { subject: fillIn(subject, filling), paragraphs: paragraphsOf(fillIn(body, filling)), name: madeUp.name },
    notice: query.notice && forms.mailingNotices[query.notice],
  }
  if (mailing.state === 'draft' || (mailing.state === 'sent' && query.again === 'yes')) {
    const dry = await previewMailing(actor, mailing, query)
    res.render('mailings/dry-run', { ...shared, ...dry, pages: pagesOf(dry.total, PEOPLE_A_PAGE) })
    return
  }
  const people = await listPeople(actor, mailing.id, query)
  const morning = nextWaking(now())
  res.render('mailings/one', {
    ...{ ...shared, ...people, pages: pagesOf(people.total, PEOPLE_A_PAGE) },
    morning: mailing.state === 'sending' && morning > now() ? morning : undefined,
  })
}

const showMailing: Page<'message.manage', forms.MailingParams, forms.MailingQuery> = (visit, res) =>
  render(visit, visit.query, visit.form, res)
const showInvalid: Page<'message.manage', forms.MailingParams> = (visit, res) => render(visit, { ...first, again: 'yes' }, visit.form, res)

const refused = (visit: Opened, message: string, res: Response) => {
  const form = refusedForm(visit.form, '', message)
  return render(visit, { ...first, again: 'yes' }, form, res.status(422))
}

const submitConfirm: Submission<'message.manage', forms.MailingParams, forms.ConfirmInput> = async (visit, res) => {
  const decision = await confirmMailing(visit.actor, visit.params.mailingId, visit.input.seen)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/mailings/${visit.params.mailingId}?notice=confirmed`)
  else await refused(visit, forms.mailingRefusals[decision.reason], res)
}

const submitEnd: Submission<'message.manage', forms.MailingParams, forms.EndInput> = async (visit, res) => {
  const { event } = visit.input
  const decision = await endMailing(visit.actor, visit.params.mailingId, event)
  if (!decision) throw new NotFound()
  if (!decision.ok) await refused(visit, forms.mailingRefusals[decision.reason], res)
  else
    res.redirect(
      303,
      event === 'discard' ? '/staff/mailings?notice=discarded' : `/staff/mailings/${visit.params.mailingId}?notice=cancelled`,
    )
}

const one = { can: 'message.manage', params: forms.mailingParams, invalid: showInvalid } as const

export const mailingRoutes = [
  get('/staff/mailings', { can: 'message.manage', query: forms.mailingsQuery }, showMailings),
  get('/staff/mailings/new', { can: 'message.manage', query: forms.newQuery }, showNew),
  post('/staff/mailings/new', { can: 'message.manage', form: forms.newForm, invalid: showInvalidNew }, submitNew),
  get('/staff/mailings/:mailingId', { ...one, query: forms.mailingQuery }, showMailing),
  post('/staff/mailings/:mailingId/confirm', { ...one, form: forms.confirmForm }, submitConfirm),
  post('/staff/mailings/:mailingId/end', { ...one, form: forms.endForm }, submitEnd),
]
