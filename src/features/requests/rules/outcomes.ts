import { supportKinds, type SupportKind } from '../../../forces/profile.ts'
import type { RequestState } from './requests.ts'

export const OUTCOMES_MOST = 5
export const OUTCOME_LONGEST = 150

type Askable = Exclude<SupportKind, 'training'>
export const isAskable = (kind: string): kind is Askable => kind !== 'training' && (supportKinds as readonly string[]).includes(kind)

/** What people hope to get from each kind of support, to choose from beside their own words. A code means the same for ever. */
const hopes: Record<Askable, Record<string, string>> = {
  insight: {
    knowJob: 'Know what the job is really like',
    knowSteps: 'Understand each step of recruitment',
    decide: 'Decide whether this is for me',
    confident: 'Feel more confident about applying',
    meetPeople: 'Meet others who are thinking of joining',
  },
  skills: {
    examples: 'Find good examples from my own life',
    writeForm: 'Write a strong form or CV',
    interviewSkill: 'Do well in an interview',
    onlineTools: 'Feel at home with the online tools',
  },
  buddy: {
    someoneToAsk: 'Have someone to ask when I am unsure',
    realPicture: 'Hear honestly what it is like',
    keepGoing: 'Keep going when it gets hard',
    belong: 'Feel that I could belong',
  },
  mentoring: {
    setGoals: 'Set goals and work towards them',
    seePath: 'See a way to the role I want',
    useStrengths: 'Know my strengths and use them',
    widerContacts: 'Get to know people in that kind of work',
  },
  coaching: {
    chooseRoute: 'Choose the route that suits me',
    nextStep: 'Plan my next step',
    comeBack: 'Find a way on after a result I did not hope for',
    balance: 'Fit it around the rest of my life',
  },
  roleModel: {
    hearStory: 'Hear how someone like me got there',
    askFreely: 'Ask what I would not ask elsewhere',
    encouraged: 'Feel encouraged',
  },
  shadowing: {
    seeWork: 'See the work with my own eyes',
    sureOfRole: 'Be surer which role I want',
    talkTeam: 'Talk with a team about their day',
  },
  application: {
    readyForm: 'Send in a form I am happy with',
    readyTest: 'Be ready for the online assessment',
    readyInterview: 'Be ready for the interview',
    lessNervous: 'Be less nervous about it',
  },
  adjustments: {
    agreed: 'Have what I need agreed and written down',
    sayOnce: 'Say it once and not again each time',
    fairChance: 'Show what I can do',
  },
  barrier: {
    solved: 'Have it solved, or find a way round it',
    clearAnswer: 'Get a clear answer about where I stand',
    raised: 'Have it raised, so that others do not meet it',
  },
  inwork: {
    settleIn: 'Settle in well',
    someoneThere: 'Have someone to turn to',
    moveOn: 'Plan where to go next',
  },
  feedback: {
    heard: 'Be heard',
    change: 'See something change',
  },
  networks: {
    company: 'Meet people who share something with me',
    voice: 'Have a voice together',
    lead: 'Try leading',
  },
}

export const hopesFor = (kind: string): Record<string, string> => (isAskable(kind) ? hopes[kind] : {})

/** A hope in words: out of the list, or as it was written; undefined where its words were erased. */
export const outcomeWords = (kind: string, { code, words }: { code: string | null; words: string | null }): string | undefined =>
  code === null ? (words ?? undefined) : (hopesFor(kind)[code] ?? code)

/** Hopes can be added as long as a request lives, and taken off until it begins: from then on they are scored. */
export const mayAddOutcomes = (state: RequestState): boolean => ['requested', 'accepted', 'underway', 'paused'].includes(state)
export const mayRemoveOutcomes = (state: RequestState): boolean => state === 'requested' || state === 'accepted'

export type Outcome = { code: string | null; words: string | null }
export type OutcomeRefusal = 'tooMany' | 'notInList' | 'tooLate'
export type OutcomePlan<O extends Outcome> = { ok: true; remove: O[]; add: Outcome[] } | { ok: false; reason: OutcomeRefusal }

const sameAs = (a: Outcome) => (b: Outcome) => a.code === b.code && a.words === b.words

/** What has to be added and taken off, so that these hopes stand: no more than five, none twice, and none lost once it has begun. */
export function planOutcomes<O extends Outcome>(
  request: { kind: string; state: RequestState },
  standing: O[],
  wanted: Outcome[],
): OutcomePlan<O> {
  if (!mayAddOutcomes(request.state)) return { ok: false, reason: 'tooLate' }
  const once = wanted.filter((each, i) => wanted.findIndex(sameAs(each)) === i)
  if (
    once.some(({ code }) => code !== null && !Object.hasOwn(hopesFor(request.kind), code) && !standing.some((each) => each.code === code))
  )
    return { ok: false, reason: 'notInList' }
  const remove = mayRemoveOutcomes(request.state) ? standing.filter((each) => !once.some(sameAs(each))) : []
  const add = once.filter((each) => !standing.some(sameAs(each)))
  if (standing.length - remove.length + add.length > OUTCOMES_MOST) return { ok: false, reason: 'tooMany' }
  return { ok: true, remove, add }
}

export const scores = ['achieved', 'partly', 'not', 'noLongerWanted'] as const
export type Score = (typeof scores)[number]
export type ScoreSide = 'candidate' | 'team'

export const scoreWords: Record<Score, string> = {
  achieved: 'Achieved',
  partly: 'Partly',
  not: 'Not achieved',
  noLongerWanted: 'No longer wanted',
}

/** Hopes are scored once the support has ended: completed, or given up after it had begun. What never began has nothing to score. */
export const mayScore = ({ state, beganAt }: { state: string; beganAt: Date | null }): boolean =>
  state === 'completed' || ((state === 'withdrawn' || state === 'notOffered') && beganAt !== null)

type Given = { side: string; score: string; words: string | null }

/** What a side says now: its last row. `rows` in the order in which they were given. */
export const lastScore = <G extends Given>(rows: G[], side: ScoreSide): G | undefined => rows.filter((row) => row.side === side).at(-1)

/** Which of these hopes this side has not scored yet. */
export const unscored = <O extends { scores: Given[] }>(outcomes: O[], side: ScoreSide): O[] =>
  outcomes.filter((outcome) => lastScore(outcome.scores, side) === undefined)
