import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'
import type { TemplatePurpose } from '../rules/templates.ts'

export const TEMPLATES_A_PAGE = 25

const latest = { orderBy: { number: 'desc' }, take: 1 } as const

const withPurpose = <V extends { purpose: string }>(version: V) => ({ ...version, purpose: version.purpose as TemplatePurpose })

/** One page of the templates in use, or of those put away, by name, each with the words it has now. */
export async function listTemplates(_actor: Team, { archived, page }: { archived: boolean; page: number }) {
  const where = { archivedAt: archived ? { not: null } : null }
  const [total, templates] = await Promise.all([
    db.messageTemplate.count({ where }),
    db.messageTemplate.findMany({
      where,
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * TEMPLATES_A_PAGE,
      take: TEMPLATES_A_PAGE,
      include: { versions: latest },
    }),
  ])
  return {
    total,
    rows: templates.flatMap(({ versions: [version], ...template }) => (version ? [{ ...template, version: withPurpose(version) }] : [])),
  }
}

/** Every template in use, for a choice. */
export async function listTemplateChoices(_actor: Team) {
  const templates = await db.messageTemplate.findMany({
    where: { archivedAt: null },
    orderBy: { name: 'asc' },
    include: { versions: latest },
  })
  return templates.flatMap(({ id, name, versions: [version] }) => (version ? [{ id, name, version: withPurpose(version) }] : []))
}

/** One template with all its versions, latest first, and who wrote each. */
export async function findTemplate(_actor: Team, id: string) {
  const template = await db.messageTemplate.findUnique({
    where: { id },
    include: {
      versions: { orderBy: { number: 'desc' }, include: { _count: { select: { mailings: { where: { confirmedAt: { not: null } } } } } } },
    },
  })
  const [version] = template?.versions ?? []
  if (!template || !version) return undefined
  const names = await namesOf(template.versions.map(({ byId }) => byId))
  return {
    ...template,
    version: withPurpose(version),
    versions: template.versions.map(({ _count, ...each }) => ({
      ...withPurpose(each),
      by: each.byId === null ? undefined : names.get(each.byId),
      used: _count.mailings,
    })),
  }
}
