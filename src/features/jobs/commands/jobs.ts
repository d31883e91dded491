import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { JobInput } from '../forms/jobs.ts'
import { decideJob, type JobEvent, type JobRefusal, type JobState } from '../rules/jobs.ts'
import { ownerFrom } from './owners.ts'

type Refused = { ok: false; reason: JobRefusal }
export type JobMade = { ok: true; id: string } | Refused

const refused = (reason: JobRefusal): Refused => ({ ok: false, reason })

/** What the form says, with only routes and areas that the force has. */
function wordsOf(force: ForceProfile, { title, family, routes, area, hours, about, fixed }: JobInput) {
  const known = force.routes.filter(({ id }) => routes.includes(id)).map(({ id }) => id)
  return { title, family, routes: known, area: force.areas.some(({ id }) => id === area) ? area : '', hours, about, fixed }
}

const isTaken = async (tx: Tx, title: string, but?: string): Promise<boolean> =>
  (await tx.jobProfile.count({
    where: { title: { equals: title, mode: 'insensitive' }, ...(but !== undefined && { id: { not: but } }) },
  })) > 0

/** One writer of titles at a time, so that two never give the same name at once. */
const lockTitles = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('jobs'))`

export const makeJob = (actor: Team, force: ForceProfile, input: JobInput): Promise<JobMade> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockTitles(tx)
    const words = wordsOf(force, input)
    if (words.routes.length === 0) return refused('notNow')
    if (await isTaken(tx, words.title)) return refused('sameTitle')
    const owner = await ownerFrom(tx, input)
    if (!owner) return refused('noOwner')
    const data = { ...words, ...owner, change: 'First version', madeAt: at, changedAt: at, changedById: actor.accountId }
    const { id } = await tx.jobProfile.create({ data, select: { id: true } })
    await recordEvent(tx, actor, 'job.made', { subjectId: id })
    return { ok: true, id }
  })

/** Saves a new version; the earlier ones stay. Refused where somebody saved one meanwhile. */
export const changeJob = (actor: Team, force: ForceProfile, jobId: string, input: JobInput): Promise<JobMade | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockTitles(tx)
    await tx.$queryRaw`SELECT id FROM job_profiles WHERE id = ${jobId}::uuid FOR UPDATE`
    const job = await tx.jobProfile.findUnique({ where: { id: jobId } })
    if (!job) return undefined
    if (job.version !== input.basedOn) return refused('newer')
    const words = wordsOf(force, input)
    if (words.routes.length === 0) return refused('notNow')
    if (await isTaken(tx, words.title, jobId)) return refused('sameTitle')
    const owner = await ownerFrom(tx, input)
    if (!owner) return refused('noOwner')
    const change = input.change === '' ? 'Changed' : input.change
    await tx.jobProfile.update({ where: { id: jobId }, data: { ...words, ...owner, change, changedAt: at, changedById: actor.accountId } })
    await recordEvent(tx, actor, 'job.changed', { subjectId: jobId })
    return { ok: true, id: jobId }
  })

const eventNames: Record<JobEvent, string> = { publish: 'job.published', retire: 'job.retired', reopen: 'job.reopened' }

export const moveJob = (actor: Team, jobId: string, event: JobEvent): Promise<JobMade | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$queryRaw`SELECT id FROM job_profiles WHERE id = ${jobId}::uuid FOR UPDATE`
    const job = await tx.jobProfile.findUnique({ where: { id: jobId } })
    if (!job) return undefined
    const checked = await tx.jobClaim.count({ where: { jobId, state: { in: ['checked', 'due'] } } })
    const decision = decideJob(event, { state: job.state as JobState, checked })
    if (!decision.ok) return decision
    const published = event === 'publish' ? { publishedAt: at } : {}
    await tx.jobProfile.update({
      where: { id: jobId },
      data: { state: decision.state, ...published, changedAt: at, changedById: actor.accountId },
    })
    await recordEvent(tx, actor, eventNames[event], { subjectId: jobId })
    return { ok: true, id: jobId }
  })
