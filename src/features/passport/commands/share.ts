import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysBetween, londonDay, workingDaysAfter } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { sendOutsideLink } from '../../outside/commands.ts'
import { asDay, ownAct } from '../../preparing/commands/own.ts'
import { listChoices, type Choice } from '../queries/choices.ts'
import { ANSWER_DAYS, decideShare, LINK_DAYS, SEEN_DAYS, type ShareRefusal } from '../rules/uses.ts'
import { shareWording, wordingOf } from '../rules/words.ts'
import { keepPassport } from './needs.ts'

type Wanted = { what: string; needs: string[]; words: string; onDay: string | undefined; from?: string }
type Decision = { ok: true; useId: string } | { ok: false; reason: ShareRefusal } | undefined

/** For how many days the address of whoever arranges it outside opens. */
export function linkDays(onDay: Date | null, at: Date): number {
  return onDay === null ? LINK_DAYS : Math.max(1, daysBetween(londonDay(at), londonDay(onDay)) + SEEN_DAYS)
}

type Asked = { id: string; candidateId: string; choice: Pick<Choice, 'about' | 'of'>; onDay: Date | null }

/** Asks whoever provides it. The letter says that something is to be arranged, and not what, nor for whom. */
export async function askProvider(tx: Tx, force: ForceProfile, { id, candidateId, choice: { about, of }, onDay }: Asked, at: Date) {
  if (about === 'stage' || about === 'inWork') {
    const { email: address } = force.contacts.adjustments
    const days = linkDays(onDay, at)
    await sendOutsideLink(tx, { purpose: 'adjustment', aboutId: id, candidateId, address, days, kind: 'adjustment.contact' }, at)
    return
  }
  if (of.providerId !== undefined) await queueEmail(tx, { kind: 'adjustment.asked', accountId: of.providerId, about: id })
  if (about === 'oneToOne') return
  const { ownerId } = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { ownerId: true } })
  if (ownerId !== null) await queueEmail(tx, { kind: 'adjustment.asked', accountId: ownerId, about: id })
}

const same = (candidateId: string, { about, of: { providerId: _who, ...of } }: Choice) => ({
  ...{ candidateId, about, ...of, state: { notIn: ['revoked', 'told'] } },
})

/** Shares chosen needs for one thing, with whoever provides it. Undefined where the account is closed. */
export async function shareNeeds(candidate: Candidate, force: ForceProfile, wanted: Wanted): Promise<Decision> {
  const at = now()
  const { candidateId } = candidate
  const choice = (await listChoices(candidate, force)).find(({ code }) => code === wanted.what)
  return ownAct(candidate, at, async (tx) => {
    const needs = await tx.passportNeed.findMany({ where: { candidateId, removedAt: null }, select: { id: true } })
    const live = choice ? await tx.adjustmentUse.count({ where: same(candidateId, choice) }) : 0
    const facts = { needs: needs.map(({ id }) => id), chosen: wanted.needs, offered: choice !== undefined, live: live > 0 }
    const decision = decideShare(facts)
    if (!decision.ok) return decision
    return choice ? { ok: true, useId: await create(tx, candidate, force, { wanted, choice, shared: decision.shared }, at) } : undefined
  })
}

type Made = { wanted: Wanted; choice: Choice; shared: string[] }

async function create(tx: Tx, candidate: Candidate, force: ForceProfile, { wanted, choice, shared }: Made, at: Date): Promise<string> {
  const { candidateId } = candidate
  const { about, of } = choice
  const onDay = about === 'stage' && wanted.onDay !== undefined ? asDay(wanted.onDay) : null
  const said = { words: wanted.words === '' ? null : wanted.words, wording: wordingOf(about), ...shareWording }
  const when = { askedAt: at, dueAt: workingDaysAfter(at, ANSWER_DAYS), changedAt: at }
  const { id } = await tx.adjustmentUse.create({
    data: {
      ...{ candidateId, about, ...of, onDay, ...said, ...when, copiedFromId: wanted.from ?? null },
      ...{ changedById: candidate.accountId, changedByRole: 'candidate' },
    },
    select: { id: true },
  })
  await tx.adjustmentUseNeed.createMany({ data: shared.map((needId) => ({ useId: id, needId })) })
  await keepPassport(tx, candidateId, at)
  await recordEvent(tx, candidate, 'adjustment.asked', { candidateId, subjectId: id, data: { about } })
  await askProvider(tx, force, { id, candidateId, choice, onDay }, at)
  return id
}

/** Shares for something new what was shared before, in one press. Undefined where that is not theirs. */
export async function reuseNeeds(
  candidate: Candidate,
  force: ForceProfile,
  { what, from, onDay }: { what: string; from: string; onDay: string | undefined },
  findEarlier: (id: string) => Promise<{ words: string | null; needs: { id: string }[] } | undefined>,
): Promise<Decision> {
  const earlier = await findEarlier(from)
  if (!earlier) return undefined
  return shareNeeds(candidate, force, { what, from, onDay, needs: earlier.needs.map(({ id }) => id), words: '' })
}
