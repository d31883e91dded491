import type { Response } from 'express'
import type { Candidate, Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addMaterial, removeMaterial } from '../commands/materials.ts'
import * as forms from '../forms/materials.ts'
import { nothingForm, workshopParams, type WorkshopParams } from '../forms/workshops.ts'
import { findFile, listMaterials } from '../queries/materials.ts'
import { findWorkshop } from '../queries/workshops.ts'
import { audiences } from '../rules/materials.ts'

const notices = { added: 'Added.', removed: 'Taken off.' }

const show: Page<'programme.manage', WorkshopParams, Partial<forms.MaterialsQuery>> = async ({ actor, params, query, form }, res) => {
  const workshop = await findWorkshop(actor, params.workshopId)
  if (!workshop || workshop.state === 'draft') throw new NotFound()
  const notice = query.notice && notices[query.notice]
  res.render('programmes/staff/materials', { workshop, form, notice, audiences, materials: await listMaterials(actor, workshop.id) })
}
const showAgain: Page<'programme.manage', WorkshopParams> = (visit, res) => show({ ...visit, query: {} }, res)

const submitNew: Submission<'programme.manage', WorkshopParams, forms.MaterialInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const added = await addMaterial(actor, params.workshopId, input)
  if (!added) throw new NotFound()
  if (added.ok) res.redirect(303, `/staff/workshops/${params.workshopId}/materials?notice=added`)
  else
    await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'title', forms.materialRefusals[added.reason]) }, res.status(422))
}

const submitRemove: Submission<'programme.manage', forms.MaterialParams, unknown> = async ({ actor, params }, res) => {
  if (!(await removeMaterial(actor, params.workshopId, params.materialId))) throw new NotFound()
  res.redirect(303, `/staff/workshops/${params.workshopId}/materials?notice=removed`)
}

/** A file is saved, never shown within the site, so that nothing in it runs here. */
async function send(actor: Candidate | Team, { workshopId, materialId }: forms.MaterialParams, res: Response): Promise<void> {
  const file = await findFile(actor, workshopId, materialId)
  if (!file) throw new NotFound()
  res.attachment(file.name).type('application/pdf').setHeader('content-security-policy', "default-src 'none'; sandbox")
  res.send(file.bytes)
}

const sendOwn: Page<'place.own', forms.MaterialParams> = ({ actor, params }, res) => send(actor, params, res)
const sendTeam: Page<'programme.manage', forms.MaterialParams> = ({ actor, params }, res) => send(actor, params, res)

const manage = { can: 'programme.manage', params: workshopParams } as const
const one = { can: 'programme.manage', params: forms.materialParams } as const

export const materialRoutes = [
  get('/staff/workshops/:workshopId/materials', { ...manage, query: forms.materialsQuery }, show),
  post('/staff/workshops/:workshopId/materials', { ...manage, form: forms.materialForm, invalid: showAgain }, submitNew),
  get('/staff/workshops/:workshopId/materials/:materialId/file', one, sendTeam),
  post('/staff/workshops/:workshopId/materials/:materialId/remove', { ...one, form: nothingForm, invalid: showAgain }, submitRemove),
  get('/workshops/:workshopId/materials/:materialId', { can: 'place.own', params: forms.materialParams }, sendOwn),
]
