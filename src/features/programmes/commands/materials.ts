import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { fileNameOf, MOST_MATERIALS, type MaterialAudience } from '../rules/materials.ts'
import { lockWorkshop } from './workshops.ts'

export type NewMaterial = { title: string; audience: MaterialAudience; link?: string | undefined; file?: Buffer | undefined }
type Added = { ok: true } | { ok: false; reason: 'tooMany' | 'notPublished' }

/** Adds a link or a file to a workshop that people know of. Undefined where there is no such workshop. */
export const addMaterial = (actor: Team, workshopId: string, given: NewMaterial): Promise<Added | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, workshopId)
    if (!workshop) return undefined
    if (workshop.state !== 'published' && workshop.state !== 'held') return { ok: false, reason: 'notPublished' }
    if ((await tx.workshopMaterial.count({ where: { workshopId } })) >= MOST_MATERIALS) return { ok: false, reason: 'tooMany' }
    const { title, audience, link, file } = given
    await tx.workshopMaterial.create({
      data: {
        ...{ workshopId, title, audience, addedById: actor.accountId, addedAt: now() },
        ...(file === undefined ? { link: link ?? null } : { file: new Uint8Array(file), fileName: fileNameOf(title) }),
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'workshop.materialAdded', { subjectId: workshopId })
    return { ok: true }
  })

/** False where there is no such thing at this workshop. */
export const removeMaterial = (actor: Team, workshopId: string, id: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.workshopMaterial.deleteMany({ where: { id, workshopId } })
    if (count > 0) await recordEvent(tx, actor, 'workshop.materialRemoved', { subjectId: workshopId })
    return count > 0
  })
