import type { Response } from 'express'
import { get, type Page } from '../../../core/http.ts'
import { paint } from '../../../core/pictures.ts'
import { sharePicture } from '../../../core/share-picture.ts'
import { supportKinds, type ForceProfile } from '../../../forces/profile.ts'
import { esc } from '../../../core/view-helpers.ts'
import { listHostIds } from '../../hosting/queries/catalogue.ts'
import { listJobIds } from '../../jobs/queries/catalogue.ts'
import { listPublicWorkshops } from '../../programmes/queries/listing.ts'

const baseUrlOf = (res: Response) => res.locals['baseUrl'] as string

/** What is somebody's own or the team's is behind a sign-in already; search engines need not knock. */
const showRobots: Page<'page.view'> = (_visit, res) => {
  const closed = ['/my', '/my/', '/staff', '/staff/', '/account', '/calendars/', '/places/', '/demo/']
  res
    .type('text/plain')
    .send(['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${baseUrlOf(res)}/sitemap.xml`, ''].join('\n'))
}

const always = [
  '/',
  '/support',
  ...supportKinds.map((kind) => `/support/${kind}`),
  '/police-officer',
  '/police-staff',
  '/workshops',
  '/shadowing',
  '/networks',
  '/jobs',
  '/you-said-we-did',
]
const words = ['/media', '/contact', '/accessibility', '/privacy', '/cookies']

const preparing = ({ routes }: ForceProfile) => [
  '/prepare',
  ...routes.flatMap(({ id, stages }) => [`/prepare/${id}`, ...stages.map((stage) => `/prepare/${id}/${stage.id}`)]),
]

/** Every public page, and every workshop to come that is not for members alone. */
const showSitemap: Page<'page.view'> = async ({ actor, force }, res) => {
  const networks = force.networks.map(({ id }) => `/networks/${id}`)
  const [workshops, hosts, jobs] = await Promise.all([listPublicWorkshops(actor), listHostIds(actor), listJobIds(actor)])
  const found = [...workshops.map((id) => `/workshops/${id}`), ...hosts.map((id) => `/shadowing/${id}`), ...jobs.map((id) => `/jobs/${id}`)]
  const paths = [...always, ...words, ...preparing(force), ...networks, ...found]
  const urls = paths.map((path) => `<url><loc>${esc(baseUrlOf(res) + path)}</loc></url>`).join('\n')
  res
    .type('application/xml')
    .send(`<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}\n</urlset>\n`)
}

const showPicture: Page<'page.view'> = async ({ force }, res) => {
  const picture = await paint(sharePicture(force, { title: force.landing.title, lines: [force.strapline] }))
  res.setHeader('cache-control', 'public, max-age=3600')
  res.type('png').send(picture)
}

const view = { can: 'page.view' } as const

/** How search engines, and whoever shares an address, find the public pages. */
export const foundRoutes = [
  get('/robots.txt', view, showRobots),
  get('/sitemap.xml', view, showSitemap),
  get('/share.png', view, showPicture),
]
