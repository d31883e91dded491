import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { answerCorrection, askCorrection } from '../commands/corrections.ts'
import * as forms from '../forms/corrections.ts'
import { placeParams, type PlaceParams } from '../forms/places.ts'
import { joiningQuery, type JoiningQuery } from '../forms/waiting.ts'
import { CORRECTIONS_A_PAGE, findCorrection, listCorrections } from '../queries/no-shows.ts'
import { findOwnPlace } from '../queries/places.ts'
import { correctionWords } from '../rules/no-shows.ts'
import { renderWorkshop } from './public.ts'

const workshopOf = async (actor: Candidate, placeId: string): Promise<string> => {
  const place = await findOwnPlace(actor, placeId)
  if (!place) throw new NotFound()
  return place.workshopId
}

const showOwn: Page<'place.own', PlaceParams> = async ({ actor, force, params, form }, res) =>
  renderWorkshop({ actor, force, workshopId: await workshopOf(actor, params.placeId), form }, res)

const submitOwn: Submission<'place.own', PlaceParams, forms.CorrectionInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const workshopId = await workshopOf(actor, params.placeId)
  const asked = await askCorrection(actor, params.placeId, input.said, input.words)
  if (!asked) throw new NotFound()
  if (asked.ok) res.redirect(303, `/workshops/${workshopId}?notice=corrected`)
  else await showOwn({ ...visit, query: undefined, form: refusedForm(form, '', forms.correctionRefusals[asked.reason]) }, res.status(422))
}

const showList: Page<'attendance.record', unknown, JoiningQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listCorrections(actor, query)
  const pages = Math.max(1, Math.ceil(total / CORRECTIONS_A_PAGE))
  res.render('programmes/staff/corrections', { total, rows, pages, number: query.page, whose: query.whose, correctionWords })
}

const showOne: Page<'attendance.record', forms.CorrectionParams> = async ({ actor, params, form }, res: Response) => {
  const found = await findCorrection(actor, params.correctionId)
  if (!found) throw new NotFound()
  res.render('programmes/staff/correction', { correction: found, form, correctionWords })
}

const submitAnswer: Submission<'attendance.record', forms.CorrectionParams, forms.AnswerInput> = async (visit, res) => {
  const answered = await answerCorrection(visit.actor, visit.params.correctionId, visit.input)
  if (!answered) throw new NotFound()
  if (answered.ok) res.redirect(303, '/staff/corrections')
  else {
    const form = refusedForm(visit.form, answered.reason === 'wordsNeeded' ? 'words' : 'act', forms.answerRefusals[answered.reason])
    await showOne({ ...visit, query: undefined, form }, res.status(422))
  }
}

const one = { can: 'attendance.record', params: forms.correctionParams } as const

export const correctionRoutes = [
  post('/places/:placeId/correction', { can: 'place.own', params: placeParams, form: forms.correctionForm, invalid: showOwn }, submitOwn),
  get('/staff/corrections', { can: 'attendance.record', query: joiningQuery }, showList),
  get('/staff/corrections/:correctionId', one, showOne),
  post('/staff/corrections/:correctionId', { ...one, form: forms.answerForm, invalid: showOne }, submitAnswer),
]
