import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { addTemplate, archiveTemplate, changeTemplate } from '../commands/templates.ts'
import * as forms from '../forms/templates.ts'
import { findTemplate, listTemplates, TEMPLATES_A_PAGE } from '../queries/templates.ts'
import { fillIn, fillingFor, madeUp, paragraphsOf, placeholders, purposeWords, type TemplateDecision } from '../rules/templates.ts'

const showTemplates: Page<'message.manage', unknown, forms.TemplatesQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listTemplates(actor, { archived: query.show === 'archived', page: query.page })
  const pages = Math.max(1, Math.ceil(total / TEMPLATES_A_PAGE))
  res.render('conversations/templates', { total, rows, query, pages, purposeWords })
}

/** How the letter reads to somebody who does not exist. */
function previewOf({ subject, body }: { subject: string; body: string }, force: ForceProfile) {
  const filling = fillingFor(madeUp, force)
  return { subject: fillIn(subject, filling), paragraphs: paragraphsOf(fillIn(body, filling)), name: madeUp.name }
}

const shared = { placeholders, purposeWords }

const showNew: Page<'message.manage'> = ({ form }, res) => {
  res.render('conversations/template-new', { ...shared, form })
}

const submitNew: Submission<'message.manage', unknown, forms.TemplateInput> = async (visit, res) => {
  const { actor, force, form, input } = visit
  if (input.then === 'preview') {
    res.render('conversations/template-new', { ...shared, form, preview: previewOf(input, force) })
    return
  }
  const decision = await addTemplate(actor, input)
  if (decision.ok) res.redirect(303, `/staff/templates/${decision.id}?notice=saved`)
  else await showNew({ ...visit, form: refusedForm(form, 'name', forms.templateRefusals[decision.reason]) }, res.status(422))
}

type Opened = Parameters<Page<'message.manage', forms.TemplateParams, Partial<forms.TemplateQuery>>>[0]

async function render({ actor, force, params, query, form }: Opened, res: Response, typed?: forms.TemplateInput): Promise<void> {
  const template = await findTemplate(actor, params.templateId)
  if (!template) throw new NotFound()
  const { name, version } = template
  const { purpose, subject, body } = version
  const shown: Form = form.errors.length > 0 || typed ? form : blankForm({ name, purpose, subject, body })
  res.render('conversations/template', {
    ...{ ...shared, template, form: shown, preview: previewOf(typed ?? version, force), previewed: typed !== undefined },
    notice: query.notice && forms.templateNotices[query.notice],
  })
}

const showTemplate: Page<'message.manage', forms.TemplateParams, forms.TemplateQuery> = (visit, res) => render(visit, res)
const showInvalid: Page<'message.manage', forms.TemplateParams> = (visit, res) => render({ ...visit, query: {} }, res)

type Notice = keyof typeof forms.templateNotices

async function answer(visit: Parameters<typeof showInvalid>[0], decision: TemplateDecision | undefined, notice: Notice, res: Response) {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/templates/${visit.params.templateId}?notice=${notice}`)
  else await showInvalid({ ...visit, form: refusedForm(visit.form, 'name', forms.templateRefusals[decision.reason]) }, res.status(422))
}

const submitChange: Submission<'message.manage', forms.TemplateParams, forms.TemplateInput> = async (visit, res) => {
  const { actor, params, input } = visit
  if (input.then === 'preview') await render({ ...visit, query: {} }, res, input)
  else await answer(visit, await changeTemplate(actor, params.templateId, input), 'saved', res)
}

const submitArchive: Submission<'message.manage', forms.TemplateParams, forms.ArchiveInput> = async (visit, res) => {
  const archive = visit.input.archive === 'yes'
  await answer(visit, await archiveTemplate(visit.actor, visit.params.templateId, archive), archive ? 'archived' : 'restored', res)
}

const one = { can: 'message.manage', params: forms.templateParams, invalid: showInvalid } as const

export const templateRoutes = [
  get('/staff/templates', { can: 'message.manage', query: forms.templatesQuery }, showTemplates),
  get('/staff/templates/new', { can: 'message.manage' }, showNew),
  post('/staff/templates/new', { can: 'message.manage', form: forms.templateForm, invalid: showNew }, submitNew),
  get('/staff/templates/:templateId', { ...one, query: forms.templateQuery }, showTemplate),
  post('/staff/templates/:templateId', { ...one, form: forms.templateForm }, submitChange),
  post('/staff/templates/:templateId/archive', { ...one, form: forms.archiveForm }, submitArchive),
]
