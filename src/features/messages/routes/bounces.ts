import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { blankForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { clearFailure } from '../commands.ts'
import { bounceNotices, bouncesQuery, clearForm, failureParams, type BouncesQuery, type ClearInput, type FailureParams } from '../forms.ts'
import { FAILURES_A_PAGE, listFailures } from '../queries.ts'

const showBounces: Page<'message.manage', unknown, BouncesQuery> = ({ actor, query }, res) => render(actor, query, blankForm(), res)

async function render(actor: Team, { whose, page, notice }: BouncesQuery, form: Form, res: Response): Promise<void> {
  const { total, rows } = await listFailures(actor, { whose, page })
  const pages = Math.max(1, Math.ceil(total / FAILURES_A_PAGE))
  res.render('messages/bounces', { total, rows, number: page, pages, whose, form, notice: notice && bounceNotices[notice] })
}

const submitClear: Submission<'message.manage', FailureParams, ClearInput> = async ({ actor, params, input }, res) => {
  const cleared = await clearFailure(actor, params.failureId, input.how)
  res.redirect(303, `/staff/messages/bounces?notice=${cleared ? input.how : 'over'}`)
}

export const bounceRoutes = [
  get('/staff/messages/bounces', { can: 'message.manage', query: bouncesQuery }, showBounces),
  post(
    '/staff/messages/bounces/:failureId',
    {
      ...{ can: 'message.manage', params: failureParams, form: clearForm },
      invalid: ({ actor, form }, res) => render(actor, { whose: 'team', page: 1 }, form, res),
    },
    submitClear,
  ),
]
