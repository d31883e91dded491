import { NotFound } from '../../../core/errors.ts'
import { byAddress, get, post, type Page, type Submission } from '../../../core/http.ts'
import { networkThemes } from '../../../forces/profile.ts'
import { leadsSomewhere } from '../../outside/queries.ts'
import { noteInTouch, openForContact } from '../commands/membership.ts'
import * as forms from '../forms.ts'
import { countOwnMemberships, findNetwork, findOwnMembership, listEvents, listPublicOpportunities } from '../queries/own.ts'
import { joiningWords, themeNames } from '../rules/words.ts'
import { baseOf } from './base.ts'

const showDirectory: Page<'page.view', unknown, forms.DirectoryQuery> = async ({ actor, force, query }, res) => {
  const person = actor.role === 'candidate' || actor.role === 'supporter' ? actor : undefined
  const themes = networkThemes.filter((theme) => force.networks.some((each) => each.theme === theme))
  res.render('networks/directory', {
    ...{ themes, themeNames, about: query.about },
    networks: force.networks.filter(({ theme }) => query.about === undefined || theme === query.about),
    opportunities: await listPublicOpportunities(),
    own: person && { base: baseOf(person), count: await countOwnMemberships(person) },
  })
}

const showNetwork: Page<'page.view', forms.NetworkParams> = async ({ actor, force, params }, res) => {
  const network = findNetwork(force, params.networkId)
  if (!network) throw new NotFound()
  const person = actor.role === 'candidate' || actor.role === 'supporter' ? actor : undefined
  const [events, opportunities, membership] = await Promise.all([
    listEvents({ networks: [network.id], open: true }),
    listPublicOpportunities(network.id),
    person && findOwnMembership(person, network.id),
  ])
  res.render('networks/network', {
    ...{ network, events, opportunities, themeNames, member: membership !== undefined },
    ...{ base: person ? baseOf(person) : '/my/networks', mayAsk: person !== undefined || actor.role === 'visitor' },
  })
}

const nothingHere: Page<'page.view', forms.LinkParams> = () => {
  throw new NotFound()
}

/** Nothing is said, and nothing noted, before somebody presses the button: mail programs follow links by themselves. */
const showDoor: Page<'page.view', forms.LinkParams> = async ({ params }, res) => {
  const live = await leadsSomewhere(params.link, 'network')
  res.status(live ? 200 : 404).setHeader('cache-control', 'no-store')
  res.setHeader('x-robots-tag', 'noindex').render('networks/door', { link: params.link, live })
}

const opening =
  (open: typeof openForContact): Submission<'page.view', forms.LinkParams, unknown> =>
  async ({ force, params }, res) => {
    const membership = await open(params.link)
    const network = membership && findNetwork(force, membership.network)
    res.status(network ? 200 : 404).setHeader('cache-control', 'no-store')
    res.setHeader('x-robots-tag', 'noindex')
    if (membership && network) res.render('networks/contact', { membership, network, link: params.link, agreed: joiningWords(network) })
    else res.render('networks/door', { link: '', live: false })
  }

const door = { can: 'page.view', params: forms.linkParams } as const
const act = { ...door, form: forms.nothingForm, invalid: nothingHere } as const

export const networkRoutes = [
  get('/networks', { can: 'page.view', query: forms.directoryQuery }, showDirectory),
  get('/networks/:networkId', { can: 'page.view', params: forms.networkParams }, showNetwork),
  get('/networks/contact/:link', door, showDoor),
  byAddress(post('/networks/contact/:link', act, opening(openForContact))),
  byAddress(post('/networks/contact/:link/in-touch', act, opening(noteInTouch))),
]
