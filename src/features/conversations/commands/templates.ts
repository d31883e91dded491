import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { TemplateDecision, TemplatePurpose } from '../rules/templates.ts'

type Words = { name: string; purpose: TemplatePurpose; subject: string; body: string }

/** Adds a template with its first version. A name that one in use has is refused, decided under a lock of all names. */
export const addTemplate = (actor: Team, words: Words): Promise<TemplateDecision> =>
  inTransaction(async (tx) => {
    await lockNames(tx)
    if (await isTaken(tx, words.name)) return { ok: false, reason: 'nameTaken' }
    const { id } = await tx.messageTemplate.create({ data: { name: words.name, createdAt: now() }, select: { id: true } })
    await addVersion(tx, actor, id, 1, words)
    await recordEvent(tx, actor, 'template.added', { subjectId: id })
    return { ok: true, id }
  })

/** Keeps changed words as a new version; the same words again change nothing. Undefined where there is no such template. */
export const changeTemplate = (
  actor: Team,
  id: string,
  { seen, ...words }: Words & { seen: number },
): Promise<TemplateDecision | undefined> =>
  inTransaction(async (tx) => {
    await lockNames(tx)
    const [version] = await tx.messageTemplateVersion.findMany({ where: { templateId: id }, orderBy: { number: 'desc' }, take: 1 })
    if (!version) return undefined
    if (version.number !== seen) return { ok: false, reason: 'changedMeanwhile' }
    if (await isTaken(tx, words.name, id)) return { ok: false, reason: 'nameTaken' }
    await tx.messageTemplate.update({ where: { id }, data: { name: words.name }, select: { id: true } })
    const { purpose, subject, body } = words
    if (purpose !== version.purpose || subject !== version.subject || body !== version.body)
      await addVersion(tx, actor, id, version.number + 1, words)
    await recordEvent(tx, actor, 'template.changed', { subjectId: id })
    return { ok: true, id }
  })

/** Puts a template away, or takes it out again; undefined where there is none. */
export const archiveTemplate = (actor: Team, id: string, archive: boolean): Promise<TemplateDecision | undefined> =>
  inTransaction(async (tx) => {
    await lockNames(tx)
    const template = await tx.messageTemplate.findUnique({ where: { id } })
    if (!template) return undefined
    if ((template.archivedAt !== null) === archive) return { ok: true, id }
    if (!archive && (await isTaken(tx, template.name, id))) return { ok: false, reason: 'nameTaken' }
    await tx.messageTemplate.update({ where: { id }, data: { archivedAt: archive ? now() : null }, select: { id: true } })
    await recordEvent(tx, actor, archive ? 'template.archived' : 'template.restored', { subjectId: id })
    return { ok: true, id }
  })

const NAMES = 72_707_480
const lockNames = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${NAMES})`

const isTaken = async (tx: Tx, name: string, but?: string): Promise<boolean> =>
  (await tx.messageTemplate.count({
    where: {
      archivedAt: null,
      name: { equals: name.replaceAll(/[\\%_]/g, String.raw`\$&`), mode: 'insensitive' },
      ...(but !== undefined && { id: { not: but } }),
    },
  })) > 0

const addVersion = (tx: Tx, actor: Team, templateId: string, number: number, { purpose, subject, body }: Words) =>
  tx.messageTemplateVersion.create({
    data: { templateId, number, purpose, subject, body, byId: actor.accountId, at: now() },
    select: { id: true },
  })
