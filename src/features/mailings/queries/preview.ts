import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { TemplatePurpose } from '../../conversations/rules/templates.ts'
import type { Audience } from '../rules/audience.ts'
import { exclusions, type Exclusion } from '../rules/mailings.ts'
import { judge, listAudience, listStandings } from './audience.ts'
import { PEOPLE_A_PAGE } from './mailings.ts'

type Draft = { id: string; versionId: string; audience: Audience; purpose: TemplatePurpose }
type Shown = { reason: 'send' | Exclusion; page: number }

/** What confirming now would do: how many get the letter, how many do not and why, and one page of either. */
export async function previewMailing(actor: Team, { id, versionId, audience, purpose }: Draft, { reason, page }: Shown) {
  const ids = await listAudience(actor, audience)
  const people = judge(purpose, await listStandings(db, ids, { mailingId: id, versionId }))
  const counts = Object.fromEntries((Object.keys(exclusions) as Exclusion[]).map((each) => [each, 0])) as Record<Exclusion, number>
  for (const person of people) if (person.reason !== undefined) counts[person.reason] += 1
  const wanted = people.filter((person) => (reason === 'send' ? person.reason === undefined : person.reason === reason))
  return {
    ...{ found: people.length, excluded: counts, send: people.filter((person) => person.reason === undefined).length },
    ...{ total: wanted.length, rows: wanted.slice((page - 1) * PEOPLE_A_PAGE, page * PEOPLE_A_PAGE) },
  }
}
