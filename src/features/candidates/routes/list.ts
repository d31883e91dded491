import { get, type Page } from '../../../core/http.ts'
import { LEFT, listTeam } from '../../accounts/queries/team.ts'
import { listQuery, type ListQuery } from '../forms/list.ts'
import { A_PAGE, listCandidates } from '../queries/list.ts'
import { chipsOf, listAddress, quietChoices, sortingOf, stageChoices } from '../rules/list.ts'
import { requestStates } from '../../requests/rules/requests.ts'
import { teamWords } from '../../requests/rules/words.ts'

const showCandidates: Page<'candidate.manage', unknown, ListQuery> = async ({ actor, force, query }, res) => {
  const { page, sort, filter } = query
  const [{ total, rows }, team] = await Promise.all([listCandidates(actor, filter, { page, sort }), listTeam(actor)])
  const owners = new Map(team.map(({ id, name }) => [id, name]))
  res.render('candidates/staff/list', {
    rows: rows.map((row) => ({ ...row, owner: row.ownerId === null ? undefined : (owners.get(row.ownerId) ?? LEFT) })),
    ...{ total, query, filter, team, requestStates, teamWords, quietChoices },
    pages: Math.max(1, Math.ceil(total / A_PAGE)),
    sorting: sortingOf(sort, filter.q),
    stages: stageChoices(force),
    chips: chipsOf(filter, { force, team, me: actor.accountId }),
    at: (n: number) => listAddress(filter, { sort, page: n }),
    without: (left: typeof filter) => listAddress(left, { sort }),
  })
}

export const candidateListRoutes = [get('/staff/candidates', { can: 'candidate.manage', query: listQuery }, showCandidates)]
