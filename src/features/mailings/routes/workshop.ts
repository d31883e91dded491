import { date } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { listTemplateChoices } from '../../conversations/queries/templates.ts'
import { placeholders, purposeWords } from '../../conversations/rules/templates.ts'
import { draftMailing, draftOwnWords } from '../commands/mailings.ts'
import * as forms from '../forms.ts'
import type { WorkshopParams, WriteInput } from '../forms.ts'
import { findWorkshopToWrite } from '../queries/workshop.ts'
import { standings, standingWords } from '../rules/audience.ts'
import { mailingWords } from '../rules/mailings.ts'

const show: Page<'message.manage', WorkshopParams> = async ({ actor, params, form }, res) => {
  const found = await findWorkshopToWrite(actor, params.workshopId)
  if (!found) throw new NotFound()
  const shown = form.errors.length > 0 ? form : blankForm({ standing: found.workshop.state === 'held' ? 'came' : 'booked' })
  const words = { standings, standingWords, purposeWords, placeholders, mailingWords }
  res.render('mailings/workshop', { ...found, ...words, form: shown, templates: await listTemplateChoices(actor) })
}

/** Nothing goes yet: the page after it shows the exact number, who cannot be reached and why, and the letter. */
const submit: Submission<'message.manage', WorkshopParams, WriteInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const found = await findWorkshopToWrite(actor, params.workshopId)
  if (!found) throw new NotFound()
  const { template, subject, body, standing } = input
  const audience = { workshop: params.workshopId, standing }
  const name = `To people of ${found.workshop.title}, ${date(found.workshop.startsAt)}`.slice(0, 80)
  const id = template === '' ? await draftOwnWords(actor, { name, subject, body }, audience) : await draftMailing(actor, template, audience)
  if (id !== undefined) res.redirect(303, `/staff/mailings/${id}`)
  else
    await show(
      { ...visit, query: undefined, form: refusedForm(visit.form, 'template', 'Choose a template that is in use') },
      res.status(422),
    )
}

const at = { can: 'message.manage', params: forms.workshopParams } as const

export const workshopLetterRoutes = [
  get('/staff/workshops/:workshopId/write', at, show),
  post('/staff/workshops/:workshopId/write', { ...at, form: forms.writeForm, invalid: show }, submit),
]
