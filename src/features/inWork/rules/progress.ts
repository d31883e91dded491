export const wishStates = ['wanted', 'arranged', 'done', 'withdrawn'] as const
export type WishState = (typeof wishStates)[number]
export const wishEvents = ['arrange', 'putBack', 'finish', 'reopen', 'withdraw', 'wantAgain'] as const
export type WishEvent = (typeof wishEvents)[number]
export const wishSides = ['candidate', 'team'] as const
export type WishSide = (typeof wishSides)[number]

export const wishKinds = ['promotion', 'lateral', 'leadership', 'mentorOthers'] as const
export type WishKind = (typeof wishKinds)[number]

/** Who may send which event in which state. The function progress_wish_step of the database knows the same steps. */
const by: Record<WishState, Partial<Record<WishEvent, readonly WishSide[]>>> = {
  wanted: { arrange: ['team'], withdraw: ['candidate'] },
  arranged: { putBack: ['team'], finish: ['candidate', 'team'], withdraw: ['candidate'] },
  done: { reopen: ['candidate', 'team'] },
  withdrawn: { wantAgain: ['candidate'] },
}

const next: Record<WishEvent, WishState> = {
  arrange: 'arranged',
  putBack: 'wanted',
  finish: 'done',
  reopen: 'arranged',
  withdraw: 'withdrawn',
  wantAgain: 'wanted',
}

export type WishRefusal = 'notTheirs' | 'settled' | 'another'
export type WishDecision = { ok: true; state: WishState } | { ok: false; reason: WishRefusal }

const isEver = (event: WishEvent, side: WishSide) => wishStates.some((state) => by[state][event]?.includes(side))
export const isLive = (state: WishState): boolean => state === 'wanted' || state === 'arranged'

/** What an event makes of a wish when this side sends it. Of one kind only one lives at a time. */
export function decideWish({ state, another }: { state: WishState; another: boolean }, event: WishEvent, side: WishSide): WishDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  if (!by[state][event]?.includes(side)) return { ok: false, reason: 'settled' }
  return !isLive(state) && another ? { ok: false, reason: 'another' } : { ok: true, state: next[event] }
}

/** What this side may do now: the buttons of its page. */
export const wishEventsFor = (state: WishState, side: WishSide): WishEvent[] =>
  wishEvents.filter((event) => decideWish({ state, another: false }, event, side).ok)

type Tag = { text: string; colour: string }
export const wishStateWords: Record<WishState, Tag> = {
  wanted: { text: 'Asked for', colour: 'orange' },
  arranged: { text: 'Arranged', colour: 'green' },
  done: { text: 'Done', colour: 'blue' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
}

export const wishWords: Record<WishKind, { name: string; team: string; text: string }> = {
  promotion: {
    name: 'Coaching for promotion',
    team: 'Promotion',
    text: 'Somebody who knows the boards and the exams goes through them with you, at your own pace.',
  },
  lateral: {
    name: 'Coaching for another role',
    team: 'Another role',
    text: 'Detective, neighbourhood, digital, training: find out what suits you, and how people move across.',
  },
  leadership: {
    name: 'A way into leading',
    team: 'Leading',
    text: 'Courses, projects and roles in staff networks, where you lead something before you have the rank.',
  },
  mentorOthers: {
    name: 'Being there for others',
    team: 'Mentoring others',
    text: 'You know what the first year is like. Somebody who starts now would be glad of you.',
  },
}
