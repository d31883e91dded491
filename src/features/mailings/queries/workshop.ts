import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'
import { standings, statesOf, type StandingAt } from '../rules/audience.ts'

/** A workshop that people know of, how many people stand how to it, and what was written to them. */
export async function findWorkshopToWrite(_actor: Team, id: string) {
  const workshop = await db.workshop.findFirst({
    where: { id, audience: 'candidates', state: { not: 'draft' } },
    select: { id: true, title: true, startsAt: true, endsAt: true, state: true },
  })
  if (!workshop) return undefined
  const [places, letters] = await Promise.all([
    db.place.findMany({ where: { workshopId: id, candidate: { closedAt: null } }, select: { candidateId: true, state: true } }),
    db.mailing.findMany({
      where: { filter: { path: ['workshop'], equals: id }, state: { in: ['sending', 'sent', 'cancelled'] } },
      orderBy: { confirmedAt: 'desc' },
      take: 25,
      include: { version: { select: { subject: true } } },
    }),
  ])
  const names = await namesOf(letters.map(({ byId }) => byId))
  const among = (standing: StandingAt) =>
    new Set(places.filter(({ state }) => statesOf(standing).includes(state)).map((place) => place.candidateId)).size
  return {
    workshop,
    counts: Object.fromEntries(standings.map((standing) => [standing, among(standing)])) as Record<StandingAt, number>,
    letters: letters.map((letter) => ({ ...letter, by: names.get(letter.byId) })),
  }
}
