import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { ruleOf } from '../forms/completion.ts'
import type { CohortInput, ProgrammeInput } from '../forms/cohorts.ts'
import {
  cohortState,
  decideClosing,
  decideMembership,
  type CloseRefusal,
  type MembershipDecision,
  type MembershipEvent,
  type MembershipState,
} from '../rules/cohorts.ts'
import { findStanding, findStandings } from '../queries/completion.ts'
import { giveBackPlaces } from './places.ts'

/** Makes or changes a programme; undefined where there is no such programme. */
export const saveProgramme = (actor: Team, id: string | undefined, input: ProgrammeInput): Promise<string | undefined> =>
  inTransaction(async (tx) => {
    const { kind, name, summary } = input
    const data = { kind, name, summary, completionRule: ruleOf(input) }
    if (id !== undefined && !(await tx.programme.findUnique({ where: { id }, select: { id: true } }))) return undefined
    const saved =
      id === undefined
        ? await tx.programme.create({ data: { ...data, createdAt: now() }, select: { id: true } })
        : await tx.programme.update({ where: { id }, data, select: { id: true } })
    await recordEvent(tx, actor, id === undefined ? 'programme.added' : 'programme.edited', { subjectId: saved.id })
    return saved.id
  })

type Saved = { ok: true; id: string } | { ok: false; reason: 'unknownProgramme' | 'unknownCoordinator' }

/** Makes or changes a cohort. Making it smaller takes nobody out. Undefined where there is no such cohort. */
export const saveCohort = (
  actor: Team,
  id: string | undefined,
  { programme, coordinator, ...input }: CohortInput,
): Promise<Saved | undefined> =>
  inTransaction(async (tx) => {
    if (id !== undefined && !(await lockCohort(tx, id))) return undefined
    if (!(await tx.programme.findUnique({ where: { id: programme }, select: { id: true } })))
      return { ok: false, reason: 'unknownProgramme' }
    const leads = { accountId: coordinator, role: { in: ['coordinator', 'lead'] } }
    if (coordinator !== '' && !(await tx.accountRole.findFirst({ where: leads }))) return { ok: false, reason: 'unknownCoordinator' }
    const data = { ...input, programmeId: programme, coordinatorId: coordinator === '' ? null : coordinator }
    const saved =
      id === undefined
        ? await tx.cohort.create({ data: { ...data, createdAt: now() }, select: { id: true } })
        : await tx.cohort.update({ where: { id }, data, select: { id: true } })
    await recordEvent(tx, actor, id === undefined ? 'cohort.added' : 'cohort.edited', { subjectId: saved.id })
    return { ok: true, id: saved.id }
  })

type Closed = { ok: true } | { ok: false; reason: CloseRefusal }

/** Closes a cohort before its last day. Undefined where there is no such cohort. */
export const closeCohort = (actor: Team, id: string): Promise<Closed | undefined> =>
  inTransaction(async (tx) => {
    const cohort = await lockCohort(tx, id)
    if (!cohort) return undefined
    const decision = decideClosing(cohort)
    if (!decision.ok) return decision
    await tx.cohort.update({ where: { id }, data: { closedAt: now() } })
    await recordEvent(tx, actor, 'cohort.closed', { subjectId: id })
    return decision
  })

/** The cohort under its row lock, with what decisions about it need. */
async function lockCohort(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM cohorts WHERE id = ${id}::uuid FOR UPDATE`
  const cohort = await tx.cohort.findUnique({ where: { id } })
  if (!cohort) return undefined
  const [counts] = await tx.$queryRaw<{ joined: number; unrecorded: number; toCome: number }[]>`SELECT
      (SELECT count(*)::int FROM memberships WHERE cohort_id = ${id}::uuid AND state = 'joined' AND ended_at IS NULL) AS joined,
      (SELECT count(*)::int FROM workshops w WHERE w.cohort_id = ${id}::uuid AND w.ends_at <= ${now()} AND (w.state = 'published'
        OR (w.state = 'held' AND EXISTS (SELECT FROM places p WHERE p.workshop_id = w.id AND p.state = 'booked')))) AS unrecorded,
      (SELECT count(*)::int FROM workshops w WHERE w.cohort_id = ${id}::uuid AND w.ends_at > ${now()} AND w.state IN ('published', 'postponed')) AS "toCome"`
  const found = counts ?? { joined: 0, unrecorded: 0, toCome: 0 }
  return { ...cohort, ...found, state: cohortState(cohort, found.unrecorded, now()) }
}
type LockedCohort = NonNullable<Awaited<ReturnType<typeof lockCohort>>>

type Act = { cohortId: string; candidateId: string; event: MembershipEvent; reason?: string; to?: string }

/** The team invites, accepts, refuses, marks as left, moves or completes. Undefined where there is no such cohort. */
export const changeMembership = (actor: Team, act: Act) => inTransaction((tx) => changeMembershipIn(tx, actor, act))

/** The same inside a transaction that does more, as doing it for many people at once does. */
export const changeMembershipIn = (tx: Tx, actor: Team, act: Act) => change(tx, actor, 'team', act)

/** A candidate asks to join, takes or declines an invitation, takes a request back, or leaves. */
export const changeOwnMembership = (actor: Candidate, cohortId: string, event: MembershipEvent) =>
  inTransaction((tx) => change(tx, actor, 'candidate', { cohortId, candidateId: actor.candidateId, event }))

async function change(tx: Tx, actor: Team | Candidate, side: 'team' | 'candidate', act: Act): Promise<MembershipDecision | undefined> {
  const { cohortId, candidateId, event, reason = '', to } = act
  if (to === cohortId) return { ok: false, reason: 'sameCohort' }
  const cohorts = await lockBoth(tx, cohortId, to)
  if (!cohorts) return undefined
  const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
  if (!candidate) return { ok: false, reason: 'noSuchPerson' }
  const current = await findCurrent(tx, cohortId, candidateId)
  const there = to === undefined ? undefined : await findCurrent(tx, to, candidateId)
  const cohort = { ...cohorts.target, dates: cohorts.target }
  const decision = decideMembership(
    { current: current?.state ?? 'none', there: there?.state ?? 'none', event, side, reason, cohort, unmet: await isUnmet(tx, act) },
    now(),
  )
  if (decision.ok) await write(tx, actor, act, { current, there, state: decision.state })
  return decision
}

/** Whether the rule of the programme still asks for something; asked only where somebody is to be marked as having completed. */
async function isUnmet(tx: Tx, { event, cohortId, candidateId }: Act): Promise<boolean> {
  if (event !== 'complete') return false
  const { rule, done } = await findStanding(tx, { cohortId, candidateId })
  return rule.atLeast !== undefined && !done
}

/** Both cohorts of a move in one order, so that two moves in opposite directions do not wait for each other. */
async function lockBoth(tx: Tx, from: string, to: string | undefined) {
  const locked = new Map<string, LockedCohort | undefined>()
  for (const id of [from, ...(to === undefined ? [] : [to])].sort()) locked.set(id, await lockCohort(tx, id))
  const target = locked.get(to ?? from)
  return locked.get(from) && target ? { target } : undefined
}

type Current = { id: string; state: MembershipState }

async function findCurrent(tx: Tx, cohortId: string, candidateId: string): Promise<Current | undefined> {
  const found = await tx.membership.findFirst({ where: { cohortId, candidateId, endedAt: null }, select: { id: true, state: true } })
  return found ? { id: found.id, state: found.state as MembershipState } : undefined
}

type Step = { current: Current | undefined; there: Current | undefined; state: MembershipState }

/** Ends the row that holds and begins the next; whoever goes gives back what they have of the workshops still to come. */
async function write(tx: Tx, actor: Team | Candidate, act: Act, { current, there, state }: Step): Promise<void> {
  const { cohortId, candidateId, event, to } = act
  const reason = act.reason === undefined || act.reason === '' ? null : act.reason
  for (const ended of [current, there]) if (ended) await tx.membership.update({ where: { id: ended.id }, data: { endedAt: now() } })
  const row = { candidateId, byId: actor.accountId, beganAt: now() }
  await tx.membership.create({ data: { ...row, cohortId, state, reason, movedToId: to ?? null } })
  if (to !== undefined) await tx.membership.create({ data: { ...row, cohortId: to, state: 'joined' } })
  if (event === 'leave' || event === 'move') await giveBack(tx, actor, act)
  await recordEvent(tx, actor, `membership.${state}`, { candidateId, subjectId: cohortId })
  const told = emailOf(actor, event, state)
  if (told !== undefined)
    await tx.$executeRaw`SELECT email_candidate(${candidateId}::uuid, ${told}, ${to ?? cohortId}::uuid, '{}', ${now()})`
}

async function giveBack(tx: Tx, actor: Team | Candidate, { cohortId, candidateId, event, reason }: Act): Promise<void> {
  // Nobody may ask between the look at what they hold and the end of their membership
  await tx.$queryRaw`SELECT id FROM workshops WHERE cohort_id = ${cohortId}::uuid AND starts_at > ${now()} ORDER BY id FOR UPDATE`
  const why = reason !== undefined && reason !== '' ? reason : event === 'move' ? 'Moved to another group' : 'Left the group'
  await giveBackPlaces(tx, actor, candidateId, why, cohortId)
}

/** Nobody is written to about what they did themselves, joining aside. */
function emailOf(actor: Team | Candidate, event: MembershipEvent, state: MembershipState): string | undefined {
  if (state === 'invited') return 'cohort.invited'
  if (state === 'joined' || state === 'moved') return 'cohort.joined'
  return actor.role !== 'candidate' && event === 'refuse' ? 'cohort.refused' : undefined
}

/** A page about one candidate was opened; they see it. */
export const recordMemberLook = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'Your time in a group', 'To run the group you asked to join'))

/**
 * Marks everybody as having completed whom the rule of the programme calls done, each by the same decision as one by one;
 * answers with how many. Undefined where there is no such cohort.
 */
export const completeAll = (actor: Team, cohortId: string): Promise<number | undefined> =>
  inTransaction(async (tx) => {
    if (!(await lockCohort(tx, cohortId))) return undefined
    const members = await tx.membership.findMany({
      where: { cohortId, state: 'joined', endedAt: null },
      orderBy: { id: 'asc' },
      select: { candidateId: true, cohortId: true },
    })
    const standingOf = await findStandings(tx, members)
    let marked = 0
    for (const member of members.filter((one) => standingOf(one).done)) {
      const decision = await change(tx, actor, 'team', { ...member, event: 'complete' })
      if (decision?.ok === true) marked += 1
    }
    return marked
  })

/** Who came to what was printed or put in a file: each of them sees who looked. */
export const recordProgressLooks = (actor: Team, cohortId: string, candidateIds: string[], page: string): Promise<void> =>
  inTransaction(async (tx) => {
    for (const id of candidateIds) await recordLook(tx, actor, id, page, 'To run the group you are in')
    await recordEvent(tx, actor, 'cohort.progressExported', { subjectId: cohortId, data: { people: candidateIds.length } })
  })
