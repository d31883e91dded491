export const questionStates = ['asked', 'takenOver', 'answered', 'withdrawn'] as const
export type QuestionState = (typeof questionStates)[number]

export const questionEvents = ['send', 'takeOver', 'giveBack', 'answer', 'withdraw', 'publish', 'unpublish'] as const
export type QuestionEvent = (typeof questionEvents)[number]

export const questionSides = ['candidate', 'owner', 'team', 'nobody'] as const
/** Whoever asked, whoever answers for the job, the team, and everybody else. */
export type QuestionSide = (typeof questionSides)[number]

export type QuestionRefusal = 'notNow' | 'published' | 'notPublished' | 'saysWho' | 'tooMany' | 'jobGone'
export type QuestionDecision = { ok: true; state: QuestionState } | { ok: false; reason: QuestionRefusal } | undefined

/** Working days in which an answer is due. */
export const ANSWER_DAYS = 10
/** How many of one person wait for an answer at a time, at the most. */
export const OPEN_MOST = 5
/** For how many days an owner can open what was sent to them. */
export const LINK_DAYS = 60

type Move = Partial<Record<QuestionState, QuestionState>>
/** Who takes which step, from where to where; the database holds the same table of states. */
const moves: Record<QuestionEvent, Partial<Record<QuestionSide, Move>>> = {
  send: { team: { asked: 'asked' } },
  takeOver: { team: { asked: 'takenOver' } },
  giveBack: { team: { takenOver: 'asked' } },
  answer: { owner: { asked: 'answered' }, team: { takenOver: 'answered' } },
  withdraw: { candidate: { asked: 'withdrawn', takenOver: 'withdrawn' } },
  publish: { team: { answered: 'answered' } },
  unpublish: { team: { answered: 'answered' } },
}

type Facts = { state: QuestionState; side: QuestionSide; published: boolean }

/** Decides what may be done with a question, and by whom. */
export function decideQuestion(event: QuestionEvent, { state, side, published }: Facts): QuestionDecision {
  const move = moves[event][side]
  if (move === undefined) return undefined
  const to = move[state]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  if (event === 'publish' && published) return { ok: false, reason: 'published' }
  return event === 'unpublish' && !published ? { ok: false, reason: 'notPublished' } : { ok: true, state: to }
}

export const questionEventsFor = (facts: Facts): QuestionEvent[] =>
  questionEvents.filter((event) => decideQuestion(event, facts)?.ok === true)

const EMAIL = /[^\s@]+@[^\s@]+\.[a-z]{2,}/i
const PHONE = /(?:\+44|\b0)[\d\s()-]{9,14}\d/

const plain = (words: string) => words.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')

/** Do these words say who somebody is: their full name, an address or a number to ring? Nothing of that goes to an owner or to the public. */
export function saysWho(words: string, name: string): boolean {
  const full = plain(name).trim()
  return EMAIL.test(words) || PHONE.test(words) || (full.includes(' ') && plain(words).includes(full))
}
