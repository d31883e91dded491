import { now } from '../../core/clock.ts'
import type { Tx } from '../../core/db.ts'
import type { Prisma } from '../../generated/prisma/client.ts'

type Wanted = {
  kind: string
  accountId?: string
  candidateId?: string
  /** Where there is no account; otherwise the account's own address at the time of sending. */
  address?: string
  about?: string
  data?: Prisma.InputJsonObject
}

/** Asks for an e-mail in this transaction: both the row of the log and the job that delivers it, or neither. Answers with its id. */
export async function queueEmail(tx: Tx, { kind, accountId, candidateId, address, about, data }: Wanted): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT queue_email(${accountId ?? null}::uuid, ${candidateId ?? null}::uuid, ${address ?? null}::text, ${kind}::text,
      ${about ?? null}::uuid, ${JSON.stringify(data ?? {})}::jsonb, ${now()}::timestamptz) AS id`
  return rows[0]?.id ?? ''
}
