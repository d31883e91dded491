import { completion, type CompletionRule, type Session } from './completion.ts'

/** Signs that nobody mistakes for another, by eye or over the telephone. */
const SIGNS = '23456789ABCDEFGHJKMNPRSTVWXYZ'
const GROUPS = 3
const OF = 4

/** A reference out of random bytes, one sign for each: K7XM-2TWP-9RHA. It says nothing about anybody. */
export function referenceFrom(bytes: Uint8Array): string {
  const signs = Array.from(bytes.slice(0, GROUPS * OF), (byte) => SIGNS[byte % SIGNS.length] ?? '2').join('')
  return Array.from({ length: GROUPS }, (_, i) => signs.slice(i * OF, (i + 1) * OF)).join('-')
}
export const REFERENCE_BYTES = GROUPS * OF

/** A reference as somebody types it: small letters, spaces or none between. Undefined where it cannot be one. */
export function readReference(typed: string): string | undefined {
  const signs = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  const known = signs.length === GROUPS * OF && Array.from(signs).every((sign) => SIGNS.includes(sign))
  return known ? (signs.match(/.{4}/g) ?? []).join('-') : undefined
}

export type CertificateFacts = {
  /** The rule on the day on which it was given, and the rule of today. */
  ruleThen: CompletionRule
  ruleNow: CompletionRule
  sessions: readonly Session[]
  /** The team marked this person as having completed it. */
  marked: boolean
}

/**
 * Does a certificate still count? By the rule of its day or by a kinder one of today, on the register as it stands: a rule that
 * became stricter takes nothing away, a corrected register does. Without a rule the team's word counts.
 */
export function stillCounts({ ruleThen, ruleNow, sessions, marked }: CertificateFacts): boolean {
  if (ruleThen.atLeast === undefined) return marked || completion(ruleNow, sessions).done
  return completion(ruleThen, sessions).done || completion(ruleNow, sessions).done
}

/** May a certificate be given? Where there is a rule it alone says so; without one the team does. */
export const earnsCertificate = (standing: { rule: CompletionRule; done: boolean }, marked: boolean): boolean =>
  standing.rule.atLeast === undefined ? marked : standing.done
