import { get, type Page } from '../../../core/http.ts'
import { toldQuery, type ToldQuery } from '../forms/systemic.ts'
import { listTold } from '../queries/systemic.ts'
import { barrierKinds } from '../rules/cases.ts'
import { kindNames } from '../rules/words.ts'

const showTold: Page<'page.view', unknown, ToldQuery> = async ({ query }, res) => {
  res.render('barriers/told', { entries: await listTold(query.kind), query, barrierKinds, kindNames })
}

export const toldRoutes = [get('/you-said-we-did', { can: 'page.view', query: toldQuery }, showTold)]
