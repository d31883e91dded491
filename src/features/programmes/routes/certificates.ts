import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { openCertificate } from '../commands/certificates.ts'
import { checkQuery, type CheckQuery } from '../forms/certificates.ts'
import { cohortParams, type CohortParams } from '../forms/cohorts.ts'
import { nothingForm } from '../forms/workshops.ts'
import { checkCertificate, findOwnCertificate } from '../queries/certificates.ts'
import { readReference } from '../rules/certificates.ts'
import { renderCohort } from './own-cohorts.ts'

const own = { can: 'candidate.own', params: cohortParams } as const

const showCertificate: Page<'candidate.own', CohortParams> = async ({ actor, params }, res) => {
  const certificate = await findOwnCertificate(actor, params.cohortId)
  if (!certificate) throw new NotFound()
  const check = `${res.locals['baseUrl'] as string}/certificates?reference=${certificate.reference}`
  res.render('programmes/certificate', { certificate, check })
}

const showCohortAgain: Page<'candidate.own', CohortParams> = (visit, res) => renderCohort(visit, res)

const submitOpen: Submission<'candidate.own', CohortParams, unknown> = async (visit, res) => {
  const { actor, params } = visit
  const opened = await openCertificate(actor, params.cohortId)
  if (!opened) throw new NotFound()
  if (opened.ok) res.redirect(303, `/cohorts/${params.cohortId}/certificate`)
  else {
    const form = refusedForm(visit.form, 'certificate', 'There is something left to do before there is a certificate')
    await showCohortAgain({ ...visit, query: {}, form }, res.status(422))
  }
}

/** Anybody may ask whether a reference is one of ours. The answer never says whose. */
const showCheck: Page<'page.view', unknown, CheckQuery> = async ({ query }, res) => {
  const reference = readReference(query.reference)
  const found = reference === undefined ? undefined : await checkCertificate(reference)
  res.render('programmes/certificate-check', { typed: query.reference, reference, found })
}

export const certificateRoutes = [
  get('/cohorts/:cohortId/certificate', own, showCertificate),
  post('/cohorts/:cohortId/certificate', { ...own, form: nothingForm, invalid: showCohortAgain }, submitOpen),
  get('/certificates', { can: 'page.view', query: checkQuery }, showCheck),
]
