import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { countDue } from '../queries/guides.ts'
import { guidesOf, type Guide } from '../rules/guides.ts'
import { starterFor } from '../rules/starters.ts'
import { changedParts, type Words } from '../rules/words.ts'

export type GuideRefusal = 'newer' | 'same'
type Decision = { ok: true } | { ok: false; reason: GuideRefusal } | undefined
type Saved = { words: Words; change: string; basedOn: number; reviewed: boolean }

const find = (force: ForceProfile, guideId: string) => guidesOf(force).find(({ id }) => id === guideId)
const keyOf = ({ route, stage }: Guide) => ({ route: route.id, stage: stage.id })

/** One writer of a page at a time; answers with what it says now. */
async function lockWords(tx: Tx, guide: Guide): Promise<{ number: number; words: Words }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('guide'), hashtext(${guide.id}))`
  const latest = await tx.guideVersion.findFirst({ where: keyOf(guide), orderBy: { number: 'desc' } })
  return latest ? { number: latest.number, words: latest } : { number: 0, words: starterFor(guide.route.id, guide.stage) }
}

/** Adds a version of a page, which everybody reads from then on. Refused where somebody saved a newer one meanwhile. */
export const saveGuide = (
  actor: Team,
  force: ForceProfile,
  guideId: string,
  { words, change, basedOn, reviewed }: Saved,
): Promise<Decision> =>
  inTransaction(async (tx) => {
    const at = now()
    const guide = find(force, guideId)
    if (!guide) return undefined
    const before = await lockWords(tx, guide)
    if (before.number !== basedOn) return { ok: false, reason: 'newer' }
    if (changedParts(before.words, words).length === 0) return { ok: false, reason: 'same' }
    const number = before.number + 1
    await tx.guideVersion.create({ data: { ...keyOf(guide), number, ...words, change, madeAt: at, byId: actor.accountId } })
    await recordEvent(tx, actor, 'guide.saved', { data: { guide: guide.id, number } })
    if (reviewed) await addReview(tx, actor, guide, { number, at })
    return { ok: true }
  })

async function addReview(tx: Tx, actor: Team, guide: Guide, { number, at }: { number: number; at: Date }): Promise<void> {
  await tx.guideReview.create({ data: { ...keyOf(guide), number, reviewedAt: at, byId: actor.accountId }, select: { id: true } })
  await recordEvent(tx, actor, 'guide.reviewed', { data: { guide: guide.id, number } })
}

/** Somebody read the page as it stands and found that it is right. Refused where it says something newer than they read. */
export const reviewGuide = (actor: Team, force: ForceProfile, guideId: string, number: number): Promise<Decision> =>
  inTransaction(async (tx) => {
    const guide = find(force, guideId)
    if (!guide) return undefined
    if ((await lockWords(tx, guide)).number !== number) return { ok: false, reason: 'newer' }
    await addReview(tx, actor, guide, { number, at: now() })
    return { ok: true }
  })

/** Once a month, as long as any page is due, everybody of the team is told. A second run of the month tells nobody. */
export const nagAboutGuides = (force: ForceProfile): Promise<number> =>
  inTransaction(async (tx) => {
    const at = now()
    const { count } = await countDue(force, 'overdue')
    if (count === 0) return 0
    const made = await tx.$executeRaw`
      INSERT INTO guide_nags (month, sent_at) VALUES (${londonDay(at).slice(0, 7)}, ${at}::timestamptz) ON CONFLICT DO NOTHING`
    if (made === 0) return 0
    const team = await tx.account.findMany({
      where: { closedAt: null, deactivatedAt: null, roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
    for (const { id } of team) await queueEmail(tx, { kind: 'preparing.guidesDue', accountId: id })
    return team.length
  })
