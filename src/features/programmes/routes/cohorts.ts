import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { changeMembership, closeCohort, recordMemberLook, saveCohort } from '../commands/cohorts.ts'
import { findQuery, type FindQuery } from '../forms/attendance.ts'
import * as forms from '../forms/cohorts.ts'
import type { CohortInput, CohortParams, MemberInput, MemberParams, MembersQuery, NoticeQuery, PageQuery } from '../forms/cohorts.ts'
import { nothingForm } from '../forms/workshops.ts'
import { findCohort, findMember, listCohorts, listCoordinators, listMembers, listProgrammes, type FoundCohort } from '../queries/cohorts.ts'
import { findSharedRatings } from '../queries/ratings.ts'
import { topicNames } from '../rules/ratings.ts'
import { searchCandidates } from '../queries/workshops.ts'
import { kindNames } from '../rules/kinds.ts'
import { completionWords, stillWords } from '../rules/completion.ts'
import { listCatchUps } from '../queries/catch-up.ts'
import { eventsForMembership, membershipNames } from '../rules/cohorts.ts'

const notices: Record<string, string> = {
  saved: 'Cohort saved.',
  again: 'The new cohort is made, with its workshops as drafts. Look at each before you publish it.',
  invited: 'Invited. They are being told by e-mail, where they have one.',
  closed: 'The cohort is closed.',
  accept: 'They are a member now, and are being told by e-mail.',
  refuse: 'The request is answered, and they are being told.',
  leave: 'They have left the cohort. What they had of its workshops goes to those waiting.',
  move: 'Moved. They are a member of the other cohort now.',
  complete: 'Completed.',
}
const noticeFor = (code: string | undefined) => (code !== undefined && Object.hasOwn(notices, code) ? notices[code] : undefined)

type Manage = 'programme.manage'
const manage = { can: 'programme.manage' } as const
const one = { ...manage, params: forms.cohortParams } as const
const member = { ...manage, params: forms.memberParams } as const

const typed = (form: Form) => Object.keys(form.values).length > 0

const showList: Page<Manage, unknown, PageQuery> = async ({ actor, query }, res) => {
  const list = await listCohorts(actor, query)
  res.render('programmes/staff/cohorts', { ...list, number: query.page, notice: noticeFor(query.notice) })
}

async function find(actor: Team, id: string): Promise<FoundCohort> {
  const cohort = await findCohort(actor, id)
  if (!cohort) throw new NotFound()
  return cohort
}

type Shown = { actor: Team; force: ForceProfile; params: CohortParams; form: Form }

async function renderOne({ actor, force, params, form }: Shown, query: Partial<MembersQuery>, res: Response): Promise<void> {
  const cohort = await find(actor, params.cohortId)
  const { q = '', page = 1, state } = query
  const members = await listMembers(actor, cohort.id, { q, page, state })
  res.render('programmes/staff/cohort', {
    ...{ cohort, form, q, state, completionWords, membershipNames, ...members },
    kindNames: kindNames(force),
    number: page,
    notice: noticeFor(query.notice),
  })
}

const showOne: Page<Manage, CohortParams, MembersQuery> = (visit, res) => renderOne(visit, visit.query, res)
const showOneAgain: Page<Manage, CohortParams> = (visit, res) => renderOne(visit, {}, res)

const submitClose: Submission<Manage, CohortParams, unknown> = async (visit, res) => {
  const closed = await closeCohort(visit.actor, visit.params.cohortId)
  if (!closed) throw new NotFound()
  if (closed.ok) res.redirect(303, `/staff/cohorts/${visit.params.cohortId}?notice=closed`)
  else
    await showOneAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'close', forms.closeRefusals[closed.reason]) }, res.status(422))
}

const valuesOf = (cohort: FoundCohort) => ({
  ...{ name: cohort.name, capacity: cohort.capacity, programme: cohort.programmeId, coordinator: cohort.coordinatorId ?? '' },
  opens: typedDay(cohort.opensAt),
  closes: typedDay(new Date(cohort.closesAt.getTime() - 1)),
  starts: typedDay(cohort.startsOn),
  ends: typedDay(cohort.endsOn),
})

const showEdit: Page<Manage, { cohortId?: string }> = async ({ actor, params, form }, res) => {
  const cohort = params.cohortId === undefined ? undefined : await find(actor, params.cohortId)
  const [programmes, coordinators] = await Promise.all([listProgrammes(actor), listCoordinators(actor)])
  const values = cohort ? valuesOf(cohort) : { coordinator: actor.accountId }
  res.render('programmes/staff/cohort-edit', { cohort, programmes, coordinators, form: typed(form) ? form : { ...form, values } })
}

const submitEdit: Submission<Manage, { cohortId?: string }, CohortInput> = async (visit, res) => {
  const saved = await saveCohort(visit.actor, visit.params.cohortId, visit.input)
  if (!saved) throw new NotFound()
  if (saved.ok) {
    res.redirect(303, `/staff/cohorts/${saved.id}?notice=saved`)
    return
  }
  const field = saved.reason === 'unknownProgramme' ? 'programme' : 'coordinator'
  await showEdit({ ...visit, query: {}, form: refusedForm(visit.form, field, 'Choose from the list') }, res.status(422))
}

async function renderInvite({ actor, params, form }: Shown, q: string, res: Response): Promise<void> {
  const cohort = await find(actor, params.cohortId)
  res.render('programmes/staff/cohort-invite', { cohort, form, q, found: await searchCandidates(actor, q) })
}

const showInvite: Page<Manage, CohortParams, FindQuery> = (visit, res) => renderInvite(visit, visit.query.q, res)
const showInviteAgain: Page<Manage, CohortParams> = (visit, res) => {
  const { q } = visit.form.values
  return renderInvite(visit, typeof q === 'string' ? q.slice(0, 100) : '', res)
}

const submitInvite: Submission<Manage, CohortParams, { candidateId: string }> = async (visit, res) => {
  const { actor, params, input } = visit
  const decision = await changeMembership(actor, { ...params, candidateId: input.candidateId, event: 'invite' })
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/cohorts/${params.cohortId}?notice=invited`)
  else
    await showInviteAgain(
      { ...visit, query: {}, form: refusedForm(visit.form, 'candidateId', forms.membershipRefusals[decision.reason]) },
      res.status(422),
    )
}

async function renderMember(visit: Omit<Shown, 'params'> & { params: MemberParams }, res: Response, notice?: string): Promise<void> {
  const { actor, params, form } = visit
  const found = await findMember(actor, params.cohortId, params.membershipId)
  if (!found) throw new NotFound()
  await recordMemberLook(actor, found.candidate.id)
  const events = eventsForMembership(found.state, 'team')
  res.render('programmes/staff/member', {
    member: found,
    ratings: await findSharedRatings(actor, params.cohortId, found.candidate.id),
    topicNames,
    catchUps: await listCatchUps({ cohortId: params.cohortId, candidateId: found.candidate.id }, found.standing),
    events,
    form,
    params,
    completionWords,
    stillWords,
    membershipNames,
    notice: noticeFor(notice),
  })
}

const showMember: Page<Manage, MemberParams, NoticeQuery> = (visit, res) => renderMember(visit, res, visit.query.notice)
const showMemberAgain: Page<Manage, MemberParams> = (visit, res) => renderMember(visit, res)

const submitMember: Submission<Manage, MemberParams, MemberInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const found = await findMember(actor, params.cohortId, params.membershipId)
  if (!found) throw new NotFound()
  const act = { cohortId: params.cohortId, candidateId: found.candidate.id, event: input.act, reason: input.reason }
  const decision = await changeMembership(actor, input.act === 'move' ? { ...act, to: input.to } : act)
  if (decision?.ok === true) {
    res.redirect(303, `/staff/cohorts/${params.cohortId}/members/${params.membershipId}?notice=${input.act}`)
    return
  }
  const field = fieldOf(decision?.reason, input.act)
  const message = decision ? forms.membershipRefusals[decision.reason] : 'Choose a cohort from the list'
  await showMemberAgain({ ...visit, query: {}, form: refusedForm(visit.form, field, message) }, res.status(422))
}

const fieldOf = (refusal: string | undefined, act: string): string => {
  if (refusal === 'reasonNeeded') return `reason-${act}`
  return act === 'move' ? 'to' : 'act'
}

export const cohortRoutes = [
  get('/staff/cohorts', { ...manage, query: forms.pageQuery }, showList),
  get('/staff/cohorts/new', manage, showEdit as Page<Manage>),
  post(
    '/staff/cohorts/new',
    { ...manage, form: forms.cohortForm, invalid: showEdit as Page<Manage> },
    submitEdit as Submission<Manage, object, CohortInput>,
  ),
  get('/staff/cohorts/:cohortId', { ...one, query: forms.membersQuery }, showOne),
  post('/staff/cohorts/:cohortId/close', { ...one, form: nothingForm, invalid: showOneAgain }, submitClose),
  get('/staff/cohorts/:cohortId/edit', one, showEdit),
  post('/staff/cohorts/:cohortId/edit', { ...one, form: forms.cohortForm, invalid: showEdit }, submitEdit),
  get('/staff/cohorts/:cohortId/invite', { ...one, query: findQuery }, showInvite),
  post('/staff/cohorts/:cohortId/invite', { ...one, form: forms.inviteForm, invalid: showInviteAgain }, submitInvite),
  get('/staff/cohorts/:cohortId/members/:membershipId', { ...member, query: forms.noticeQuery }, showMember),
  post('/staff/cohorts/:cohortId/members/:membershipId', { ...member, form: forms.memberForm, invalid: showMemberAgain }, submitMember),
]
