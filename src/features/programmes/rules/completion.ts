/**
 * What a programme asks of somebody who completes it: "at least 4 of 6, including the first and session 3; one missed may be
 * made up in another cohort". Without a number nothing is asked for, and the team says by hand who is done.
 */
export type CompletionRule = {
  atLeast?: number | undefined
  of?: number | undefined
  includingFirst?: boolean | undefined
  /** Sessions by their number within the programme. */
  including?: number[] | undefined
  /** Whether the same session of another cohort makes up for one that was missed. */
  catchUp?: boolean | undefined
}

export type SessionState = 'came' | 'madeUp' | 'missed' | 'notRecorded' | 'toCome' | 'postponed'
/** One session of a cohort, as it stands for one person; `at` is when it began for them. */
export type Session = { number: number | null; title: string; at: Date; state: SessionState }
export type Still = { more: number; first: boolean; sessions: number[] }
export type Completion = {
  /** Does the rule say that they are done? Never where there is no rule. */
  done: boolean
  came: number
  /** How many sessions there are so far, or as many as the rule says where it says more. */
  of: number
  still: Still
  /** Can what is still needed be reached by the sessions to come? */
  reachable: boolean
  /** When the session ended up done that made it complete. */
  completedAt: Date | undefined
}

/** The first session: number one where there is one, otherwise the earliest. */
const firstOf = (sessions: readonly Session[]): Session | undefined =>
  sessions.find(({ number }) => number === 1) ?? [...sessions].sort((a, b) => a.at.getTime() - b.at.getTime())[0]

const counts = ({ catchUp }: CompletionRule, { state }: Session): boolean => state === 'came' || (state === 'madeUp' && catchUp === true)
const mayCome = ({ state }: Session): boolean => state === 'toCome' || state === 'notRecorded' || state === 'postponed'

/** Has somebody done what the programme asks, and what is still needed? One answer for page, cohort, certificate and report. */
export function completion(rule: CompletionRule, sessions: readonly Session[]): Completion {
  const done = sessions.filter((session) => counts(rule, session))
  const still = stillOf(rule, sessions, done)
  const complete = rule.atLeast !== undefined && still.more === 0
  return {
    done: complete,
    came: done.length,
    of: Math.max(sessions.length, rule.of ?? 0),
    still,
    reachable: complete || isReachable(rule, sessions, still),
    completedAt: complete ? completedAt(rule, sessions, done) : undefined,
  }
}

/** What a rule names, beside how many. */
function named({ includingFirst, including = [] }: CompletionRule, first: Session | undefined) {
  const others = [...new Set(including)].filter((number) => includingFirst !== true || number !== (first?.number ?? 1))
  return { wantsFirst: includingFirst === true, others }
}

function stillOf(rule: CompletionRule, sessions: readonly Session[], done: readonly Session[]): Still {
  const first = firstOf(sessions)
  const { wantsFirst, others } = named(rule, first)
  const needsFirst = wantsFirst && (first === undefined || !done.includes(first))
  const missing = others.filter((number) => !done.some((session) => session.number === number)).sort((a, b) => a - b)
  return {
    more: Math.max((rule.atLeast ?? 0) - done.length, missing.length + Number(needsFirst)),
    first: needsFirst,
    sessions: missing,
  }
}

function isReachable(rule: CompletionRule, sessions: readonly Session[], still: Still): boolean {
  const open = sessions.filter(mayCome)
  const first = firstOf(sessions)
  if (still.first && first !== undefined && !mayCome(first)) return false
  if (sessions.some((session) => session.number !== null && still.sessions.includes(session.number) && !mayCome(session))) return false
  return still.more <= open.length + Math.max(0, (rule.of ?? 0) - sessions.length)
}

/** The session that completed it is the earliest after which nothing was needed any more. */
function completedAt(rule: CompletionRule, sessions: readonly Session[], done: readonly Session[]): Date | undefined {
  const inOrder = [...done].sort((a, b) => a.at.getTime() - b.at.getTime())
  return inOrder.find((_one, i) => stillOf(rule, sessions, inOrder.slice(0, i + 1)).more === 0)?.at
}

export type Held = { session: number | null; title: string; startsAt: Date; endsAt: Date; state: string; place: string | null }
export type Elsewhere = { session: number; at: Date }

/**
 * The sessions of one cohort as they stand for one person. Two workshops with one number are one session, and coming to either
 * is enough. `elsewhere` are the sessions of the same programme that the person came to outside this cohort.
 */
export function sessionsOf(
  workshops: readonly Held[],
  elsewhere: readonly Elsewhere[],
  tookPart: (state: string) => boolean,
  now: Date,
): Session[] {
  const groups = new Map<number | Held, Held[]>()
  for (const workshop of workshops) {
    const key = workshop.session ?? workshop
    groups.set(key, [...(groups.get(key) ?? []), workshop])
  }
  return [...groups.values()].map((group) => sessionOf(group, elsewhere, tookPart, now))
}

function sessionOf(group: Held[], elsewhere: readonly Elsewhere[], tookPart: (state: string) => boolean, now: Date): Session {
  const [first] = group as [Held, ...Held[]]
  const about = { number: first.session, title: first.title, at: first.startsAt }
  const came = group.find(({ place }) => place !== null && tookPart(place))
  if (came) return { ...about, title: came.title, at: came.startsAt, state: 'came' }
  const madeUp = elsewhere.find(({ session }) => session === first.session)
  if (madeUp) return { ...about, at: madeUp.at, state: 'madeUp' }
  if (group.some(({ endsAt, state }) => state === 'published' && endsAt > now)) return { ...about, state: 'toCome' }
  if (group.some(({ state }) => state === 'postponed')) return { ...about, state: 'postponed' }
  return { ...about, state: group.some((workshop) => isWaiting(workshop)) ? 'notRecorded' : 'missed' }
}

/** Nobody has said yet whether it happened, or whether this person was there. */
const isWaiting = ({ state, place }: Held): boolean => state === 'published' || place === 'booked'

const list = (words: string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`)
const sessionWords = (numbers: readonly number[]): string =>
  numbers.length === 0 ? '' : `${numbers.length === 1 ? 'session' : 'sessions'} ${list(numbers.map(String))}`

export function completionWords({ atLeast, of, includingFirst, including = [], catchUp }: CompletionRule): string {
  if (atLeast === undefined) return 'No rule of completion'
  const many =
    of === undefined
      ? `At least ${String(atLeast)} ${atLeast === 1 ? 'workshop' : 'workshops'}`
      : `At least ${String(atLeast)} of ${String(of)} workshops`
  const names = [...(includingFirst === true ? ['the first'] : []), ...(including.length > 0 ? [sessionWords(including)] : [])]
  const withNames = names.length === 0 ? many : `${many}, including ${list(names)}`
  return catchUp === true ? `${withNames}. A missed one can be made up with another group` : withNames
}

/** What somebody still needs: "2 more, including the first". Empty where nothing is. */
export function stillWords({ more, first, sessions }: Still): string {
  if (more === 0) return ''
  const names = [...(first ? ['the first'] : []), ...(sessions.length > 0 ? [sessionWords(sessions)] : [])]
  if (names.length === 0) return `${String(more)} more`
  return more === sessions.length + Number(first) ? capital(list(names)) : `${String(more)} more, including ${list(names)}`
}
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

export const sessionStateWords: Record<SessionState, string> = {
  came: 'Came',
  madeUp: 'Made up with another group',
  missed: 'Missed',
  notRecorded: 'Not recorded yet',
  toCome: 'To come',
  postponed: 'Postponed, no date yet',
}
