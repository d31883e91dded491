import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { findContact } from '../../conversations/queries/contact.ts'
import { listEmails } from '../../messages/queries.ts'
import { resendEmail } from '../../messages/commands.ts'
import { listPlans, listStages } from '../../stages/queries/records.ts'
import { conflicts } from '../../stages/rules/conflicts.ts'
import { listPairingsOf } from '../../pairings/queries/staff.ts'
import { listOwnOneToOnes } from '../../oneToOnes/queries/one-to-ones.ts'
import { oneToOneStateWords, slotKindWords } from '../../oneToOnes/rules/words.ts'
import { kindWords, stateWords } from '../../pairings/rules/words.ts'
import { findWorkOf } from '../../inWork/queries/team.ts'
import { listCasesOf } from '../../barriers/queries/cases.ts'
import { caseStateWords, kindNames as barrierKindNames } from '../../barriers/rules/words.ts'
import { listPlacementsOf } from '../../placements/queries/staff.ts'
import { stateWords as placementStates } from '../../placements/rules/words.ts'
import { lookAtCandidate } from '../commands/looks.ts'
import * as forms from '../forms/staff.ts'
import { findPrompt } from '../../programmes/queries/no-shows.ts'
import { findCare } from '../queries/care.ts'
import { findSurvivor } from '../../duplicates/queries/pairs.ts'
import { findReaching } from '../queries/reach.ts'
import { findCandidate } from '../queries/staff-one.ts'
import { reasonForTeam, teamWords } from '../../requests/rules/words.ts'
import { assignReasons } from '../rules/assignment.ts'
import { needsOf, nextDue } from '../rules/needs.ts'
import { timelineKinds } from '../rules/timeline.ts'

const notices: Record<string, string> = {
  enrolled: 'They are registered. Read their reference out to them: they need it to take over this record.',
  joined: 'The two records are one now. It can be undone for 30 days, below.',
  parted: 'They are two records again. What is new stayed with this one.',
  wasJoined: 'The record you asked for was joined with this one.',
  claimSent: 'The link is on its way to them.',
  reach: 'Saved how they are reached.',
  resent: 'The e-mail is on its way again.',
  stage: 'The stage is recorded.',
  note: 'The note is written.',
  task: 'The task is on the list.',
  'task-done': 'Done. It can be opened again below.',
  'task-reopened': 'The task is open again.',
  owner: 'Saved. The person sees who looks after them.',
  voided: 'The record is voided. It stays in the history.',
  stageOrder: 'The stage is recorded. A stage before it is not recorded as passed: check whether that is right.',
  planned: 'The date is saved.',
  unplanned: 'The date is taken off.',
  reference: 'The recruitment reference is saved.',
}

/** A record that was joined to another leads there. */
async function showSurvivor(actor: Team, candidateId: string, res: Response): Promise<void> {
  const survivor = await findSurvivor(actor, candidateId)
  if (survivor === undefined) throw new NotFound()
  res.redirect(303, `/staff/candidates/${survivor}?notice=wasJoined`)
}

const showCandidate: Page<'candidate.manage', forms.CandidateParams, Partial<forms.CandidateQuery>> = async (visit, res) => {
  const { actor, params, query, form, force } = visit
  const candidate = await findCandidate(actor, params.candidateId)
  if (!candidate) {
    await showSurvivor(actor, params.candidateId, res)
    return
  }
  await lookAtCandidate(actor, candidate.id)
  const [care, emails, contact, stages, plans, team, reaching, missed, pairings, oneToOnes, placements, inWork] = await Promise.all([
    findCare(actor, candidate, force, query),
    listEmails(actor, candidate.id),
    findContact(actor, candidate),
    listStages(actor, candidate.id),
    listPlans(actor, candidate.id),
    listTeam(actor),
    findReaching(actor, candidate.id),
    findPrompt(actor, candidate.id),
    listPairingsOf(actor, candidate.id),
    listOwnOneToOnes({ candidateId: candidate.id }),
    listPlacementsOf(actor, candidate.id),
    findWorkOf(actor, candidate.id),
  ])
  const disagreements = conflicts(stages)
  const nameOf = (kind: string) => force.support.find((each) => each.kind === kind)?.name ?? kind
  const { owner } = care.assignment
  const needs = needsOf({ ...candidate, ...reaching, tasks: care.tasks.open, emails, disagreements, owner, kindName: nameOf }, now())
  res.render('candidates/staff/one', {
    ...{ candidate, ...care, ...reaching, emails, contact, stages, plans, team, missed, form, disagreements, needs, due: nextDue(needs) },
    ...{ pairings, pairingKinds: kindWords, pairingStates: stateWords, oneToOnes, slotKindWords, oneToOneStateWords },
    ...{ placements, placementStates, inWork },
    ...{ barrierCases: await listCasesOf(actor, candidate.id), barrierKindNames, caseStateWords },
    ...{ assignReasons, timelineKinds, taskDone: query.notice === 'task-done' },
    notice: query.notice === undefined ? undefined : notices[query.notice],
    ...{ teamWords, reasonForTeam, today: now() },
  })
}

const back = ({ params }: { params: { candidateId: string } }, notice: string) => `/staff/candidates/${params.candidateId}?notice=${notice}`

/** The page again, with what was wrong. */
export const showInvalid: Page<'candidate.manage', forms.CandidateParams> = (visit, res) => showCandidate({ ...visit, query: {} }, res)

const submitResend: Submission<'candidate.manage', forms.EmailParams, object> = async (visit, res) => {
  const resent = await resendEmail(visit.actor, visit.params.emailId, visit.params.candidateId)
  if (!resent) throw new NotFound()
  res.redirect(303, back(visit, 'resent'))
}

const one = { can: 'candidate.manage', params: forms.candidateParams } as const

export const candidateRoutes = [
  get('/staff/candidates/:candidateId', { ...one, query: forms.candidateQuery }, showCandidate),
  post(
    '/staff/candidates/:candidateId/emails/:emailId/resend',
    { can: 'candidate.manage', params: forms.emailParams, form: z.object({}), invalid: showInvalid },
    submitResend,
  ),
]
