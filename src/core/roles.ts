/** `portal` owns and migrates, `app` serves, `recruiter` reads what recruiters may see. */
export const ROLES = ['portal', 'app', 'recruiter'] as const
export type DatabaseRole = (typeof ROLES)[number]
export const DATABASE = 'portal'

/** The same address, for connections that run as the role `app` from their first statement on, in UTC. */
export function asApp(url: string): string {
  const parsed = new URL(url)
  const given = parsed.searchParams.get('options')
  parsed.searchParams.set('options', [...(given === null ? [] : [given]), '-c role=app', '-c timezone=UTC'].join(' '))
  return parsed.href
}
