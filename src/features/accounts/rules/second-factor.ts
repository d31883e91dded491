import { Secret, TOTP } from 'otpauth'
import type { MemberRole } from '../../../core/access.ts'

/** As every app for such codes has it (RFC 6238): SHA-1, six digits, a new code each half minute. */
const PERIOD = 30
/** A phone's clock may be this many half minutes off. */
const WINDOW = 1

export const newSecret = (): string => new Secret({ size: 20 }).base32

const generatorOf = (secret: string, label = '', issuer = '') =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) })

/** The half minute of an instant, counted from 1970. */
export const stepOf = (now: Date): number => Math.floor(now.getTime() / 1000 / PERIOD)

export const codeAt = (secret: string, now: Date): string => generatorOf(secret).generate({ timestamp: now.getTime() })

/** For how many seconds the code of this instant is still the one shown. */
export const secondsLeft = (now: Date): number => PERIOD - (Math.floor(now.getTime() / 1000) % PERIOD)

/** What an app reads from the QR code. */
export const addressForApp = (secret: string, person: string, issuer: string): string => generatorOf(secret, person, issuer).toString()

type CodeDecision = { ok: true; step: number } | { ok: false; reason: 'wrongCode' | 'usedCode' }

/** Is this the code of now, or of the half minute before or after, and of none that was accepted already? */
export function decideCode(secret: string, typed: string, lastStep: number, now: Date): CodeDecision {
  const digits = typed.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(digits)) return { ok: false, reason: 'wrongCode' }
  const delta = generatorOf(secret).validate({ token: digits, timestamp: now.getTime(), window: WINDOW })
  if (delta === null) return { ok: false, reason: 'wrongCode' }
  const step = stepOf(now) + delta
  return step > lastStep ? { ok: true, step } : { ok: false, reason: 'usedCode' }
}

export const RECOVERY_CODES = 10
/** So few left, a person is asked to make new ones. */
export const FEW_CODES = 3
/** Letters and digits that nobody mixes up on paper: 31 of them, twelve of a code, so 59 bits. */
export const RECOVERY_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
export const RECOVERY_LENGTH = 12

const isRecoveryCode = new RegExp(`^[${RECOVERY_LETTERS}]{${String(RECOVERY_LENGTH)}}$`)

/** In three groups of four, as it is printed. */
export const printedCode = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-')

/** A recovery code as it is compared: however its groups and letters were typed. Undefined where it could be none. */
export function asRecoveryCode(typed: string): string | undefined {
  const code = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  return isRecoveryCode.test(code) ? code : undefined
}

const byLead: readonly MemberRole[] = ['coordinator', 'supporter', 'recruiter', 'candidate']

/** Who may take away the codes of somebody whose phone is lost: an administrator anybody's, a lead those of the people leads invite. Nobody their own. */
export function mayResetCodes(
  actor: { role: MemberRole; accountId: string },
  account: { id: string; roles: readonly MemberRole[] },
): boolean {
  if (actor.accountId === account.id || !account.roles.some((role) => role !== 'candidate')) return false
  if (actor.role === 'administrator') return true
  return actor.role === 'lead' && account.roles.every((role) => byLead.includes(role))
}
