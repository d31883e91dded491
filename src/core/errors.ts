/** Thrown where an address leads nowhere, or nowhere this person may go. */
export class NotFound extends Error {
  readonly status = 404
}

const gone = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  'P1001',
  'P1002',
  'P1017',
  'P2024',
])

/** Is this the database being away, rather than a fault of ours? */
export function isUnavailable(error: unknown): boolean {
  for (let fault = error, depth = 0; fault instanceof Error && depth < 4; fault = fault.cause, depth += 1) {
    if ('code' in fault && typeof fault.code === 'string' && gone.has(fault.code)) return true
    if (/Connection terminated|timeout exceeded when trying to connect/.test(fault.message)) return true
  }
  return false
}
