import type { Supporter } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { ownDeclarations, pairingOf, type Declarer } from '../rules/own.ts'

const MOST = 200
const firstOf = (name: string | undefined) => name?.trim().split(/\s+/)[0]

type Named = { typedName: string | null; supporter: { account: { name: string } } | null; candidate: { name: string } | null }

/**
 * Who is meant, in the words of whoever said it. What they typed stays what they typed, linked or not; only where the two knew
 * each other already is the first name their pairing's.
 */
const asSaid = ({ typedName, supporter, candidate }: Named, role: Declarer['role']): string =>
  typedName ?? firstOf(role === 'candidate' ? supporter?.account.name : candidate?.name) ?? 'Somebody you were paired with'

const shown = {
  ...{ id: true, kind: true, typedName: true, typedEmail: true, untilOn: true, madeAt: true, endedAt: true },
  supporter: { select: { account: { select: { name: true } } } },
  candidate: { select: { name: true } },
} as const

/** What somebody said themselves and still stands, newest first. Nothing here depends on whether the person is known. */
export async function listOwn(actor: Declarer) {
  const rows = await db.exclusionDeclaration.findMany({
    where: { ...ownDeclarations(actor), endedAt: null },
    orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
    take: MOST,
    select: shown,
  })
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, email: row.typedEmail, untilOn: row.untilOn, madeAt: row.madeAt },
    name: asSaid(row, actor.role),
  }))
}

/** One of one's own that still stands; undefined where there is none. */
export async function findOwn(actor: Declarer, id: string) {
  const row = await db.exclusionDeclaration.findFirst({ where: { id, ...ownDeclarations(actor), endedAt: null }, select: shown })
  return row ? { id: row.id, kind: row.kind, name: asSaid(row, actor.role) } : undefined
}

export const listDuties = ({ accountId }: Pick<Supporter, 'accountId'>) =>
  db.selectionDuty.findMany({ where: { supporterId: accountId, endedAt: null }, orderBy: [{ madeAt: 'desc' }, { id: 'desc' }], take: MOST })

/** The first name of somebody they are or were paired with; undefined where there is no such pairing of theirs. */
export async function findPartner(actor: Declarer, pairingId: string) {
  const pairing = await db.pairing.findFirst({
    where: pairingOf(actor, pairingId),
    select: {
      ...{ id: true, state: true, candidate: { select: { name: true } } },
      supporter: { select: { account: { select: { name: true } } } },
    },
  })
  if (!pairing) return undefined
  const name = actor.role === 'candidate' ? pairing.supporter.account.name : pairing.candidate.name
  return { id: pairing.id, state: pairing.state, name: firstOf(name) ?? 'this person' }
}
