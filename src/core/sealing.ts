import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

let secret: string | undefined
const keys = new Map<string, Buffer>()

/** Says from what the keys are made; called once at the start. */
export function sealWith(sessionSecret: string): void {
  if (sessionSecret !== secret) keys.clear()
  secret = sessionSecret
}

/** Each use has a key of its own, made from the session secret (RFC 5869), so that what is sealed for one opens as nothing else. */
type Use = 'second factor' | 'recovery codes' | 'kept form' | 'whose form' | 'session names'

function keyOf(use: Use): Buffer {
  if (secret === undefined) throw new Error('sealWith was not called')
  const known = keys.get(use)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', secret, 'positive action portal', use, 32))
  keys.set(use, key)
  return key
}

const NONCE = 12
const TAG = 16

/** Encrypts a text (AES-256-GCM) so that it opens only for the same use and the same owner. */
export function seal(use: Use, owner: string, text: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyOf(use), nonce).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** What was sealed, or undefined where this was not sealed by us for this use and owner. */
export function unseal(use: Use, owner: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keyOf(use), bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** A digest that only we can make: it stands for a text without telling it. */
export const mark = (use: Use, text: string): string => createHmac('sha256', keyOf(use)).update(text).digest('base64url')
