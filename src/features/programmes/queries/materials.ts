import type { Candidate, Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'
import { mayRead } from '../rules/materials.ts'

const shown = { id: true, title: true, link: true, fileName: true, audience: true, addedAt: true } as const
const inOrder = [{ addedAt: 'asc' }, { id: 'asc' }] as const

export const listMaterials = (_actor: Team, workshopId: string) =>
  db.workshopMaterial.findMany({ where: { workshopId }, orderBy: [...inOrder], select: shown })

type Standing = { held: boolean; state: string | null; member: boolean }

/** How a candidate stands to a workshop that may be over. */
async function standingAt({ candidateId }: Candidate, workshopId: string) {
  const { rows } = await pool.query<Standing>({
    name: 'standing-at-workshop',
    text: `SELECT w.state = 'held' AS held,
        (SELECT p.state FROM places p WHERE p.workshop_id = w.id AND p.candidate_id = $2 ORDER BY p.arrival DESC LIMIT 1) AS state,
        EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = $2 AND m.state IN ('joined', 'completed') AND m.ended_at IS NULL) AS member
      FROM workshops w WHERE w.id = $1`,
    values: [workshopId, candidateId],
  })
  const [found] = rows
  return { held: found?.held ?? false, member: found?.member ?? false, state: found?.state ?? undefined }
}

/** What was handed out at a workshop, as far as this candidate may have it. */
export async function listOwnMaterials(actor: Candidate, workshopId: string) {
  const [standing, materials] = await Promise.all([
    standingAt(actor, workshopId),
    db.workshopMaterial.findMany({ where: { workshopId }, orderBy: [...inOrder], select: shown }),
  ])
  return materials.filter((material) => mayRead(material, standing))
}

const withFile = { ...shown, file: true } as const

/** One file for whoever may have it; undefined for anybody else, and where there is no such file. */
export async function findFile(actor: Candidate | Team, workshopId: string, id: string) {
  const material = await db.workshopMaterial.findFirst({ where: { id, workshopId, file: { not: null } }, select: withFile })
  if (!material?.file || material.fileName === null) return undefined
  const allowed = actor.role !== 'candidate' || mayRead(material, await standingAt(actor, workshopId))
  return allowed ? { name: material.fileName, bytes: Buffer.from(material.file) } : undefined
}
