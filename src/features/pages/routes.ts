import type { Response } from 'express'
import { NotFound } from '../../core/errors.ts'
import { get, type Page } from '../../core/http.ts'
import { picture } from '../../forces/pictures.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { listJobsOf } from '../jobs/queries/catalogue.ts'
import { kindTitle } from '../jobs/rules/words.ts'
import { listWorkshopsToCome } from '../programmes/queries/listing.ts'
import { checkQuery, checkWords, supportParams, type CheckQuery, type SupportParams } from './forms.ts'
import { adviceFor, checkQuestions, inStrands, isForCandidates, sharedRoutes } from './rules.ts'

const WORKSHOPS_ON_FIRST_PAGE = 3

const forceOf = (res: Response) => res.locals['force'] as ForceProfile

const showHome: Page<'page.view'> = async ({ actor }, res) => {
  const found = await listWorkshopsToCome(actor, {}, { size: WORKSHOPS_ON_FIRST_PAGE })
  const workshops = found.workshops.filter(({ postponedFrom }) => postponedFrom === null)
  const { support, strands, landing } = forceOf(res)
  const chosen = landing.cards === 'strands' ? [] : landing.cards
  const cards = chosen.flatMap((kind) => support.filter((each) => each.kind === kind))
  res.render('pages/home', { cards, strands: landing.cards === 'strands' ? inStrands(strands, support) : [], workshops, picture })
}

const showSupport: Page<'page.view'> = (_visit, res) => {
  const { strands, support } = forceOf(res)
  res.render('pages/support', { sections: inStrands(strands, support), picture })
}

const showSupportKind: Page<'page.view', SupportParams> = ({ params }, res) => {
  const force = forceOf(res)
  const found = force.support.find(({ kind }) => kind === params.kind)
  if (!found) throw new NotFound()
  const routes = force.routes.map(({ stages, ...route }) => ({
    ...route,
    stages: stages.filter((stage) => stage.support.includes(found.kind)),
  }))
  const stages = new Map(routes.flatMap((route) => route.stages.map((stage) => [stage.name, stage])))
  const others = force.support.filter(({ strand, kind }) => strand === found.strand && kind !== found.kind)
  res.render('pages/support-kind', {
    support: found,
    stages: [...stages.keys()],
    others,
    forCandidates: isForCandidates(found.kind),
    picture,
  })
}

const showRoutes =
  (family: 'officer' | 'staff'): Page<'page.view', unknown, CheckQuery> =>
  async ({ actor, query }, res) => {
    const force = forceOf(res)
    const nameOf = new Map(force.support.map(({ kind, name }) => [kind, name]))
    const ways = sharedRoutes(force.routes.filter((route) => route.family === family))
    const shaped = await listJobsOf(actor, family)
    res.render('pages/routes', {
      family,
      ways,
      nameOf,
      shaped,
      kindTitle,
      checkQuestions,
      checkWords,
      given: query,
      advice: adviceFor(query),
    })
  }

const showMedia: Page<'page.view'> = (_visit, res) => {
  const nameOf = new Map(forceOf(res).support.map(({ kind, name }) => [kind, name]))
  res.render('pages/media', { nameOf })
}

const showText =
  (page: 'accessibility' | 'privacy' | 'cookies'): Page<'page.view'> =>
  (_visit, res) => {
    res.render(`pages/${page}`)
  }

const view = { can: 'page.view' } as const

export const pageRoutes = [
  get('/', view, showHome),
  get('/support', view, showSupport),
  get('/support/:kind', { ...view, params: supportParams }, showSupportKind),
  get('/police-officer', { ...view, query: checkQuery }, showRoutes('officer')),
  get('/police-staff', { ...view, query: checkQuery }, showRoutes('staff')),
  get('/media', view, showMedia),
  get('/accessibility', view, showText('accessibility')),
  get('/privacy', view, showText('privacy')),
  get('/cookies', view, showText('cookies')),
]
