import type pg from 'pg'
import type { Administrator } from '../../core/access.ts'
import { db, pool, type Tx } from '../../core/db.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { readSettings, settingsOf, withSettings, type Settings } from '../../forces/settings.ts'
import { changesBetween } from './rules.ts'

const A_PAGE = 25
/** How old what this process knows may be, in milliseconds: a version saved by another acts here that much later at most. */
const FRESH = 1000

type Known = { of: pg.Pool; at: number; number: number; values: unknown; profiles: Map<string, ForceProfile> }
let known: Known | undefined
let asking: Promise<Known> | undefined

async function ask(): Promise<Known> {
  const { rows } = await pool.query<{ number: number; values: unknown }>({
    name: 'newest-settings',
    text: 'SELECT number, "values" FROM settings_versions ORDER BY number DESC LIMIT 1',
  })
  const { number, values } = rows[0] ?? { number: 0, values: {} }
  const same = known?.of === pool && known.number === number ? known.profiles : new Map<string, ForceProfile>()
  return { of: pool, at: performance.now(), number, values, profiles: same }
}

function profileFrom(from: Known, profile: ForceProfile): ForceProfile {
  const made = from.profiles.get(profile.id) ?? withSettings(profile, readSettings(profile, from.values))
  from.profiles.set(profile.id, made)
  return made
}

/** The force's profile with its newest settings. Every request asks; the database is asked once a second. */
export async function findForce(profile: ForceProfile): Promise<ForceProfile> {
  if (known?.of !== pool || performance.now() - known.at > FRESH) {
    asking ??= ask().finally(() => {
      asking = undefined
    })
    known = await asking
  }
  return profileFrom(known, profile)
}

/** The same as last known, where the database is away: for the page that says so. */
export const lastKnownForce = (profile: ForceProfile): ForceProfile => (known?.of === pool ? profileFrom(known, profile) : profile)

/** Forgets what is known, after this process has saved something newer. */
export function forgetForce(): void {
  known = undefined
  asking = undefined
}

type Version = { number: number; settings: Settings }

/** The newest version, or the profile as delivered, which is version 0. */
export async function findNewest(profile: ForceProfile, tx: Pick<Tx, 'settingsVersion'> = db): Promise<Version> {
  const row = await tx.settingsVersion.findFirst({ orderBy: { number: 'desc' } })
  return row ? { number: row.number, settings: readSettings(profile, row.values) } : { number: 0, settings: settingsOf(profile) }
}

/** One version by its number; undefined where there is none. */
export async function findVersion(
  profile: ForceProfile,
  number: number,
  tx: Pick<Tx, 'settingsVersion'> = db,
): Promise<Version | undefined> {
  if (number === 0) return { number, settings: settingsOf(profile) }
  const row = await tx.settingsVersion.findUnique({ where: { number } })
  return row ? { number, settings: readSettings(profile, row.values) } : undefined
}

const areaNameOf =
  ({ areas }: ForceProfile) =>
  (id: string) =>
    areas.find((area) => area.id === id)?.name ?? id

/** What would change by going from one version to another, in words. */
export const describeChange = (profile: ForceProfile, from: Settings, to: Settings) => changesBetween(from, to, areaNameOf(profile))

/** Every version, the newest first: who, when, why, and what it changed. */
export async function listVersions(_actor: Administrator, profile: ForceProfile, page: number) {
  const [rows, count] = await Promise.all([
    db.settingsVersion.findMany({ orderBy: { number: 'desc' }, skip: (page - 1) * A_PAGE, take: A_PAGE + 1 }),
    db.settingsVersion.count(),
  ])
  const names = await namesOf(rows.map(({ byId }) => byId))
  const versions = rows.slice(0, A_PAGE).map(({ values, byId, ...row }, i) => {
    const before = rows[i + 1]
    const from = before ? readSettings(profile, before.values) : settingsOf(profile)
    return { ...row, by: names.get(byId), changes: describeChange(profile, from, readSettings(profile, values)) }
  })
  return { versions, count, pages: Math.max(1, Math.ceil(count / A_PAGE)) }
}

/** Who saved the newest version, and when: for whoever comes second. */
export async function findLastSave(): Promise<{ by: string | undefined; at: Date } | undefined> {
  const row = await db.settingsVersion.findFirst({ orderBy: { number: 'desc' }, select: { byId: true, at: true } })
  return row ? { by: (await namesOf([row.byId])).get(row.byId), at: row.at } : undefined
}

async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const found = await db.account.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })
  return new Map(found.map(({ id, name }) => [id, name]))
}
