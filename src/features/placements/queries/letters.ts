import { db } from '../../../core/db.ts'

/** A placement as a letter tells of it; read when the letter is written. */
export const findPlacementToTell = (id: string) =>
  db.placement.findUnique({
    where: { id },
    include: {
      host: { select: { id: true, name: true, site: true, family: true } },
      date: { select: { startsAt: true, endsAt: true } },
      candidate: { select: { name: true, closedAt: true } },
    },
  })
export type ToldPlacement = NonNullable<Awaited<ReturnType<typeof findPlacementToTell>>>

/** Whoever hosts, as a letter greets them; undefined where they no longer do. */
export async function findHostToTell(accountId: string) {
  const account = await db.account.findUnique({ where: { id: accountId }, include: { roles: { select: { role: true } } } })
  const hosts = account?.closedAt === null && account.deactivatedAt === null && account.roles.some(({ role }) => role === 'supporter')
  return hosts ? account : undefined
}
