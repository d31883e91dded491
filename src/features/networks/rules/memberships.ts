export const membershipStates = ['joined', 'paused', 'left'] as const
export type MembershipState = (typeof membershipStates)[number]
export const membershipEvents = ['pause', 'resume', 'leave', 'sendAgain', 'tellTeam', 'inTouch'] as const
export type MembershipEvent = (typeof membershipEvents)[number]
export const membershipSides = ['member', 'contact', 'team', 'recruiter', 'system'] as const
export type MembershipSide = (typeof membershipSides)[number]

/**
 * Who may send which event in which state. `paused` is a membership that gets no news; `system` ends it with the account. What has
 * ended is over: joining again is a membership of its own. The trigger guard_network_membership knows the same states.
 */
const by: Record<MembershipState, Partial<Record<MembershipEvent, readonly MembershipSide[]>>> = {
  joined: { pause: ['member'], leave: ['member', 'system'], sendAgain: ['member'], tellTeam: ['member'], inTouch: ['contact'] },
  paused: { resume: ['member'], leave: ['member', 'system'], sendAgain: ['member'], tellTeam: ['member'], inTouch: ['contact'] },
  left: {},
}

const moves: Partial<Record<MembershipEvent, MembershipState>> = { pause: 'paused', resume: 'joined', leave: 'left' }

/** The state after an event, or undefined where this side may not send it now. */
export function decideMembership(state: MembershipState, event: MembershipEvent, side: MembershipSide): MembershipState | undefined {
  return by[state][event]?.includes(side) ? (moves[event] ?? state) : undefined
}

/** For how many days the contact's way in opens, and for how many a membership that ended is kept. */
export const CONTACT_DAYS = 90
export const FORGET_DAYS = 30

/** Below this many people no number is shown to the team. */
export const LEAST_SHOWN = 10
export const shownCount = (count: number): string => (count < LEAST_SHOWN ? `Fewer than ${String(LEAST_SHOWN)}` : String(count))
