import { now } from '../../../core/clock.ts'
import { daysAfter, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { kindWords } from '../../pairings/rules/words.ts'
import { lookAtShared, share, stopSharing } from '../commands/sharing.ts'
import * as forms from '../forms/own.ts'
import { listReaders } from '../queries/own.ts'
import { findSharedWithSupporter, findSharedWithTeam } from '../queries/shared.ts'
import { AIM, feelings, hasReached, kinds } from '../rules/plan.ts'
import { shareables, type Shareable } from '../rules/sharing.ts'

type Own = 'preparing.own'
const WEEKS = 56 // days: what the field offers first
const words = { AIM, feelings, hasReached, kinds }

/** Who may read it, and the way to let somebody or to stop at once: the same for a plan and for a log. */
function routesOf(what: Shareable) {
  const home = `/my/${what}`
  const show: Page<Own, unknown, Partial<forms.NoticeQuery>> = async ({ actor, form, query }, res) => {
    const filled =
      Object.keys(form.values).length > 0 || form.errors.length > 0 ? form : blankForm({ until: typedDay(daysAfter(now(), WEEKS)) })
    res.render('preparing/sharing', {
      ...{ what, home, title: shareables[what], readers: await listReaders(actor, what), kindWords, form: filled },
      notice: forms.noticeWords(query.notice),
    })
  }
  const again: Page<Own> = (visit, res) => show({ ...visit, query: {} }, res)
  const submit: Submission<Own, unknown, forms.ShareInput> = async (visit, res) => {
    const { reader: pairingId, until } = visit.input
    const decision = await share(visit.actor, { what, pairingId, until })
    if (!decision) throw new NotFound()
    if (decision.ok) {
      res.redirect(303, `${home}/sharing?notice=shared`)
      return
    }
    const { field, words: said } = forms.shareRefusals[decision.reason]
    await again({ ...visit, query: {}, form: refusedForm(visit.form, field, said) }, res.status(422))
  }
  const submitStop: Submission<Own, unknown, forms.StopInput> = async ({ actor, input }, res) => {
    if (!(await stopSharing(actor, what, input.reader))) throw new NotFound()
    res.redirect(303, `${home}/sharing?notice=stopped`)
  }
  const own = { can: 'preparing.own' } as const
  return [
    get(`${home}/sharing`, { ...own, query: forms.noticeQuery }, show),
    post(`${home}/sharing`, { ...own, form: forms.shareForm, invalid: again }, submit),
    post(`${home}/sharing/stop`, { ...own, form: forms.stopForm, invalid: again }, submitStop),
  ]
}

const showToSupporter: Page<'pairing.support', forms.PairingParams, forms.PageQuery> = async ({ actor, force, params, query }, res) => {
  const shared = await findSharedWithSupporter(actor, force, params.pairingId, query.page)
  if (!shared) throw new NotFound()
  res.render('preparing/shared', {
    ...words,
    shared,
    number: query.page,
    back: { href: `/supporting/pairings/${params.pairingId}`, text: `You and ${shared.name}` },
  })
}

const showToTeam: Page<'candidate.manage', forms.CandidateParams, forms.PageQuery> = async ({ actor, force, params, query }, res) => {
  const shared = await findSharedWithTeam(actor, force, params.candidateId, query.page)
  if (!shared) throw new NotFound()
  await lookAtShared(actor, params.candidateId)
  const { name, id } = shared.candidate
  res.render('preparing/shared-team', {
    ...words,
    shared: { ...shared, name },
    number: query.page,
    back: { href: `/staff/candidates/${id}`, text: name },
  })
}

export const sharingRoutes = [
  ...routesOf('plan'),
  ...routesOf('fitness'),
  get(
    '/supporting/pairings/:pairingId/preparing',
    { can: 'pairing.support', params: forms.pairingParams, query: forms.pageQuery },
    showToSupporter,
  ),
  get(
    '/staff/candidates/:candidateId/preparing',
    { can: 'candidate.manage', params: forms.candidateParams, query: forms.pageQuery },
    showToTeam,
  ),
]
