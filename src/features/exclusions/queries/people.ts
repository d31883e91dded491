import type { Tx } from '../../../core/db.ts'

/** A person as the team names them: chosen from what was found, or typed. */
export type Meant = { id?: string | undefined; typed?: string | undefined }

/** Who is meant: by id, by a candidate's reference, by e-mail address, or by the whole name. More than one where the words do not say. */
export const findMeant = (tx: Tx, which: 'candidate' | 'supporter', { id, typed = '' }: Meant): Promise<{ id: string; name: string }[]> =>
  which === 'supporter'
    ? tx.$queryRaw`SELECT s.account_id AS id, a.name FROM supporters s JOIN accounts a ON a.id = s.account_id
        WHERE a.closed_at IS NULL AND CASE WHEN ${id ?? null}::uuid IS NOT NULL THEN s.account_id = ${id ?? null}::uuid
          ELSE email_form(a.email) = email_form(${typed}) OR name_form(a.name) = name_form(${typed}) END LIMIT 2`
    : tx.$queryRaw`SELECT c.id, c.name FROM candidates c LEFT JOIN accounts a ON a.id = c.account_id
        WHERE c.closed_at IS NULL AND CASE WHEN ${id ?? null}::uuid IS NOT NULL THEN c.id = ${id ?? null}::uuid
          ELSE c.reference = upper(btrim(${typed})) OR email_form(${typed}) IN (email_form(a.email), email_form(c.email))
            OR name_form(c.name) = name_form(${typed}) END LIMIT 2`
