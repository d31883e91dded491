import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { reviewGuide, saveGuide } from '../commands/guides.ts'
import * as forms from '../forms/guides.ts'
import { findGuide, listGuides, type FoundGuide } from '../queries/guides.ts'
import { blocksOf, partNames, parts } from '../rules/words.ts'

type Manage = 'guide.manage'
type Params = forms.GuideParams
const words = { parts, partNames, blocksOf }
const at = (guideId: string, more = '') => `/staff/guides/${guideId}${more}`

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  res.render('preparing/guides', { ...(await listGuides(actor, force, query)), query })
}

async function find({ actor, force, params }: Visit<Manage, Params>): Promise<FoundGuide> {
  const guide = await findGuide(actor, force, params.guideId)
  if (!guide) throw new NotFound()
  return guide
}

const showOne: Page<Manage, Params, Partial<forms.GuideQuery>> = async (visit, res) => {
  res.render('preparing/guide', { guide: await find(visit), ...words, form: visit.form, notice: forms.guideNotice(visit.query.notice) })
}
const showOneAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const showEdit: Page<Manage, Params> = async (visit, res) => {
  const guide = await find(visit)
  const filled = Object.keys(visit.form.values).length > 0 ? visit.form : blankForm({ ...guide.words, basedOn: String(guide.number) })
  res.render('preparing/guide-edit', { guide, ...words, form: filled })
}

const submitEdit: Submission<Manage, Params, forms.EditInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  if (input.step === 'change') {
    await showEdit({ ...visit, query: {} }, res)
    return
  }
  if (input.step === 'preview') {
    res.render('preparing/guide-preview', { guide: await find({ ...visit, query: {} }), ...words, input, form })
    return
  }
  const { change, basedOn, reviewed } = input
  const decision = await saveGuide(actor, force, params.guideId, { words: forms.wordsIn(input), change, basedOn, reviewed })
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, at(params.guideId, '?notice=saved'))
  else await refuse(visit, decision.reason, res)
}

/** What was typed comes back, upon the version that stands now, so that nothing is lost and nothing is overwritten unseen. */
async function refuse(visit: Visit<Manage, Params>, reason: 'newer' | 'same', res: Response): Promise<void> {
  const { number } = await find(visit)
  const form = refusedForm({ ...visit.form, values: { ...visit.form.values, basedOn: String(number) } }, '', forms.guideRefusals[reason])
  await showEdit({ ...visit, query: {}, form }, res.status(422))
}

const submitReview: Submission<Manage, Params, forms.ReviewInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  const decision = await reviewGuide(actor, force, params.guideId, input.number)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, at(params.guideId, '?notice=reviewed'))
  else
    await showOneAgain(
      { ...visit, query: {}, form: refusedForm(form, '', 'The page says something newer now. Read it once more first') },
      res.status(422),
    )
}

async function findVersion(visit: Visit<Manage, forms.VersionParams>) {
  const guide = await find(visit)
  const version = guide.versions.find(({ number }) => number === visit.params.number)
  if (!version) throw new NotFound()
  return { guide, version }
}

const showVersion: Page<Manage, forms.VersionParams> = async (visit, res) => {
  res.render('preparing/guide-version', { ...(await findVersion(visit)), ...words, form: visit.form })
}

const submitRestore: Submission<Manage, forms.VersionParams, forms.RestoreInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  const { version } = await findVersion({ ...visit, query: {} })
  const change = `Back to version ${String(version.number)}`
  const decision = await saveGuide(actor, force, params.guideId, { words: version.words, change, basedOn: input.basedOn, reviewed: false })
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, at(params.guideId, '?notice=restored'))
  else await showVersion({ ...visit, query: {}, form: refusedForm(form, '', forms.guideRefusals[decision.reason]) }, res.status(422))
}

const can = { can: 'guide.manage' } as const
const one = { ...can, params: forms.guideParams } as const
const version = { ...can, params: forms.versionParams } as const

export const guideRoutes = [
  get('/staff/guides', { ...can, query: forms.listQuery }, showList),
  get('/staff/guides/:guideId', { ...one, query: forms.guideQuery }, showOne),
  get('/staff/guides/:guideId/edit', one, showEdit),
  post('/staff/guides/:guideId/edit', { ...one, form: forms.editForm, invalid: showEdit }, submitEdit),
  post('/staff/guides/:guideId/review', { ...one, form: forms.reviewForm, invalid: showOneAgain }, submitReview),
  get('/staff/guides/:guideId/versions/:number', version, showVersion),
  post('/staff/guides/:guideId/versions/:number/restore', { ...version, form: forms.restoreForm, invalid: showVersion }, submitRestore),
]
