import { db } from '../../../core/db.ts'

/** A request as an e-mail tells of it; read when the e-mail is written. */
export const findRequestToTell = (id: string) =>
  db.supportRequest.findUnique({ where: { id }, include: { candidate: { select: { name: true } } } })
