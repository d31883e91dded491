import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { aCandidate, anAccount } from './people.ts'

type GivenSupporter = Omit<Partial<Prisma.SupporterUncheckedCreateInput>, 'accountId'> & { name?: string; email?: string }

/** An approved supporter with training that holds for years, who can take two, and has agreed that we keep what they say of their life. `id` is that of their account. */
export async function aSupporter({ name, email, ...overrides }: GivenSupporter = {}) {
  const account = await anAccount({
    roles: ['supporter'],
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  })
  const at = now()
  const data = {
    ...{ state: 'approved', kinds: ['buddy', 'mentoring', 'coaching', 'roleModel'], title: 'PC', trainedUntil: new Date('2099-01-01') },
    ...{ volunteeredAt: at, decidedAt: at, changedAt: at },
    ...overrides,
  }
  const supporter = await db.supporter.upsert({
    where: { accountId: account.id },
    create: { accountId: account.id, ...data },
    update: data,
  })
  await db.supporterConsent.create({
    data: { supporterId: account.id, purpose: 'experiences', version: '1', wording: 'Keep it.', givenAt: at },
  })
  return { ...supporter, id: account.id, account }
}

/** What a pairing in each state holds besides. */
const within = (state: string, at: Date): Partial<Prisma.PairingUncheckedCreateInput> => ({
  ...(state.startsWith('proposedTo') && { dueAt: new Date(at.getTime() + 7 * 86_400_000) }),
  ...(['active', 'paused', 'ended'].includes(state) && { beganAt: at, supporterAcceptedAt: at, candidateAgreedAt: at }),
  ...(state === 'paused' && { pausedWhy: 'team' }),
  ...(state === 'ended' && { endReason: 'completed', endedAt: at }),
})

const stepsTo: Record<string, string[]> = {
  draft: ['draft'],
  proposedToSupporter: ['proposedToSupporter'],
  proposedToCandidate: ['proposedToSupporter', 'proposedToCandidate'],
  active: ['proposedToSupporter', 'proposedToCandidate', 'active'],
  paused: ['proposedToSupporter', 'proposedToCandidate', 'active', 'paused'],
  ended: ['proposedToSupporter', 'proposedToCandidate', 'active', 'ended'],
  supporterDeclined: ['proposedToSupporter', 'supporterDeclined'],
  candidateDeclined: ['proposedToSupporter', 'proposedToCandidate', 'candidateDeclined'],
  expired: ['proposedToSupporter', 'expired'],
  withdrawn: ['draft', 'withdrawn'],
}

type GivenPairing = Partial<Prisma.PairingUncheckedCreateInput> & { candidateId?: string; supporterId?: string; state?: string }

/** A buddy pairing brought to its state step by step, as the database demands; an adult candidate and a supporter are made where none is given. */
export async function aPairing({ state = 'active', ...overrides }: GivenPairing = {}) {
  const at = overrides.changedAt === undefined ? now() : new Date(overrides.changedAt)
  const candidateId = overrides.candidateId ?? (await aCandidate({ adult: true })).id
  const supporterId = overrides.supporterId ?? (await aSupporter()).id
  const [first = 'draft', ...rest] = stepsTo[state] ?? []
  const base = {
    kind: 'buddy',
    queuedAt: at,
    madeAt: at,
    changedAt: at,
    changedByRole: 'coordinator',
    ...overrides,
    candidateId,
    supporterId,
  }
  const held = (step: string) => (step === state ? overrides : {})
  const { id } = await db.pairing.create({ data: { ...base, ...within(first, at), ...held(first), state: first } })
  for (const step of rest)
    await db.pairing.update({ where: { id }, data: { dueAt: null, ...within(step, at), ...held(step), state: step, changedAt: at } })
  return db.pairing.findUniqueOrThrow({ where: { id } })
}
