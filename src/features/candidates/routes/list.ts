import type { Response } from 'express'
import { blankForm } from '../../../core/form.ts'
import { get, type Page } from '../../../core/http.ts'
import { actionWords } from '../forms/batches.ts'
import { LEFT, listTeam } from '../../accounts/queries/team.ts'
import { listQuery, type ListQuery } from '../forms/list.ts'
import { A_PAGE, listCandidates } from '../queries/list.ts'
import { findDefaultFilter, listSavedFilters, type SavedFilter } from '../queries/saved-filters.ts'
import { chipsOf, filterEntries, listAddress, quietChoices, sortingOf, stageChoices, type CandidateFilter } from '../rules/list.ts'
import { requestStates } from '../../requests/rules/requests.ts'
import { teamWords } from '../../requests/rules/words.ts'

const isSame = (a: Pick<SavedFilter, 'filter' | 'sort'>, b: Pick<SavedFilter, 'filter' | 'sort'>) =>
  listAddress(a.filter, { sort: a.sort }) === listAddress(b.filter, { sort: b.sort })

/** Everybody has an address of their own, as one's list may open with a filter. */
const address = (filter: CandidateFilter, more: Record<string, string | number | undefined> = {}) =>
  listAddress(filter, filterEntries(filter).length === 0 ? { all: 'yes', ...more } : more)

const showCandidates: Page<'candidate.manage', unknown, ListQuery> = async ({ actor, force, query }, res) => {
  const opens = Object.keys(query.given).length === 0 ? await findDefaultFilter(actor) : undefined
  if (opens) {
    res.redirect(303, address(opens.filter, { sort: opens.sort }))
    return
  }
  await renderList({ actor, force, query, form: blankForm() }, res)
}

type Listing = Pick<Parameters<Page<'candidate.manage'>>[0], 'actor' | 'force' | 'form'> & { query: ListQuery }

async function renderList({ actor, force, query, form }: Listing, res: Response): Promise<void> {
  const { page, sort, filter } = query
  const [{ total, rows }, team, saved] = await Promise.all([
    listCandidates(actor, filter, { page, sort }),
    listTeam(actor),
    listSavedFilters(actor),
  ])
  const owners = new Map(team.map(({ id, name }) => [id, name]))
  res.render('candidates/staff/list', {
    rows: rows.map((row) => ({ ...row, owner: row.ownerId === null ? undefined : (owners.get(row.ownerId) ?? LEFT) })),
    ...{ form, actionWords, total, query, filter, team, requestStates, teamWords, quietChoices },
    pages: Math.max(1, Math.ceil(total / A_PAGE)),
    sorting: sortingOf(sort, filter.q),
    stages: stageChoices(force),
    chips: chipsOf(filter, { force, team, me: actor.accountId }),
    here: listAddress(filter, { sort, page }, ''),
    notice: query.notice === 'discarded' ? 'Thrown away. Nothing was done to anybody.' : undefined,
    at: (n: number) => address(filter, { sort, page: n }),
    without: (left: CandidateFilter) => address(left, { sort }),
    file: listAddress(filter, {}, '/staff/export'),
    keep: listAddress(filter, { sort }, '/staff/filters/new'),
    saved: saved.map((each) => ({ ...each, href: address(each.filter, { sort: each.sort }), current: isSame(each, { filter, sort }) })),
  })
}

/** The list as it was when something was wrong with what should be done to those chosen. */
export const showListAgain: Page<'candidate.manage'> = async ({ actor, force, form }, res) => {
  const typed = form.values['filter']
  const given = Object.fromEntries(new URLSearchParams(typeof typed === 'string' ? typed.replace(/^[^?]*[?]/, '') : ''))
  await renderList({ actor, force, query: listQuery.parse(given), form }, res)
}

export const candidateListRoutes = [get('/staff/candidates', { can: 'candidate.manage', query: listQuery }, showCandidates)]
