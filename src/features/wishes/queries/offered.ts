import type { Tx } from '../../../core/db.ts'

/** What a candidate has put forward for matching, and nothing besides. */
export type Offered = {
  meets: 'online' | 'inPerson' | 'either'
  availability: string[]
  languages: string[]
  goals: string[]
  /** A path that somebody beside them has preferably taken. */
  preference: string | null
  /** What they have lived through: only where they ticked it for matching, and only while their yes to tailoring stands. */
  experiences: string[]
}

/**
 * What may be used to match these candidates, as it stands in the transaction that asks. The one place that matching reads it
 * from: a yes taken back acts on the next run. Who has said nothing has an empty answer, so everybody asked for is there.
 */
export async function listOffered(tx: Pick<Tx, '$queryRaw'>, candidateIds: readonly string[]): Promise<Map<string, Offered>> {
  const rows = await tx.$queryRaw<({ id: string } & Offered)[]>`
    SELECT c.id, coalesce(w.meets, 'either') AS meets, coalesce(w.availability, '{}') AS availability,
      coalesce(w.languages, '{}') AS languages, coalesce(w.goals, '{}') AS goals, w.preference,
      ARRAY(SELECT e.code FROM candidate_experiences e WHERE e.candidate_id = c.id AND e.for_matching
        AND EXISTS (SELECT FROM consents y WHERE y.candidate_id = c.id AND y.purpose = 'tailoring' AND y.withdrawn_at IS NULL)
        ORDER BY e.code) AS experiences
    FROM candidates c LEFT JOIN match_wishes w ON w.candidate_id = c.id
    WHERE c.id = ANY (${[...candidateIds]}::uuid[]) AND c.closed_at IS NULL`
  return new Map(rows.map(({ id, ...offered }) => [id, offered]))
}
