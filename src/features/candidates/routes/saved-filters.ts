import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { changeFilter, deleteFilter, saveFilter, setDefaultFilter } from '../commands/saved-filters.ts'
import { listQuery, type ListQuery } from '../forms/list.ts'
import * as forms from '../forms/saved-filters.ts'
import { listSavedFilters } from '../queries/saved-filters.ts'
import { filterWords, isStale, listAddress, readListAddress } from '../rules/list.ts'

type Asked = Pick<Parameters<Page<'candidate.manage'>>[0], 'actor' | 'force'>

const showFilters: Page<'candidate.manage', unknown, forms.FiltersQuery> = async (visit, res) => {
  const notice = visit.query.notice === undefined ? undefined : forms.filterNotices[visit.query.notice]
  await renderFilters({ ...visit, form: blankForm(), notice }, res)
}

async function renderFilters(
  { actor, force, form, changing, notice }: Asked & { form: Form; changing?: string; notice?: string | undefined },
  res: Response,
) {
  const [filters, team] = await Promise.all([listSavedFilters(actor), listTeam(actor)])
  const known = { force, team, me: actor.accountId }
  res.render('candidates/staff/saved-filters', {
    ...{ form, changing, notice },
    filters: filters.map((each) => ({
      ...each,
      words: filterWords(each.filter, known),
      stale: isStale(each.filter, known),
      href: listAddress(each.filter, { sort: each.sort }),
    })),
  })
}

async function renderNew({ actor, force, form, search }: Asked & { form: Form; search: string }, res: Response): Promise<void> {
  const { filter, sort } = readListAddress(search)
  const team = await listTeam(actor)
  const kept = { ...filter, q: undefined }
  const words = filterWords(kept, { force, team, me: actor.accountId })
  res.render('candidates/staff/saved-filter-new', {
    form,
    words,
    search: listAddress(kept, { sort }, ''),
    searched: filter.q !== undefined,
    back: listAddress(filter, { sort }),
  })
}

const showNew: Page<'candidate.manage', unknown, ListQuery> = async (visit, res) => {
  await renderNew({ ...visit, search: listAddress(visit.query.filter, { sort: visit.query.sort }, '') }, res)
}
const showNewAgain: Page<'candidate.manage'> = async (visit, res) => {
  const typed = visit.form.values['filter']
  await renderNew({ ...visit, search: typeof typed === 'string' ? typed : '' }, res)
}

const submitNew: Submission<'candidate.manage', unknown, forms.NewFilterInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const { filter, sort } = readListAddress(input.filter)
  const saved = await saveFilter(actor, { ...input, filter, sort })
  if (saved.ok) res.redirect(303, '/staff/filters?notice=saved')
  else
    await renderNew(
      { ...visit, form: refusedForm(form, 'name', forms.filterRefusals[saved.reason]), search: input.filter },
      res.status(422),
    )
}

const showChangedAgain: Page<'candidate.manage', forms.FilterParams> = (visit, res) =>
  renderFilters({ ...visit, changing: visit.params.filterId }, res)

const submitChange: Submission<'candidate.manage', forms.FilterParams, forms.FilterInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const changed = await changeFilter(actor, params.filterId, input)
  if (!changed) throw new NotFound()
  if (changed.ok) res.redirect(303, '/staff/filters?notice=changed')
  else
    await renderFilters(
      { ...visit, changing: params.filterId, form: refusedForm(form, 'name', forms.filterRefusals[changed.reason]) },
      res.status(422),
    )
}

const submitDelete: Submission<'candidate.manage', forms.FilterParams, object> = async ({ actor, params }, res) => {
  if (!(await deleteFilter(actor, params.filterId))) throw new NotFound()
  res.redirect(303, '/staff/filters?notice=deleted')
}

const submitDefault: Submission<'candidate.manage', forms.FilterParams, object> = async ({ actor, params }, res) => {
  if (!(await setDefaultFilter(actor, params.filterId))) throw new NotFound()
  res.redirect(303, '/staff/filters?notice=default')
}

const submitNoDefault: Submission<'candidate.manage', unknown, object> = async ({ actor }, res) => {
  await setDefaultFilter(actor, undefined)
  res.redirect(303, '/staff/filters?notice=noDefault')
}

const one = { can: 'candidate.manage', params: forms.filterParams, invalid: showChangedAgain } as const
const again: Page<'candidate.manage'> = (visit, res) => renderFilters(visit, res)

export const savedFilterRoutes: Route[] = [
  get('/staff/filters', { can: 'candidate.manage', query: forms.filtersQuery }, showFilters),
  get('/staff/filters/new', { can: 'candidate.manage', query: listQuery }, showNew),
  post('/staff/filters/new', { can: 'candidate.manage', form: forms.newFilterForm, invalid: showNewAgain }, submitNew),
  post('/staff/filters/none', { can: 'candidate.manage', form: forms.nothingForm, invalid: again }, submitNoDefault),
  post('/staff/filters/:filterId', { ...one, form: forms.filterForm }, submitChange),
  post('/staff/filters/:filterId/delete', { ...one, form: forms.nothingForm }, submitDelete),
  post('/staff/filters/:filterId/default', { ...one, form: forms.nothingForm }, submitDefault),
]
