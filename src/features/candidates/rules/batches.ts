import { membershipMoves, type MembershipRefusal, type MembershipState } from '../../programmes/rules/cohorts.ts'
import type { RequestState } from '../../requests/rules/requests.ts'
import type { SupportKind } from '../../../forces/profile.ts'
import type { AssignReason } from './assignment.ts'

/** What can be done to many candidates at once. */
export const batchActions = ['assign', 'giveRequests', 'accept', 'invite'] as const
export type BatchAction = (typeof batchActions)[number]
export type BatchState = 'draft' | 'running' | 'done'
export type Outcome = 'done' | 'skipped' | 'failed'

/** What an action needs to know beside whom it is done to. */
export type BatchDetails =
  | { action: 'assign'; ownerId: string; reason?: AssignReason | undefined }
  | { action: 'giveRequests'; kind: SupportKind; ownerId: string }
  | { action: 'accept'; kind: SupportKind; ownerId: string }
  | { action: 'invite'; cohortId: string }

export type SkipReason =
  | 'closed'
  | 'theirsAlready'
  | 'hasOwner'
  | 'ownerLeft'
  | 'noRequest'
  | 'noneWaiting'
  | 'movedOn'
  | 'cohortGone'
  | 'actorLeft'
  | MembershipRefusal

/** How one person stands, as far as any of the actions asks. */
export type ItemFacts = {
  closed: boolean
  ownerId: string | null
  /** The open request of the kind that the action is about. */
  request: { state: RequestState; ownerId: string | null } | null
  membership: MembershipState | null
}
type ItemDecision = { ok: true } | { ok: false; reason: SkipReason }

const wrongFor: Partial<Record<MembershipState, MembershipRefusal>> = {
  requested: 'alreadyAsked',
  invited: 'alreadyInvited',
  joined: 'alreadyMember',
  completed: 'alreadyCompleted',
}

type Of<A extends BatchAction> = Extract<BatchDetails, { action: A }>
type Deciders = { [A in BatchAction]: (facts: ItemFacts, details: Of<A>) => SkipReason | undefined }

const deciders: Deciders = {
  assign: (facts, { ownerId, reason }) => {
    if (facts.ownerId === ownerId) return 'theirsAlready'
    return facts.ownerId !== null && reason === undefined ? 'hasOwner' : undefined
  },
  giveRequests: ({ request }, { ownerId }) => {
    if (request === null) return 'noRequest'
    return request.ownerId === ownerId ? 'theirsAlready' : undefined
  },
  accept: ({ request }) => (request?.state === 'requested' ? undefined : 'noneWaiting'),
  invite: ({ membership }) =>
    membershipMoves[membership ?? 'none'].invite === undefined ? (wrongFor[membership ?? 'left'] ?? 'notAMember') : undefined,
}

/**
 * Would the action do something for this person, as they stand now? Shown before it is confirmed; the command that does it
 * decides again under its locks.
 */
export function decideItem(details: BatchDetails, facts: ItemFacts): ItemDecision {
  const decide = deciders[details.action] as (facts: ItemFacts, details: BatchDetails) => SkipReason | undefined
  const reason = facts.closed ? 'closed' : decide(facts, details)
  return reason === undefined ? { ok: true } : { ok: false, reason }
}

/** Up to so many are done while the page is asked for; more by the clockwork. */
export const AT_ONCE = 100

export type ConfirmRefusal = 'changedMeanwhile'

/** One spelling of the details, so that a confirmation can say which it has seen. */
export const detailsSeen = (details: BatchDetails): string => JSON.stringify(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)))
