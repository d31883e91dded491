import { z } from 'zod'
import { monthsAfter } from '../../core/dates.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { signOut } from '../../core/sign-in.ts'
import { answerConsent, closeAccount } from './commands.ts'
import {
  closeForm,
  closeRefusals,
  consentForm,
  privacyNotices,
  purposeParams,
  type CloseInput,
  type ConsentInput,
  type PurposeParams,
} from './forms.ts'
import { findActivity, listConsents, listLooks, LOOKS_A_PAGE, previewClosing } from './queries.ts'
import { howInWords, liveConsent } from './rules.ts'

const noticeQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })

const showPrivacy: Page<'candidate.own', unknown, z.infer<typeof noticeQuery>> = async ({ actor, force, query }, res) => {
  const [records, { looks, total }, activeAt] = await Promise.all([listConsents(actor), listLooks(actor, 1), findActivity(actor)])
  const choices = force.consents
    .filter(({ purpose }) => purpose !== 'monitoring')
    .map(({ purpose, title }) => ({ purpose, title, since: liveConsent(records, purpose)?.givenAt }))
  const keptUntil = monthsAfter(activeAt, force.retention.inactiveMonths)
  const notice = query.notice === undefined ? undefined : privacyNotices[query.notice]
  res.render('privacy/mine', { choices, looks: looks.slice(0, 5), total, keptUntil, months: force.retention.inactiveMonths, notice })
}

const showConsent: Page<'candidate.own', PurposeParams> = async ({ actor, force, params, form }, res) => {
  const consent = force.consents.find(({ purpose }) => purpose === params.purpose)
  const records = (await listConsents(actor)).filter(({ purpose }) => purpose === params.purpose)
  res.render('privacy/consent', { consent, records, live: liveConsent(records, params.purpose), form, howInWords })
}

const submitConsent: Submission<'candidate.own', PurposeParams, ConsentInput> = async ({ actor, force, params, input }, res) => {
  await answerConsent(actor, params.purpose, force, input.answer === 'yes')
  res.redirect(303, `/my/privacy?notice=${input.answer}`)
}

const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })

const showLooks: Page<'candidate.own', unknown, z.infer<typeof pageQuery>> = async ({ actor, query }, res) => {
  const { looks, total } = await listLooks(actor, query.page)
  res.render('privacy/looks', { looks, total, number: query.page, pages: Math.max(1, Math.ceil(total / LOOKS_A_PAGE)) })
}

const showClose: Page<'candidate.own'> = async ({ actor, form }, res) => {
  res.render('privacy/close', { form, preview: await previewClosing(actor), others: actor.roles.filter((role) => role !== 'candidate') })
}

const submitClose: Submission<'candidate.own', unknown, CloseInput> = async (visit, res) => {
  const decision = await closeAccount(visit.actor, visit.input.password)
  if (!decision.ok) {
    await showClose({ ...visit, form: refusedForm(visit.form, 'password', closeRefusals[decision.reason]) }, res.status(422))
    return
  }
  await signOut(res.req)
  res.redirect(303, '/goodbye')
}

const showGoodbye: Page<'page.view'> = (_visit, res) => {
  res.render('privacy/goodbye')
}

export const privacyRoutes = [
  get('/my/privacy', { can: 'candidate.own', query: noticeQuery }, showPrivacy),
  get('/my/privacy/looks', { can: 'candidate.own', query: pageQuery }, showLooks),
  get('/my/privacy/close', { can: 'candidate.own', sensitive: true }, showClose),
  post('/my/privacy/close', { can: 'candidate.own', sensitive: true, form: closeForm, invalid: showClose }, submitClose),
  get('/my/privacy/:purpose', { can: 'candidate.own', params: purposeParams }, showConsent),
  post('/my/privacy/:purpose', { can: 'candidate.own', params: purposeParams, form: consentForm, invalid: showConsent }, submitConsent),
  get('/goodbye', { can: 'page.view' }, showGoodbye),
]
