import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery, Show } from '../forms/staff.ts'
import { declarationState } from '../rules/declarations.ts'
import { reasonWords, type ExclusionReason } from '../rules/reasons.ts'

export const A_PAGE = 25

const people = {
  candidate: { select: { id: true, name: true, reference: true } },
  supporter: { select: { accountId: true, title: true, account: { select: { name: true, email: true } } } },
} as const

const idsIn = async (found: Promise<{ id: string }[]>): Promise<string[]> => (await found).map(({ id }) => id)

/**
 * Nobody reads here what was said about themselves, or may be: somebody of the team can be a supporter or a candidate too. What
 * they said themselves they find on their own pages.
 */
async function notAboutReader({ accountId, roles }: Team) {
  if (!roles.some((role) => role === 'supporter' || role === 'candidate')) return {}
  const maybe = await idsIn(db.$queryRaw`SELECT d.id FROM exclusion_declarations d WHERE d.ended_at IS NULL
    AND num_nonnulls(d.candidate_id, d.supporter_id) = 1 AND EXISTS (SELECT FROM likely_declared(d.id) l
      LEFT JOIN candidates c ON c.id = l.candidate_id WHERE l.supporter_id = ${accountId}::uuid OR c.account_id = ${accountId}::uuid)`)
  return {
    id: { notIn: maybe },
    AND: [
      { OR: [{ supporterId: null }, { supporterId: { not: accountId } }] },
      { OR: [{ candidateId: null }, { candidate: { accountId: null } }, { candidate: { accountId: { not: accountId } } }] },
    ],
  }
}

async function shownBy(show: Show) {
  if (show === 'review') return { id: { in: await idsIn(db.$queryRaw`SELECT r AS id FROM declarations_to_review() AS r`) } }
  if (show === 'live') return { endedAt: null, candidateId: { not: null }, supporterId: { not: null } }
  if (show === 'open') return { endedAt: null, OR: [{ candidateId: null }, { supporterId: null }] }
  return show === 'ended' ? { endedAt: { not: null } } : {}
}

/** Which declarations a list shows to this reader; what waits is counted by the same condition. */
export const whereOf = async (actor: Team, show: Show) => ({ AND: [await shownBy(show), await notAboutReader(actor)] })

type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const rowsOf = (where: object, skip = 0, take = A_PAGE) =>
  db.exclusionDeclaration.findMany({ where, orderBy: [{ madeAt: 'desc' }, { id: 'desc' }], skip, take, include: people })

/** A declaration as the team sees it: who said it, whom it means, and how it stands. */
const asSeen = (row: Row) => ({
  ...row,
  state: declarationState(row),
  words: row.kind in reasonWords ? reasonWords[row.kind as ExclusionReason] : row.kind,
})

/** One page of what was declared, and how much there is. */
export async function listDeclarations(actor: Team, { show, page }: ListQuery) {
  const where = await whereOf(actor, show)
  const [total, rows] = await Promise.all([db.exclusionDeclaration.count({ where }), rowsOf(where, (page - 1) * A_PAGE)])
  return { total, pages: Math.max(1, Math.ceil(total / A_PAGE)), rows: rows.map(asSeen) }
}

export type Likely = { candidate_id: string | null; supporter_id: string | null; name: string; why: 'sameEmail' | 'likeName' }

/** One declaration, who may be meant by it, and who did what with it. */
export async function findDeclaration(actor: Team, id: string) {
  const row = await db.exclusionDeclaration.findFirst({ where: { AND: [{ id }, await notAboutReader(actor)] }, include: people })
  if (!row) return undefined
  const [likely, events] = await Promise.all([
    db.$queryRaw<Likely[]>`SELECT candidate_id, supporter_id, name, why FROM likely_declared(${id}::uuid)`,
    db.event.findMany({ where: { subjectId: id, name: { startsWith: 'exclusion.' } }, orderBy: { id: 'desc' } }),
  ])
  const names = await namesOf(events.map(({ actorId }) => actorId))
  const history = events.map(({ name, at, actorId, actorRole }) => ({
    ...{ name, at },
    by: actorRole === 'coordinator' || actorRole === 'lead' ? (names.get(actorId ?? '') ?? LEFT) : actorRole,
  }))
  return { ...asSeen(row), likely, history }
}

/** What concerns one candidate: declared by them, about them, or by the team; and what is recorded because they are under 18. */
export async function findForCandidate(actor: Team, candidateId: string) {
  const candidate = await db.candidate.findFirst({
    where: { id: candidateId, closedAt: null },
    select: { id: true, name: true, reference: true, adult: true },
  })
  if (!candidate) return undefined
  const [rows, safeguards] = await Promise.all([
    rowsOf({ AND: [{ candidateId }, await notAboutReader(actor)] }, 0, 100),
    db.safeguard.findMany({ where: { candidateId }, orderBy: { recordedAt: 'desc' } }),
  ])
  const names = await namesOf(safeguards.map(({ recordedById }) => recordedById))
  return {
    ...{ candidate, declarations: rows.map(asSeen) },
    safeguards: safeguards.map((each) => ({ ...each, recordedBy: names.get(each.recordedById) ?? LEFT })),
  }
}

/** What concerns one supporter. Standings are for the head of the team alone: anybody else gets none, whether there are any or not. */
export async function findForSupporter(actor: Team, supporterId: string) {
  const supporter = await db.supporter.findUnique({
    where: { accountId: supporterId },
    select: { accountId: true, title: true, account: { select: { name: true } } },
  })
  if (!supporter) return undefined
  const [rows, duties, standings] = await Promise.all([
    rowsOf({ AND: [{ supporterId }, await notAboutReader(actor)] }, 0, 100),
    db.selectionDuty.findMany({
      where: { supporterId },
      orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { madeAt: 'desc' }],
      take: 100,
    }),
    actor.role === 'lead' && actor.accountId !== supporterId
      ? db.supporterStanding.findMany({ where: { supporterId }, orderBy: { madeAt: 'desc' } })
      : [],
  ])
  return {
    id: supporter.accountId,
    name: supporter.account.name,
    title: supporter.title,
    declarations: rows.map(asSeen),
    duties,
    standings,
  }
}

/** The names with which the page for a new one begins. */
export async function findPrefill(
  _actor: Team,
  { candidate, supporter }: { candidate?: string | undefined; supporter?: string | undefined },
) {
  const [one, other] = await Promise.all([
    candidate === undefined ? null : db.candidate.findFirst({ where: { id: candidate, closedAt: null }, select: { reference: true } }),
    supporter === undefined
      ? null
      : db.account.findFirst({ where: { id: supporter, supporter: { isNot: null } }, select: { email: true } }),
  ])
  return { candidate: one?.reference ?? '', supporter: other?.email ?? '' }
}
