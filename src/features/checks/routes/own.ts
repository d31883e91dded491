import { now } from '../../../core/clock.ts'
import { get, type Page } from '../../../core/http.ts'
import * as forms from '../forms.ts'
import { kindHelp, kindNames, resultOf, whyWords } from '../rules/words.ts'
import { checkedOf, signingPath } from './signing.ts'

const showOwn: Page<'placement.own', forms.PlacementParams, forms.NoticeQuery> = async ({ actor, params, query }, res) => {
  const placement = await checkedOf(actor, params.placementId)
  const view = { placement, kindNames, kindHelp, whyWords, resultOf, signingPath, now: now() }

  res.render('checks/own', { ...view, notice: forms.noticeWords(query.notice) })
}

export const ownCheckRoutes = [
  get('/my/placements/:placementId/checks', { can: 'placement.own', params: forms.placementParams, query: forms.noticeQuery }, showOwn),
]
