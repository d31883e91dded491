import { describe, expect, it } from 'vitest'
import { decideItem, detailsSeen, type BatchDetails, type ItemFacts, type SkipReason } from '../../src/features/candidates/rules/batches.ts'
import { membershipStates } from '../../src/features/programmes/rules/cohorts.ts'
import { liveRequestStates } from '../../src/features/requests/rules/requests.ts'

const nobody: ItemFacts = { closed: false, ownerId: null, request: null, membership: null }
const reasonOf = (details: BatchDetails, facts: Partial<ItemFacts>): SkipReason | undefined => {
  const decision = decideItem(details, { ...nobody, ...facts })
  return decision.ok ? undefined : decision.reason
}
const assign: BatchDetails = { action: 'assign', ownerId: 'priya' }
const give: BatchDetails = { action: 'giveRequests', kind: 'buddy', ownerId: 'priya' }
const accept: BatchDetails = { action: 'accept', kind: 'buddy', ownerId: 'priya' }
const invite: BatchDetails = { action: 'invite', cohortId: 'spring' }

describe('who an action happens for', () => {
  it('is nobody who has closed their account, whatever the action', () => {
    for (const details of [assign, give, accept, invite])
      expect(reasonOf(details, { closed: true, request: { state: 'requested', ownerId: null } })).toBe('closed')
  })

  it('gives those whom nobody looks after, and takes nobody from another without a reason', () => {
    expect(reasonOf(assign, {})).toBeUndefined()
    expect(reasonOf(assign, { ownerId: 'priya' })).toBe('theirsAlready')
    expect(reasonOf(assign, { ownerId: 'marcus' })).toBe('hasOwner')
    expect(reasonOf({ ...assign, reason: 'away' }, { ownerId: 'marcus' })).toBeUndefined()
    expect(reasonOf({ ...assign, reason: 'away' }, { ownerId: 'priya' })).toBe('theirsAlready')
  })

  it('accepts a request that waits for an answer, and gives any that is open to somebody else', () => {
    for (const state of liveRequestStates) {
      expect(reasonOf(accept, { request: { state, ownerId: null } }), state).toBe(state === 'requested' ? undefined : 'noneWaiting')
      expect(reasonOf(give, { request: { state, ownerId: 'marcus' } }), state).toBeUndefined()
      expect(reasonOf(give, { request: { state, ownerId: 'priya' } }), state).toBe('theirsAlready')
    }
    expect(reasonOf(accept, {})).toBe('noneWaiting')
    expect(reasonOf(give, {})).toBe('noRequest')
  })

  it('invites those who are not in the cohort, nor asked or invited', () => {
    const told = Object.fromEntries(membershipStates.map((membership) => [membership, reasonOf(invite, { membership })]))
    expect(told).toEqual({
      ...{ requested: 'alreadyAsked', invited: 'alreadyInvited', joined: 'alreadyMember', completed: 'alreadyCompleted' },
      ...{ left: undefined, moved: undefined },
    })
    expect(reasonOf(invite, {})).toBeUndefined()
  })
})

it('spells the same details in the same way, and others in another', () => {
  expect(detailsSeen({ ownerId: 'priya', action: 'assign' })).toBe(detailsSeen(assign))
  expect(detailsSeen({ ...assign, reason: 'away' })).not.toBe(detailsSeen(assign))
})
