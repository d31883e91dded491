import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { seeSilence } from '../commands/silence.ts'
import * as forms from '../forms.ts'
import { countQuiet, listQuiet, QUIET_A_PAGE } from '../queries/quiet.ts'
import { kindWords } from '../rules/pairs.ts'

const showQuiet: Page<'pairing.manage', unknown, forms.QuietQuery> = async ({ actor, query }, res) => {
  const [{ count }, pairs] = await Promise.all([countQuiet(actor, query.whose), listQuiet(actor, query)])
  const pages = Math.max(1, Math.ceil(count / QUIET_A_PAGE))
  const view = { pairs, total: count, number: query.page, pages, whose: query.whose, kindWords }
  res.render('together/quiet', { ...view, notice: query.notice && forms.QUIET_SEEN })
}
const showAgain: Page<'pairing.manage', forms.SilenceParams> = (visit, res) =>
  showQuiet({ ...visit, query: { page: 1, whose: 'team', notice: undefined } }, res)

const submitSeen: Submission<'pairing.manage', forms.SilenceParams, unknown> = async ({ actor, params }, res) => {
  if (!(await seeSilence(actor, params.silenceId))) throw new NotFound()
  res.redirect(303, '/staff/quiet-pairs?notice=seen')
}

const can = { can: 'pairing.manage' } as const
export const quietRoutes = [
  get('/staff/quiet-pairs', { ...can, query: forms.quietQuery }, showQuiet),
  post(
    '/staff/quiet-pairs/:silenceId/seen',
    { ...can, params: forms.silenceParams, form: forms.nothingForm, invalid: showAgain },
    submitSeen,
  ),
]
