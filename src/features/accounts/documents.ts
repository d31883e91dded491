import QRCode from 'qrcode'
import { dateTime } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { printedCode } from './rules/second-factor.ts'

/** A QR code as one path of unit squares, and how many squares a side has; the page draws it, four squares of quiet around. */
export function qrCode(text: string): { size: number; path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const rows = Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (__, x) => (modules.get(y, x) === 0 ? '' : `M${String(x)} ${String(y)}h1v1h-1z`)).join(''),
  )
  return { size: modules.size, path: rows.join('') }
}

/** Recovery codes as a text file to keep. */
export const recoveryCodesFile = (codes: string[], force: ForceProfile, made: Date): string =>
  [
    `${force.name}, ${force.service}: recovery codes`,
    `Made on ${dateTime(made).replaceAll('\u00a0', ' ')}. Each works once, in place of the code of your phone. Keep them where your phone is not.`,
    '',
    ...codes.map(printedCode),
    '',
  ].join('\r\n')
