import type { Team } from '../../../core/access.ts'
import { db, type Tx } from '../../../core/db.ts'

const side = {
  ...{ id: true, name: true, reference: true, phone: true, email: true, postalAddress: true, reachBy: true, adult: true },
  ...{ routes: true, areas: true, answered: true, registeredAt: true },
  account: { select: { id: true, email: true, signedInAt: true, roles: { select: { role: true } } } },
  consents: { select: { purpose: true, withdrawnAt: true } },
  access: { select: { text: true } },
  facts: { select: { text: true } },
  requests: { select: { kind: true, state: true } },
  places: { select: { workshopId: true, state: true, workshop: { select: { title: true } } } },
  memberships: { where: { endedAt: null }, select: { cohortId: true, cohort: { select: { name: true } } } },
  _count: { select: { requests: true, places: true, memberships: true, stages: true, consents: true, looks: true, tellings: true } },
} as const

async function findSide(client: Tx | typeof db, id: string) {
  const found = await client.candidate.findFirst({ where: { id, closedAt: null }, select: side })
  if (!found) return undefined
  const account = found.account && { ...found.account, roles: found.account.roles.map(({ role }) => role) }
  return { ...found, account }
}
export type FullSide = NonNullable<Awaited<ReturnType<typeof findSide>>>

/** Both records of a suspected pair; undefined where one has gone or somebody has said that they are two people. */
export async function findPair(_actor: Team, pairId: string, client: Tx | typeof db = db) {
  const pair = await client.duplicatePair.findFirst({ where: { id: pairId, dismissedAt: null } })
  if (!pair) return undefined
  const [first, second] = [await findSide(client, pair.firstId), await findSide(client, pair.secondId)]
  return first && second ? { ...pair, first, second } : undefined
}
