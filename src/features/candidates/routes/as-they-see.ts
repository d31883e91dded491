import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import { lookAsTheySee } from '../commands/looks.ts'
import { behindGlass } from '../documents.ts'
import { candidateParams, type CandidateParams } from '../forms/staff.ts'
import { findCandidate } from '../queries/staff-one.ts'
import { gatherHome } from './own.ts'

const rendered = (res: Response, view: string, locals: object): Promise<string> =>
  new Promise((done, fail) => {
    res.render(view, locals, (error: Error | null, html?: string) => {
      if (error) fail(error)
      else done(html ?? '')
    })
  })

/** The candidate's own first page, by the same renderer, where nothing can be pressed. */
const showAsTheySee: Page<'candidate.manage', CandidateParams> = async ({ actor, params, force }, res) => {
  const candidate = await findCandidate(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  await lookAsTheySee(actor, candidate.id)
  const { id: candidateId, name, accountId } = candidate
  const person: Candidate = { role: 'candidate', candidateId, accountId: accountId ?? '', name, roles: ['candidate'] }
  const home = await gatherHome(person, force)
  const page = await rendered(res, 'candidates/own/home', { ...home, actor: person, behindGlass: true, csrfToken: () => '' })
  res.render('candidates/staff/as-they-see', { candidate, body: behindGlass(page) })
}

export const asTheySeeRoutes = [
  get('/staff/candidates/:candidateId/as-they-see', { can: 'candidate.manage', params: candidateParams }, showAsTheySee),
]
