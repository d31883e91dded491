import type { ForceProfile } from '../../../forces/profile.ts'
import { experiences, goals, languages, meetings, paths, slots } from '../../supporting/rules/vocabulary.ts'
import type { Criterion } from './criteria.ts'
import type { Offered, Points, Wanted } from './scoring.ts'

/** One line of the table that explains a pair. `words` stands in place of the other two where a criterion was not used. */
export type PointLine = Points & { wanted: string; offered: string }

type Names = Readonly<Record<string, string>>
type Named = { id: string; name: string }

const list = (words: readonly string[]): string => words.join(', ')
const named = (codes: readonly string[], names: Names, none: string): string =>
  codes.length === 0 ? none : list(codes.map((code) => names[code] ?? code))
const among = (ids: readonly string[], all: readonly Named[], none: string): string =>
  ids.length === 0 ? none : list(ids.map((id) => all.find((each) => each.id === id)?.name ?? id))

const stagesOf = (force: ForceProfile): Named[] => force.routes.flatMap(({ stages }) => stages)

const where = (meets: Wanted['meets'], areas: string): string =>
  meets === 'online' ? 'Online' : `${areas}; ${meetings[meets].toLowerCase()}`

type Told = (force: ForceProfile, wanted: Wanted, offered: Offered) => [wanted: string, offered: string]
const told: Record<Criterion, Told> = {
  route: (force, wanted, offered) => [
    among(wanted.routes, force.routes, 'No route chosen'),
    among(offered.routes, force.routes, 'None named'),
  ],
  stage: (force, wanted, offered) => [
    among(wanted.stage ? [wanted.stage.id] : [], stagesOf(force), 'No stage begun'),
    among(offered.stages, stagesOf(force), 'None named'),
  ],
  area: (force, wanted, offered) => [
    where(wanted.meets, among(wanted.areas, force.areas, 'Anywhere')),
    where(offered.meets, among(offered.areas, force.areas, 'Anywhere')),
  ],
  availability: (_force, wanted, offered) => [
    named(wanted.availability, slots, 'Any time'),
    named(offered.availability, slots, 'None named'),
  ],
  goals: (_force, wanted, offered) => [named(wanted.goals, goals, 'None named'), named(offered.goals, goals, 'None named')],
  language: (_force, wanted, offered) => [
    named(wanted.languages, languages, 'None named'),
    named(offered.languages, languages, 'None named'),
  ],
  preference: (_force, wanted, offered) => [
    wanted.preference === null ? 'None' : named([wanted.preference], paths, ''),
    named(offered.paths, paths, 'None named'),
  ],
  experience: (_force, wanted, offered) => {
    // Only what both offered is said: what one of them alone ticked stays unsaid
    const shared = named(
      wanted.experiences.filter((code) => offered.experiences.includes(code)),
      experiences,
      'None in common',
    )
    return [shared, shared]
  },
}

/** The points of a pair with what was wanted and offered, in words of the portal. Where a criterion was not used nothing is said of it. */
export const linesOf = (force: ForceProfile, points: readonly Points[], wanted: Wanted, offered: Offered): PointLine[] =>
  points.map((each) => {
    const [want, offer] = each.used ? told[each.criterion](force, wanted, offered) : ['', '']
    return { ...each, wanted: want, offered: offer }
  })

const plural = (n: number, one: string, many: string): string => `${String(n)} ${n === 1 ? one : many}`

/** What stands between somebody and so many supporters. A reason of its own that is not here is said in general words. */
const barrierWords: Record<string, (n: number) => string> = {
  private: (n) => `${plural(n, 'is', 'are')} kept private`,
  forbidden: (n) => `${plural(n, 'was', 'were')} ruled out for this run`,
  before: (n) => `${plural(n, 'was', 'were')} proposed before and it came to nothing`,
  away: (n) => `${plural(n, 'is', 'are')} away`,
  nothing: (n) => `with ${plural(n, 'supporter', 'supporters')} no criterion fits`,
  samePerson: (n) => `${plural(n, 'is', 'are')} the same person`,
  notApproved: (n) => `${plural(n, 'is', 'are')} not approved`,
  supporterLeft: (n) => `${plural(n, 'has', 'have')} left`,
  trainingLapsed: (n) => `${plural(n, 'waits', 'wait')} for training`,
  lineManagement: (n) => `${plural(n, 'is', 'are')} or was their line manager`,
  selecting: (n) => `${plural(n, 'takes', 'take')} part in selecting this candidate`,
  sameTeam: (n) => `${plural(n, 'is', 'are')} of the same training team`,
}

export const barrierSaid = (why: string, count: number): string =>
  barrierWords[why]?.(count) ?? `${plural(count, 'is', 'are')} ruled out by a rule on pairs`

/** Why nobody at all can be proposed to somebody. */
export const barredWords: Record<string, { why: string; fix: string }> = {
  underage: {
    why: 'Under 18, or not known to be 18: no pairing until the safeguards are recorded.',
    fix: 'Recording the extra check and the consent of a guardian would change it.',
  },
}

/** What each kind of pairing is called in a sentence about those who wait for it. */
export const kindWords = {
  buddy: { a: 'a buddy', asked: 'Asked for a buddy', title: 'Buddies' },
  mentoring: { a: 'a mentor', asked: 'Asked for a mentor', title: 'Mentoring' },
  coaching: { a: 'a coach', asked: 'Asked for a coach', title: 'Coaching' },
  roleModel: { a: 'a role model', asked: 'Asked for a role model', title: 'Role models' },
} as const
