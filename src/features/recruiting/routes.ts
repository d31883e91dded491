import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { NotFound } from '../../core/errors.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { lookAtHistory } from './commands.ts'
import { lookForm, lookParams, lookRefusals, type LookInput, type LookParams } from './forms.ts'
import { findHistory, listOwnLooks, PAGE_SIZE } from './queries.ts'
import { lookIsOpen, lookReasons } from './rules.ts'

const showFind: Page<'history.look'> = ({ form }, res) => {
  res.render('recruiting/find', { form, reasons: Object.entries(lookReasons) })
}

const submitFind: Submission<'history.look', unknown, LookInput> = async (visit, res) => {
  const decision = await lookAtHistory(visit.actor, visit.input.find, visit.input.reason)
  if (decision.ok) res.redirect(303, `/recruiting/looks/${decision.lookId}`)
  else await showFind({ ...visit, form: refusedForm(visit.form, 'find', lookRefusals[decision.reason]) }, res.status(422))
}

const showHistory: Page<'history.look', LookParams> = async ({ actor, params }, res) => {
  const found = await findHistory(actor, params.lookId, now())
  if (!found) throw new NotFound()
  res.render('recruiting/history', found)
}

const looksQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })

const showLooks: Page<'history.look', unknown, z.infer<typeof looksQuery>> = async ({ actor, query }, res) => {
  const { total, looks } = await listOwnLooks(actor, query.page)
  const time = now()
  const rows = looks.map((look) => ({ ...look, open: lookIsOpen(look.at, time) }))
  res.render('recruiting/looks', { rows, total, pageNumber: query.page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) })
}

const showHow: Page<'history.look'> = (_visit, res) => {
  res.render('recruiting/how')
}

export const recruitingRoutes = [
  get('/recruiting', { can: 'history.look' }, showFind),
  post('/recruiting', { can: 'history.look', form: lookForm, invalid: showFind }, submitFind),
  get('/recruiting/looks', { can: 'history.look', query: looksQuery }, showLooks),
  get('/recruiting/looks/:lookId', { can: 'history.look', params: lookParams }, showHistory),
  get('/recruiting/how', { can: 'history.look' }, showHow),
]
