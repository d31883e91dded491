import type { Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'

type Known = {
  name: string
  emails: (string | null)[]
  phone: string | null
  routes: string[]
  areas: string[]
}

/** Who of those we know may be this person, and why; by the same SQL function that looks for duplicates among those we know. */
export async function findLikely(_actor: Team, { name, emails, phone, routes, areas }: Known) {
  const { rows } = await pool.query<{ candidate_id: string; why: string[] }>(
    'SELECT candidate_id, why FROM likely_same(NULL, $1, $2, $3, $4, $5) LIMIT 10',
    [name, emails, phone, routes, areas],
  )
  const why = new Map(rows.map((row) => [row.candidate_id, row.why]))
  const found = await db.candidate.findMany({
    where: { id: { in: [...why.keys()] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, name: true, reference: true, phone: true, email: true, areas: true, registeredAt: true },
      account: { select: { email: true } },
    },
  })
  return found.map((candidate) => ({ ...candidate, why: why.get(candidate.id) ?? [] }))
}
