import type { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { instantAt, londonDay, startOfDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { findAskable } from '../../requests/queries/one.ts'
import { moveAction, addAction } from '../commands/actions.ts'
import * as cases from '../commands/cases.ts'
import type { Done } from '../commands/steps.ts'
import { linkCase, unlinkCase, type Changed } from '../commands/systemic.ts'
import { casesCsv } from '../documents.ts'
import * as fields from '../forms/fields.ts'
import { openForm, type OpenInput } from '../forms/own.ts'
import * as forms from '../forms/staff.ts'
import { countCases, findCase, listCases, listCasesForFile } from '../queries/cases.ts'
import { barrierKinds } from '../rules/cases.ts'
import { shows, showWords } from '../rules/shows.ts'
import * as words from '../rules/words.ts'

type Manage = 'barrier.manage'
type Params = fields.CaseParams
const at = '/staff/barriers'

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  const { kind, owner, whose, q } = query
  const [found, counts, team] = await Promise.all([listCases(actor, query), countCases(actor, { kind, owner, whose, q }), listTeam(actor)])
  res.render('barriers/list', { ...words, ...found, counts, team, query, shows, showWords, barrierKinds })
}

const showFile: Page<Manage, unknown, forms.FileQuery> = async ({ actor, query }, res) => {
  const rows = await listCasesForFile(actor, query)
  res
    .attachment(`cases-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(casesCsv(rows))
}

/** For somebody who told the team in another way; whom it is for stands in the address. */
const showNew: Page<Manage, fields.ForParams> = async ({ actor, params, form }, res) => {
  const candidate = await findAskable(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  res.render('barriers/staff-new', { ...words, barrierKinds, candidate, form })
}
const submitNew: Submission<Manage, fields.ForParams, OpenInput> = async ({ actor, force, params, input }, res) => {
  const id = await cases.openCase({ ...actor, candidateId: params.candidateId }, input, force)
  if (id === undefined) throw new NotFound()
  res.redirect(303, `${at}/${id}?notice=opened`)
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, params, query, form }, res) => {
  const found = await findCase(actor, params.caseId)
  if (!found) throw new NotFound()
  await cases.lookAtCase(actor, found.candidateId)
  const today = startOfDay(londonDay(now()))
  const { whoWords } = words
  res.render('barriers/one', {
    ...words,
    whoWords,
    found,
    me: actor.accountId,
    today,
    form,
    notice: query.notice && forms.notices[query.notice],
  })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

type Answer = Done | Changed | undefined
type Given<P, Input> = { actor: Team; params: P; input: Input; force: ForceProfile }

/** One form of the page of a case, and what it does. */
function on<P extends Params, F extends z.ZodType>(
  path: string,
  { params, form }: { params: z.ZodType<P>; form: F },
  notice: keyof typeof forms.notices,
  act: (given: Given<P, z.infer<F>>) => Promise<Answer>,
): Route {
  const submit: Submission<Manage, P, z.infer<F>> = async (visit, res) => {
    const done = await act(visit)
    if (!done) throw new NotFound()
    if (done.ok) res.redirect(303, `${at}/${visit.params.caseId}?notice=${notice}`)
    else await showAgain({ ...visit, form: refusedForm(visit.form, '', words.refusals[done.reason]) }, res.status(422))
  }
  return post(`${at}/:caseId/${path}`, { can: 'barrier.manage', params, form, invalid: showAgain }, submit)
}

const of = <F extends z.ZodType>(form: F) => ({ params: fields.caseParams, form })
const bare = of(fields.nothingForm)
const action = { params: fields.actionParams, form: fields.nothingForm }

const steps: Route[] = [
  on('take', of(forms.ownerForm), 'taken', ({ actor, params, input }) => cases.takeCase(actor, params.caseId, input.ownerId)),
  on('owner', of(forms.ownerForm), 'given', ({ actor, params, input }) => cases.giveCase(actor, params.caseId, input.ownerId)),
  on('work', bare, 'moved', ({ actor, params }) => cases.beginWork(actor, params.caseId)),
  on('wait', of(forms.waitForm), 'moved', ({ actor, params, input }) => cases.waitOnOthers(actor, params.caseId, input.waitingFor)),
  on('resume', bare, 'moved', ({ actor, params }) => cases.resumeWork(actor, params.caseId)),
  on('answer', of(forms.answerForm), 'answered', ({ actor, params, input }) => cases.answerCase(actor, params.caseId, input.answer)),
  on('note', of(forms.noteForm), 'noted', ({ actor, params, input }) => cases.noteCase(actor, params.caseId, input.note)),
  on('extend', of(forms.extendForm), 'extended', ({ actor, params, input }) =>
    cases.extendCase(actor, params.caseId, { dueAt: instantAt(input.dueOn, '17:00') ?? startOfDay(input.dueOn), words: input.why }),
  ),
  on('close', of(forms.closeForm), 'closed', ({ actor, params, input }) =>
    cases.closeCase(actor, params.caseId, { outcome: input.outcome, words: input.outcomeWords }),
  ),
  on('withdraw', bare, 'withdrawn', ({ actor, params }) => cases.withdrawCase(actor, params.caseId)),
  on('reopen', of(forms.againForm), 'again', ({ actor, params, input, force }) =>
    cases.reopenCase(actor, params.caseId, { words: input.again, force }),
  ),
  on('actions', of(forms.actionForm), 'action', ({ actor, params, input: { what, who, actionDue } }) =>
    addAction(actor, params.caseId, { what, who, dueOn: actionDue }),
  ),
  on('actions/:actionId/done', action, 'action', ({ actor, params }) => moveAction(actor, params, 'done')),
  on('actions/:actionId/undone', action, 'action', ({ actor, params }) => moveAction(actor, params, 'undone')),
  on('actions/:actionId/drop', action, 'action', ({ actor, params }) => moveAction(actor, params, 'dropped')),
  on('actions/:actionId/keep', action, 'action', ({ actor, params }) => moveAction(actor, params, 'kept')),
  on('link', of(forms.linkForm), 'linked', ({ actor, params, input }) => linkCase(actor, { ...params, ...input })),
  on('unlink', of(forms.linkForm), 'unlinked', ({ actor, params, input }) => unlinkCase(actor, { ...params, ...input })),
]

const forWhom = { can: 'barrier.manage', params: fields.forParams } as const

export const staffBarrierRoutes: Route[] = [
  get(at, { can: 'barrier.manage', query: forms.listQuery }, showList),
  get(`${at}/list.csv`, { can: 'barrier.manage', query: forms.fileQuery }, showFile),
  get('/staff/candidates/:candidateId/barriers/new', forWhom, showNew),
  post('/staff/candidates/:candidateId/barriers/new', { ...forWhom, form: openForm, invalid: showNew }, submitNew),
  get(`${at}/:caseId`, { can: 'barrier.manage', params: fields.caseParams, query: forms.oneQuery }, showOne),
  ...steps,
]
