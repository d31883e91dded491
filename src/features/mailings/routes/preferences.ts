import { readNewsLink } from '../../../core/links.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { byAddress, get, post, type Page, type Submission } from '../../../core/http.ts'
import { savePreferences, unsubscribe } from '../commands/preferences.ts'
import * as forms from '../forms.ts'
import { findPreferences } from '../queries/preferences.ts'

const yesNo = (yes: boolean) => (yes ? 'yes' : 'no')

const showPreferences: Page<'message.own', unknown, Partial<forms.PreferencesQuery>> = async ({ actor, force, query, form }, res) => {
  const { phone, reminders, news, contactBy } = await findPreferences(actor)
  res.render('mailings/preferences', {
    form: form.errors.length > 0 ? form : blankForm({ reminders: yesNo(reminders), news: yesNo(news), contactBy }),
    phone,
    consent: force.consents.find(({ purpose }) => purpose === 'news'),
    notice: query.notice && 'Saved. It acts from now on.',
  })
}

const showInvalid: Page<'message.own'> = (visit, res) => showPreferences({ ...visit, query: {} }, res)

const submitPreferences: Submission<'message.own', unknown, forms.PreferencesInput> = async (visit, res) => {
  const { actor, force, input } = visit
  const { contactBy } = input
  const saved = await savePreferences(actor, { contactBy, reminders: input.reminders === 'yes', news: input.news === 'yes' }, force)
  if (saved.ok) res.redirect(303, '/my/messages/preferences?notice=saved')
  else await showInvalid({ ...visit, form: refusedForm(visit.form, 'contactBy', forms.preferenceRefusals[saved.reason]) }, res.status(422))
}

/** Opening a link changes nothing: programs open links too. The page is the same for any link, so that none can be tried out. */
const showUnsubscribe: Page<'page.view', forms.LinkParams> = ({ params }, res) => {
  res.render('mailings/unsubscribe', { link: params.link })
}

/** By a button or by a mail program (RFC 8058): answered at once, without a redirect, and alike for any link. */
const submitUnsubscribe: Submission<'page.view', forms.LinkParams, object> = async ({ params }, res) => {
  const id = readNewsLink(params.link)
  if (id !== undefined) await unsubscribe(id)
  res.render('mailings/unsubscribed')
}

export const preferenceRoutes = [
  get('/my/messages/preferences', { can: 'message.own', query: forms.preferencesQuery }, showPreferences),
  post('/my/messages/preferences', { can: 'message.own', form: forms.preferencesForm, invalid: showInvalid }, submitPreferences),
  get('/unsubscribe/:link', { can: 'page.view', params: forms.linkParams }, showUnsubscribe),
  byAddress(
    post(
      '/unsubscribe/:link',
      { can: 'page.view', params: forms.linkParams, form: forms.oneClickForm, invalid: showUnsubscribe },
      submitUnsubscribe,
    ),
  ),
]
