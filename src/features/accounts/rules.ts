import type { MemberRole } from '../../core/access.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long each kind of single-use link works, in milliseconds. */
export const linkLife = { verify: DAY * 1000, reset: HOUR * 1000, invite: DAY * 1000, claim: 14 * DAY * 1000 } as const
export type LinkPurpose = keyof typeof linkLife

export const PASSWORD_LEAST = 12

/**
 * Tries allowed. Wrong passwords are counted for the address and the network together, strictly; for the network
 * alone, generously, as an office or a college is one network; and for the address alone, so that guesses spread
 * over many networks are few too. A browser that this address has signed in from before is counted by itself and
 * by nothing else: whatever strangers try, the person whose account it is still comes in from there, and anywhere
 * else after choosing a new password by e-mail, which makes the browser known.
 */
export const limits = {
  signInPair: { points: 10, seconds: 15 * MINUTE },
  signInDevice: { points: 10, seconds: 15 * MINUTE },
  signInNetwork: { points: 300, seconds: 15 * MINUTE },
  signInAddress: { points: 100, seconds: HOUR },
  again: { points: 10, seconds: 15 * MINUTE },
  code: { points: 10, seconds: 15 * MINUTE },
  codeAccount: { points: 50, seconds: DAY },
  link: { points: 10, seconds: 15 * MINUTE },
  mailPair: { points: 5, seconds: HOUR },
  mailAddress: { points: 20, seconds: DAY },
  invite: { points: 60, seconds: HOUR },
  formNetwork: { points: 300, seconds: HOUR },
} as const

type LinkRow = { purpose: string; usedAt: Date | null; expiresAt: Date }
export type LinkState = 'live' | 'used' | 'expired' | 'unknown'

/** What a link is good for now. It works until the instant it expires, once, for the purpose it was made for. */
export function linkState(link: LinkRow | null | undefined, purpose: LinkPurpose, now: Date): LinkState {
  if (link?.purpose !== purpose) return 'unknown'
  if (link.usedAt !== null) return 'used'
  return link.expiresAt <= now ? 'expired' : 'live'
}

/** A recruiter is never coordinator, lead or supporter as well: support and selection stay apart. */
const apartFromRecruiter: readonly MemberRole[] = ['coordinator', 'lead', 'supporter']

export const rolesClash = (held: readonly MemberRole[], added: MemberRole): boolean =>
  added === 'recruiter'
    ? held.some((role) => apartFromRecruiter.includes(role))
    : apartFromRecruiter.includes(added) && held.includes('recruiter')

/** The page a person wanted before signing in, if it is one of this site; an address elsewhere is never followed. */
export function samePath(wanted: string | undefined): string | undefined {
  if (wanted === undefined || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(wanted)) return undefined
  const here = 'http://here.invalid'
  if (!URL.canParse(wanted, here)) return undefined
  const { origin, pathname, search } = new URL(wanted, here)
  return origin === here && !pathname.startsWith('//') ? `${pathname}${search}` : undefined
}
