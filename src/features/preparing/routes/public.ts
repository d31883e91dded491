import { NotFound } from '../../../core/errors.ts'
import { get, type Page } from '../../../core/http.ts'
import * as forms from '../forms/guides.ts'
import { findWords } from '../queries/guides.ts'
import { suggestionsFor } from '../rules/suggestions.ts'
import { blocksOf, partNames, parts } from '../rules/words.ts'

const showAll: Page<'page.view'> = (_visit, res) => {
  res.render('preparing/index')
}

const showRoute: Page<'page.view', forms.RouteParams> = ({ force, params }, res) => {
  const route = force.routes.find(({ id }) => id === params.routeId)
  if (!route) throw new NotFound()
  res.render('preparing/route', { route })
}

const showStage: Page<'page.view', forms.StageParams> = async ({ actor, force, params }, res) => {
  const found = await findWords(force, params.routeId, params.stageId)
  const route = force.routes.find(({ id }) => id === params.routeId)
  const at = route?.stages.findIndex(({ id }) => id === params.stageId) ?? -1
  const stage = route?.stages[at]
  if (!found || !route || !stage) throw new NotFound()
  res.render('preparing/stage', {
    ...{ found, route, stage, before: route.stages[at - 1], after: route.stages[at + 1], parts, partNames, blocksOf },
    support: force.support.filter(({ kind }) => stage.support.includes(kind)),
    suggestions: actor.role === 'candidate' ? suggestionsFor(stage.id) : [],
  })
}

const view = { can: 'page.view' } as const

export const prepareRoutes = [
  get('/prepare', view, showAll),
  get('/prepare/:routeId', { ...view, params: forms.routeParams }, showRoute),
  get('/prepare/:routeId/:stageId', { ...view, params: forms.stageParams }, showStage),
]
