import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { noteLook } from '../commands/looks.ts'
import { approveRisk, returnRisk } from '../commands/risk.ts'
import { proposeNeeds, recordCheck, revokeCheck } from '../commands/sign.ts'
import type { ChecksDecision } from '../commands/steps.ts'
import * as forms from '../forms.ts'
import { namesOf } from '../queries/placement.ts'
import { listExpiring, listQueue, PAGE_SIZE } from '../queries/queue.ts'
import { teamKinds, type TeamKind } from '../rules/kinds.ts'
import * as words from '../rules/words.ts'
import { wordingOf } from '../rules/wordings.ts'
import { checkedOf, signingPath } from './signing.ts'

type Can = 'placement.manage'
type Shown<Params = forms.PlacementParams, Query = unknown> = Page<Can, Params, Query>
const addressOf = (placementId: string) => `/staff/placements/${placementId}/checks`

const showChecks: Shown<forms.PlacementParams, forms.NoticeQuery> = async ({ actor, params, query, form }, res) => {
  const placement = await checkedOf(actor, params.placementId)
  await noteLook(actor, placement.candidateId)
  const names = await namesOf(
    placement.history.flatMap(({ signedById, approvedById, revokedById }) => [signedById, approvedById, revokedById]),
  )
  const view = { placement, names, ...words, signingPath, actor, form, now: now() }
  res.render('checks/staff', { ...view, notice: forms.noticeWords(query.notice) })
}
const showAgain: Shown = (visit, res) => showChecks({ ...visit, query: { notice: undefined } }, res)
const showRiskAgain: Shown<forms.CheckParams> = (visit, res) => showAgain(visit, res)

async function settle<Params extends forms.PlacementParams>(
  {
    decision,
    notice,
    field = '',
    again,
  }: { decision: ChecksDecision | undefined; notice: forms.Notice; field?: string; again: Shown<Params> },
  visit: Visit<Can, Params>,
  res: Response,
): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${addressOf(visit.params.placementId)}?notice=${notice}`)
  else await again({ ...visit, query: {}, form: refusedForm(visit.form, field, words.refusals[decision.reason]) }, res.status(422))
}

const typedOr = (form: Form): Form =>
  form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm({ madeOn: typedDay(now()) })

const showRecord =
  (kind: TeamKind): Shown =>
  async ({ actor, params, form }, res) => {
    const placement = await checkedOf(actor, params.placementId)
    await noteLook(actor, placement.candidateId)
    if (!placement.open) {
      res.redirect(303, addressOf(placement.id))
      return
    }
    const view = { placement, kind, title: words.kindTitles[kind], wording: wordingOf(kind), form: typedOr(form) }
    res.render(`checks/record-${kind}`, view)
  }

type Typed = { result?: string; madeOn?: string; until?: string | undefined }
const submitRecord =
  (kind: TeamKind) =>
  async (visit: Visit<Can, forms.PlacementParams> & { input: Typed }, res: Response): Promise<void> => {
    const { actor, params, force, input } = visit
    const given = {
      result: input.result ?? 'given',
      madeOn: input.madeOn ?? londonDay(now()),
      ...(input.until !== undefined && { until: input.until }),
    }
    const decision = await recordCheck(actor, params.placementId, kind, { ...given, months: force })
    await settle({ decision, notice: 'recorded', field: 'madeOn', again: showRecord(kind) }, visit, res)
  }

const submitNeeds: Submission<Can, forms.PlacementParams, { words: string }> = async (visit, res) => {
  const decision = await proposeNeeds(visit.actor, visit.params.placementId, visit.input.words, visit.force)
  await settle({ decision, notice: 'proposed', field: 'words', again: showAgain }, visit, res)
}
const showRevoke: Shown = async ({ actor, params, form }, res) => {
  const placement = await checkedOf(actor, params.placementId)
  const held = placement.lines.filter(({ check }) => check?.revokedAt === null)
  res.render('checks/revoke', { placement, held, form, ...words })
}
const submitRevoke: Submission<Can, forms.PlacementParams, Parameters<typeof revokeCheck>[2]> = async (visit, res) => {
  const decision = await revokeCheck(visit.actor, visit.params.placementId, visit.input)
  await settle({ decision, notice: 'revoked', again: showRevoke }, visit, res)
}
const submitApprove: Submission<Can, forms.CheckParams, object> = async (visit, res) => {
  const decision = await approveRisk(visit.actor, visit.params.placementId, visit.params.checkId)
  await settle({ decision, notice: 'approved', again: showRiskAgain }, visit, res)
}
const submitReturn: Submission<Can, forms.CheckParams, { words: string }> = async (visit, res) => {
  const decision = await returnRisk(visit.actor, visit.params.placementId, visit.params.checkId, visit.input.words)
  await settle({ decision, notice: 'returned', field: 'words', again: showRiskAgain }, visit, res)
}

const showQueue: Page<Can, unknown, forms.QueueQuery> = async ({ actor, query }, res) => {
  const [queue, expiring] = await Promise.all([listQueue(actor, query), listExpiring(actor, 1)])
  res.render('checks/queue', { ...words, query, queue, expiring, pages: Math.ceil(queue.total / PAGE_SIZE) })
}

const at = '/staff/placements/:placementId/checks'
const one = { can: 'placement.manage', params: forms.placementParams } as const
const risk = { can: 'placement.manage', params: forms.checkParams } as const
const records = { recordCheck: forms.recordCheckForm, briefing: forms.briefingForm, insurance: forms.insuranceForm } as const
const recordPaths: Record<TeamKind, string> = { recordCheck: 'record-check', briefing: 'briefing', insurance: 'insurance' }

export const staffCheckRoutes = [
  get('/staff/checks', { can: 'placement.manage', query: forms.queueQuery }, showQueue),
  get(at, { ...one, query: forms.noticeQuery }, showChecks),
  ...teamKinds.flatMap((kind) => [
    get(`${at}/${recordPaths[kind]}`, one, showRecord(kind)),
    post(`${at}/${recordPaths[kind]}`, { ...one, form: records[kind], invalid: showRecord(kind) }, submitRecord(kind)),
  ]),
  post(`${at}/needs`, { ...one, form: forms.proposeForm, invalid: showAgain }, submitNeeds),
  get(`${at}/revoke`, one, showRevoke),
  post(`${at}/revoke`, { ...one, form: forms.revokeForm, invalid: showRevoke }, submitRevoke),
  post(`${at}/risk/:checkId/approve`, { ...risk, form: forms.nothingForm, invalid: showRiskAgain }, submitApprove),
  post(`${at}/risk/:checkId/return`, { ...risk, form: forms.returnForm, invalid: showRiskAgain }, submitReturn),
]
