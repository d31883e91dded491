import type { Response } from 'express'
import type { Candidate, Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Visit } from '../../../core/http.ts'
import { signCheck, type Signed } from '../commands/sign.ts'
import * as forms from '../forms.ts'
import { findForCandidate, findForTeam, type CheckedPlacement } from '../queries/placement.ts'
import type { CandidateKind } from '../rules/kinds.ts'
import { hows, kindNames, kindTitles, refusals, type How } from '../rules/words.ts'
import { wordingOf } from '../rules/wordings.ts'

/** A candidate signs on their own pages; the team notes there what a candidate said. */
type Can = 'placement.own' | 'placement.manage'
type Shown = Page<Can, forms.PlacementParams>

export const checksAddress = (actor: Candidate | Team, placementId: string): string =>
  `${actor.role === 'candidate' ? '/my' : '/staff'}/placements/${placementId}/checks`

export async function checkedOf(actor: Candidate | Team, placementId: string): Promise<CheckedPlacement> {
  const found = await (actor.role === 'candidate' ? findForCandidate(actor, placementId) : findForTeam(actor, placementId))
  if (!found) throw new NotFound()
  return found
}

const show =
  (kind: CandidateKind): Shown =>
  async ({ actor, params, form }, res) => {
    const placement = await checkedOf(actor, params.placementId)
    const line = placement.lines.find((each) => each.kind === kind)
    if (!line || !placement.open) {
      res.redirect(303, checksAddress(actor, placement.id))
      return
    }
    const own = actor.role === 'candidate'
    const view = { placement, kind, line, form, own, wording: wordingOf(kind), title: (own ? kindNames : kindTitles)[kind] }
    res.render(`checks/sign-${kind}`, { ...view, hows, base: checksAddress(actor, placement.id) })
  }

type Typed = {
  answer?: string
  how?: How | undefined
  words?: string
  contactName?: string
  contactPhone?: string
  contactRelation?: string
}

/** What is kept of what was typed. */
function signedOf(kind: CandidateKind, typed: Typed): Signed & { byTheDay?: boolean } {
  const { answer = '', words = '', contactName = '', contactPhone = '', contactRelation = '' } = typed
  if (kind === 'emergencyContact') return { result: 'given', contact: { contactName, contactPhone, contactRelation } }
  if (kind === 'confidentiality') return { result: 'promised' }
  if (kind === 'age') return { result: answer === 'under' ? 'under' : 'adult', byTheDay: answer === 'byTheDay' }
  return kind === 'accessNeeds' && answer === 'asked' ? { result: answer, words } : { result: answer }
}

const noticeOf = (result: string): forms.Notice => (result === 'asked' ? 'asked' : ['under', 'cannot'].includes(result) ? 'talk' : 'signed')

type Done = Visit<Can, forms.PlacementParams> & { input: Typed }

const submit =
  (kind: CandidateKind) =>
  async (visit: Done, res: Response): Promise<void> => {
    const { actor, params, force, input } = visit
    const again = (field: string, message: string) =>
      show(kind)({ ...visit, query: {}, form: refusedForm(visit.form, field, message) }, res.status(422))
    if (actor.role !== 'candidate' && input.how === undefined) return again('how', 'Choose how they told you')
    const given = signedOf(kind, input)
    const how = input.how === undefined ? {} : { how: input.how }
    const decision = await signCheck(actor, params.placementId, kind, { ...given, ...how, months: force })
    if (!decision) throw new NotFound()
    if (!decision.ok) return again('', refusals[decision.reason])
    res.redirect(303, `${checksAddress(actor, params.placementId)}?notice=${noticeOf(given.result)}`)
  }

const schemas = {
  age: forms.ageForm,
  eligibility: forms.eligibilityForm,
  confidentiality: forms.confidentialityForm,
  emergencyContact: forms.contactForm,
  accessNeeds: forms.needsForm,
} as const
const paths: Record<CandidateKind, string> = {
  age: 'age',
  eligibility: 'eligibility',
  confidentiality: 'confidentiality',
  emergencyContact: 'emergency-contact',
  accessNeeds: 'access-needs',
}
/** Where each is signed, below the page of the checks. */
export const signingPath = (kind: CandidateKind): string => paths[kind]

function routesOf(can: Can, at: string): Route[] {
  const address = { can, params: forms.placementParams }
  return (Object.keys(schemas) as CandidateKind[]).flatMap((kind) => [
    get(`${at}/${paths[kind]}`, address, show(kind)),
    post(`${at}/${paths[kind]}`, { ...address, form: schemas[kind], invalid: show(kind) }, submit(kind)),
  ])
}

export const signingRoutes = [
  ...routesOf('placement.own', '/my/placements/:placementId/checks'),
  ...routesOf('placement.manage', '/staff/placements/:placementId/checks'),
]
