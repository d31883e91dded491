import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Writes a file so that it is whole or not there, whatever happens meanwhile. */
export function writeWhole(file: string, text: string, mode = 0o600): void {
  const aside = `${file}.new-${randomBytes(4).toString('hex')}`
  writeFileSync(aside, text, { mode, flush: true })
  renameSync(aside, file)
}

/** A secret made once and kept. */
export function keptSecret(folder: string, name: string): string {
  const file = path.join(folder, name)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeWhole(file, randomBytes(32).toString('hex'))
  }
  return readFileSync(file, 'utf8')
}
