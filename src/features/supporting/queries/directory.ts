import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { HELD } from './own.ts'

export const ROLE_MODELS_A_PAGE = 25
export type DirectoryFilter = {
  goal?: string | undefined
  route?: string | undefined
  area?: string | undefined
  language?: string | undefined
  experience?: string | undefined
}

/**
 * Who agreed to be read about, offers it, and could take somebody just now, without those whom something keeps apart from this
 * reader: they are simply not there, so that nobody learns of it.
 */
const shownTo = ({ candidateId }: Candidate) => {
  const at = now()
  const today = londonDay(at)
  return Prisma.sql`s.state = 'approved' AND 'roleModel' = ANY (s.kinds) AND s.trained_until >= ${today}::date
    AND (s.away_until IS NULL OR s.away_until < ${today}::date)
    AND EXISTS (SELECT FROM supporter_consents c WHERE c.supporter_id = s.account_id AND c.purpose = 'directory' AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, NULL, ${at}::timestamptz) e
      WHERE e.supporter_id = s.account_id AND (e.candidate_id IS NULL OR e.candidate_id = ${candidateId}::uuid))`
}

const has = (code: string) =>
  Prisma.sql`EXISTS (SELECT FROM supporter_experiences x WHERE x.supporter_id = s.account_id AND x.shown_to = 'directory' AND x.code = ${code})`

function narrowed({ goal, route, area, language, experience }: DirectoryFilter): Prisma.Sql {
  const parts = [
    goal && Prisma.sql`${goal} = ANY (s.goals)`,
    route && Prisma.sql`(${route} = ANY (s.routes) OR s.routes = '{}')`,
    area && Prisma.sql`(${area} = ANY (s.areas) OR s.areas = '{}' OR s.meets <> 'inPerson')`,
    language && Prisma.sql`${language} = ANY (s.languages)`,
    experience && has(experience),
  ].filter((part) => part instanceof Prisma.Sql)
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' AND ')
}

type Shown = {
  id: string
  name: string
  title: string
  about: string
  goals: string[]
  paths: string[]
  routes: string[]
  areas: string[]
  meets: string
  languages: string[]
  experiences: string[]
  full: boolean
  asked: boolean
}

/** What the directory shows of somebody: a first name and no more of it. The order is another for each reader, so that nobody is always last. */
const rowsOf = (actor: Candidate, where: Prisma.Sql, limit: number, offset: number) =>
  db.$queryRaw<
    Shown[]
  >`SELECT s.account_id AS id, split_part(btrim(a.name), ' ', 1) AS name, s.title, s.about, s.goals, s.paths, s.routes, s.areas, s.meets,
      s.languages, (SELECT coalesce(array_agg(x.code ORDER BY x.code), '{}') FROM supporter_experiences x
        WHERE x.supporter_id = s.account_id AND x.shown_to = 'directory') AS experiences,
      (SELECT count(*) FROM pairings p WHERE p.supporter_id = s.account_id AND p.state = ANY (${HELD}::text[])) >= s.capacity AS full,
      EXISTS (SELECT FROM pairings p WHERE p.supporter_id = s.account_id AND p.candidate_id = ${actor.candidateId}::uuid AND p.kind = 'roleModel'
        AND p.state = ANY (${HELD}::text[])) AS asked
    FROM supporters s JOIN accounts a ON a.id = s.account_id WHERE ${shownTo(actor)} AND ${where}
    ORDER BY md5(s.account_id::text || ${actor.candidateId}) LIMIT ${limit} OFFSET ${offset}`

/** One page of the directory, for this reader. */
export async function listRoleModels(actor: Candidate, { page, ...filter }: DirectoryFilter & { page: number }) {
  const where = narrowed(filter)
  const [counted, rows] = await Promise.all([
    db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM supporters s WHERE ${shownTo(actor)} AND ${where}`,
    rowsOf(actor, where, ROLE_MODELS_A_PAGE, (page - 1) * ROLE_MODELS_A_PAGE),
  ])
  const total = counted[0]?.n ?? 0
  return { total, rows, pages: Math.max(1, Math.ceil(total / ROLE_MODELS_A_PAGE)) }
}

export const findRoleModel = async (actor: Candidate, supporterId: string): Promise<Shown | undefined> =>
  (await rowsOf(actor, Prisma.sql`s.account_id = ${supporterId}::uuid`, 1, 0))[0]

/** Does anything keep this reader from every pairing, such as an age without the safeguards? */
export async function mayBePaired({ candidateId }: Candidate): Promise<boolean> {
  const [found] = await db.$queryRaw<{ barred: boolean }[]>`SELECT EXISTS (
    SELECT FROM exclusions(${candidateId}::uuid, NULL, ${now()}::timestamptz) e WHERE e.supporter_id IS NULL AND e.candidate_id = ${candidateId}::uuid) AS barred`
  return found?.barred !== true
}
