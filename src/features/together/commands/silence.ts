import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { listSilences, type QuietPair } from '../queries/quiet.ts'
import { FIRST_CONTACT_DAYS, stepsDue, stepsPassed, type SilenceStep } from '../rules/silence.ts'

/** Looks at every living pair: whoever is silent is reminded, told of and offered somebody else, each once in a silence. */
export async function sweepSilences(): Promise<void> {
  const before = daysAfter(now(), -FIRST_CONTACT_DAYS)
  for (const { pairingId } of (await listSilences(db, { before })).filter((pair) => stepsDue(pair, now()).length > 0))
    await lookAt(pairingId)
}

/** One pair, under its lock: a contact that is noted meanwhile ends the silence first. */
const lookAt = (pairingId: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM pairings WHERE id = ${pairingId}::uuid FOR UPDATE`
    const [pair] = await listSilences(tx, { pairingId })
    const at = now()
    const steps = pair ? stepsDue(pair, at) : []
    if (!pair || steps.length === 0) return
    const done = Object.fromEntries([...steps, ...stepsPassed(pair, at)].map((step) => [`${step}At`, at]))
    await tx.pairingSilence.upsert({
      where: { pairingId_since: { pairingId, since: pair.since } },
      create: { pairingId, since: pair.since, ...done },
      update: done,
      select: { id: true },
    })
    for (const step of steps) await act(tx, pair, step)
  })

const letters = { reminded: 'together.firstContact', nudged: 'together.quiet', offered: 'together.rematch' } as const

async function act(tx: Tx, { pairingId, candidateId, supporterId, ownerId }: QuietPair, step: SilenceStep): Promise<void> {
  if (step === 'told') {
    if (ownerId !== null) await queueEmail(tx, { kind: 'together.quietTeam', accountId: ownerId, about: pairingId })
  } else {
    await tellCandidate(tx, { candidateId, kind: letters[step], about: pairingId })
    await queueEmail(tx, { kind: letters[step], accountId: supporterId, about: pairingId })
  }
  await recordEvent(tx, { role: 'system' }, 'pairing.quiet', { candidateId, subjectId: pairingId, data: { step } })
}

/** Somebody of the team has looked into a silence: it waits no more, until somebody else is offered. False where there is none. */
export const seeSilence = (actor: Team, silenceId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const silence = await tx.pairingSilence.findFirst({
      where: { id: silenceId, toldAt: { not: null } },
      select: { pairingId: true, pairing: { select: { candidateId: true } } },
    })
    if (!silence) return false
    await tx.pairingSilence.update({ where: { id: silenceId }, data: { seenAt: now(), seenById: actor.accountId }, select: { id: true } })
    await recordEvent(tx, actor, 'pairing.quietSeen', { candidateId: silence.pairing.candidateId, subjectId: silence.pairingId })
    return true
  })
