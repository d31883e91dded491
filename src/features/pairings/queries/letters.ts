import { db } from '../../../core/db.ts'

/** A pairing as a letter tells of it; read when the letter is written. Who the two are goes no further than a greeting, until both said yes. */
export const findPairingToTell = (id: string) =>
  db.pairing.findUnique({
    where: { id },
    include: {
      candidate: { select: { name: true, closedAt: true } },
      supporter: {
        select: { title: true, account: { select: { id: true, name: true, closedAt: true, deactivatedAt: true, roles: true } } },
      },
    },
  })
