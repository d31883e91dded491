import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { saveCriteria } from '../commands/criteria.ts'
import * as forms from '../forms/matching.ts'
import { listCriteria, previewCriteria, type Preview } from '../queries/criteria.ts'
import { criteria, criterionWords, firstWeights, MOST_WEIGHT, weightsOf } from '../rules/criteria.ts'
import { kindWords } from '../rules/words.ts'

type Manage = 'matching.manage'

const show =
  (preview?: Preview): Page<Manage> =>
  async ({ actor, form }, res) => {
    const versions = await listCriteria(actor)
    const latest = versions[0]?.weights ?? firstWeights
    const values = { ...latest, seen: versions[0]?.version, kind: 'buddy' }
    const filled = Object.keys(form.values).length > 0 ? form : { ...form, values }
    res.render('matching/criteria', { versions, latest, preview, criteria, criterionWords, most: MOST_WEIGHT, kindWords, form: filled })
  }

/** Looks first: what is saved has been seen with its effect, or is sent without by whoever knows it. */
const submit: Submission<Manage, unknown, forms.CriteriaInput> = async (visit, res) => {
  const weights = weightsOf(visit.input)
  if (visit.input.do === 'look') {
    await show(await previewCriteria(visit.actor, visit.force, visit.input.kind, weights))({ ...visit, query: {} }, res)
    return
  }
  const saved = await saveCriteria(visit.actor, weights, visit.input.seen)
  if (saved.ok) {
    res.redirect(303, '/staff/matching?notice=criteria')
    return
  }
  const { form } = refusedAs(visit.form, saved.reason)
  await show()({ ...visit, query: {}, form }, res.status(422))
}

/** Where a colleague saved meanwhile, their weights are shown in place of what was typed. */
const refusedAs = (form: Parameters<typeof refusedForm>[0], reason: 'changedMeanwhile' | 'same' | 'nothing') => ({
  form: refusedForm(reason === 'changedMeanwhile' ? { values: {}, errors: form.errors } : form, 'route', forms.refusals[reason]),
})

const at = '/staff/matching/criteria'
export const matchingCriteriaRoutes = [
  get(at, { can: 'matching.manage' }, show()),
  post(at, { can: 'matching.manage', form: forms.criteriaForm, invalid: show() }, submit),
]
