type Change = { accountId: string; usedAt: Date | null; expiresAt: Date }
export type ChangeState = 'live' | 'used' | 'expired' | 'unknown'

/** What a link to a new address is good for, for the person who follows it: it works once, in a day, for whoever asked. */
export function changeState(change: Change | null | undefined, accountId: string, now: Date): ChangeState {
  if (change?.accountId !== accountId) return 'unknown'
  if (change.usedAt !== null) return 'used'
  return change.expiresAt <= now ? 'expired' : 'live'
}
