import type { Team } from '../../../core/access.ts'
import { assignInThread } from '../../../core/assignment/thread.ts'
import { assign, figuresOf, type Figures } from '../../../core/assignment.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { criteria, weightsOf, type Weights } from '../rules/criteria.ts'
import type { MatchKind } from '../rules/runs.ts'
import { problemOf, type World } from '../rules/world.ts'
import { readWorld } from './world.ts'
import { findNames } from './one.ts'

/** Every version of the criteria, newest first, with who saved it and how many runs went by it. */
export async function listCriteria(_actor: Team) {
  const rows = await db.matchCriteria.findMany({ orderBy: { version: 'desc' }, include: { _count: { select: { runs: true } } }, take: 100 })
  const names = await namesOf(rows.map(({ savedById }) => savedById))
  return rows.map((row, at) => {
    const before = rows[at + 1]
    const changed = before ? criteria.filter((each) => row[each] !== before[each]) : []
    return {
      ...{ id: row.id, version: row.version, savedAt: row.savedAt, runs: row._count.runs, weights: weightsOf(row) },
      ...{ by: row.savedById === null ? undefined : (names.get(row.savedById) ?? LEFT) },
      changes: changed.map((criterion) => ({ criterion, from: before?.[criterion] ?? 0, to: row[criterion] })),
    }
  })
}

type Side = Omit<Figures, 'pairs'>
export type Preview = {
  now: Side
  then: Side
  people: number
  /** Who would be with somebody else, in or out: the first of them by name. */
  moved: { name: string; from: string | undefined; to: string | undefined }[]
  movedCount: number
  /** Only so many of those who wait were looked at, as working out everybody would take long. */
  only: number | undefined
}

const LOOKED_AT = 400
const NAMED = 12
const SEED = 'preview'

/** What other weights would do to those who wait for one kind, today: the same people and supporters, solved twice. Nothing is kept. */
export async function previewCriteria(_actor: Team, force: ForceProfile, kind: MatchKind, weights: Weights): Promise<Preview> {
  const latest = await db.matchCriteria.findFirstOrThrow({ orderBy: { version: 'desc' } })
  const given = { scope: { kind, cohortId: null }, criteriaId: latest.id, choices: [], force, at: now() }
  const whole = await inTransaction((tx) => readWorld(tx, given))
  const world: World = { ...whole, waiters: whole.waiters.slice(0, LOOKED_AT) }
  const [before, after] = await Promise.all([solveFor(world), solveFor({ ...world, weights })])
  const with_ = (side: Figures) => new Map(side.pairs.map(({ candidate, supporter }) => [candidate, supporter]))
  const [was, is] = [with_(before), with_(after)]
  const moved = world.waiters
    .filter(({ candidateId }) => was.get(candidateId) !== is.get(candidateId))
    .map(({ candidateId }) => candidateId)
  const names = await findNames([...before.pairs, ...after.pairs], { candidates: moved })
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : names.supporters.get(id))
  return {
    ...{ now: before, then: after, people: world.waiters.length, movedCount: moved.length },
    moved: moved
      .map((id) => ({ name: names.candidates.get(id) ?? '', from: nameOf(was.get(id)), to: nameOf(is.get(id)) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, NAMED),
    only: whole.waiters.length > LOOKED_AT ? LOOKED_AT : undefined,
  }
}

/** Beyond so many pairs a thread of its own is worth its beginning. */
const IN_THREAD = 5000

async function solveFor(world: World): Promise<Figures> {
  const problem = problemOf(world, SEED)
  const { pairs } = problem.pairs.length > IN_THREAD ? await assignInThread(problem) : assign(problem)
  return figuresOf(pairs)
}
