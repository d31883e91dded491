import { describe, expect, it, test } from 'vitest'
import {
  decidePairing,
  eventsFor,
  pairingEvents,
  pairingSides,
  pairingStates,
  termsOf,
  type PairingFacts,
  type PauseReason,
} from '../../src/features/pairings/rules/pairings.ts'
import { decideProposal, type ProposalFacts } from '../../src/features/pairings/rules/proposing.ts'
import { endWords, eventWords, firstNameOf, ownStateWords, reasonForTeam, stateWords } from '../../src/features/pairings/rules/words.ts'

/** Every move there is; whatever is not here must be refused. `agreed`: the candidate asked for exactly this supporter. */
const moves = [
  ...['draft propose team proposedToSupporter', 'draft propose system proposedToSupporter'],
  ...['draft withdraw team withdrawn', 'draft withdraw system withdrawn'],
  ...['proposedToSupporter accept supporter proposedToCandidate', 'proposedToSupporter decline supporter supporterDeclined'],
  ...['proposedToSupporter withdraw team withdrawn', 'proposedToSupporter withdraw system withdrawn'],
  ...['proposedToCandidate accept candidate active', 'proposedToCandidate accept team active'],
  ...['proposedToCandidate decline candidate candidateDeclined', 'proposedToCandidate decline team candidateDeclined'],
  ...['supporter', 'team', 'system'].map((side) => `proposedToCandidate withdraw ${side} withdrawn`),
  ...['candidate', 'supporter', 'team', 'system'].flatMap((side) => [
    ...[`active pause ${side} paused`, `active end ${side} ended`, `paused end ${side} ended`],
  ]),
  ...['paused resume team active', 'paused resume candidate active'],
]

const now = new Date('2027-01-11T10:00:00Z')
const later = new Date('2027-01-12T10:00:00Z')
const factsIn = (state: PairingFacts['state'], more: Partial<PairingFacts> = {}): PairingFacts => ({
  ...{ state, candidateAgreed: false, pausedWhy: state === 'paused' ? 'candidate' : null },
  dueAt: state.startsWith('proposedTo') ? later : null,
  ...more,
})

describe('every state with every event from every side', () => {
  for (const state of pairingStates)
    for (const event of pairingEvents)
      for (const side of pairingSides) {
        const next = moves.find((move) => move.startsWith(`${state} ${event} ${side} `))?.split(' ')[3]
        test(`${state}, ${event} by the ${side}: ${next ?? 'refused'}`, () => {
          const decision = decidePairing(factsIn(state), event, side, now)
          expect(decision.ok ? decision.state : undefined).toBe(next)
          expect(eventsFor(factsIn(state), side, now).includes(event)).toBe(next !== undefined)
        })
      }
})

describe('what a move depends on', () => {
  it('begins at the supporter’s yes where the candidate asked for exactly them, who may take it back before', () => {
    const asked = factsIn('proposedToSupporter', { candidateAgreed: true })
    expect(decidePairing(asked, 'accept', 'supporter', now)).toEqual({ ok: true, state: 'active' })
    expect(decidePairing(asked, 'withdraw', 'candidate', now)).toEqual({ ok: true, state: 'withdrawn' })
  })
  it('takes no answer at the moment it was due, and lets nothing run out before', () => {
    const due = factsIn('proposedToCandidate', { dueAt: now })
    expect(decidePairing(due, 'accept', 'candidate', now)).toEqual({ ok: false, reason: 'ranOut' })
    expect(decidePairing(due, 'expire', 'system', now)).toEqual({ ok: true, state: 'expired' })
    expect(decidePairing(factsIn('proposedToCandidate'), 'expire', 'system', now)).toEqual({ ok: false, reason: 'notNow' })
  })
  it.each<[PauseReason, boolean, boolean]>([
    ['candidate', true, false],
    ['supporter', false, true],
    ['team', false, false],
    ['excluded', false, false],
    ['suspended', false, false],
  ])('paused by %s goes on by the candidate: %s, by the supporter: %s, and by the team', (pausedWhy, candidate, supporter) => {
    const facts = factsIn('paused', { pausedWhy })
    expect(decidePairing(facts, 'resume', 'candidate', now).ok).toBe(candidate)
    expect(decidePairing(facts, 'resume', 'supporter', now).ok).toBe(supporter)
    expect(decidePairing(facts, 'resume', 'team', now).ok).toBe(true)
  })
  it('gives five working days to the supporter and ten to the candidate, with a word at half of them', () => {
    const thursday = new Date('2026-12-24T10:00:30Z')
    const [five, ten] = [termsOf('proposedToSupporter', thursday), termsOf('proposedToCandidate', thursday)]
    expect([five.nudgeAt, five.dueAt].map((d) => d?.toISOString())).toEqual(['2026-12-31T10:01:00.000Z', '2027-01-05T10:01:00.000Z'])
    expect([ten.nudgeAt, ten.dueAt].map((d) => d?.toISOString())).toEqual(['2027-01-05T10:01:00.000Z', '2027-01-12T10:01:00.000Z'])
    expect(termsOf('active', thursday)).toEqual({ dueAt: null, nudgeAt: null })
  })
})

describe('a proposal', () => {
  const fits: ProposalFacts = {
    ...{ kind: 'buddy', kinds: ['buddy'], excluded: false, away: false, held: 1, capacity: 2 },
    ...{ hasBuddy: false, together: false, over: false },
  }
  it.each<[string, Partial<ProposalFacts>, string | undefined]>([
    ['somebody who fits', {}, undefined],
    ['an excluded pair, whatever is said', { excluded: true, over: true }, 'excluded'],
    ['what is not offered', { kinds: ['coaching'] }, 'notOffered'],
    ['somebody away', { away: true, over: true }, 'away'],
    ['the same two again', { together: true }, 'together'],
    ['a second buddy', { hasBuddy: true, over: true }, 'hasBuddy'],
    ['a mentor beside a buddy', { kind: 'mentoring', kinds: ['mentoring'], hasBuddy: true }, undefined],
    ['somebody full', { held: 2 }, 'full'],
    ['somebody full, with a reason', { held: 2, over: true }, undefined],
  ])('of %s', (_of, more, refusal) => {
    expect(decideProposal({ ...fits, ...more })).toBe(refusal)
  })
})

it('has words for every state, and calls a person by the first of their names', () => {
  for (const state of pairingStates) expect([stateWords[state].text, ownStateWords[state].text].every((text) => text !== '')).toBe(true)
  expect(Object.keys(eventWords).sort()).toEqual([...pairingEvents].sort())
  expect(reasonForTeam('silent')).toBe(endWords.silent)
  expect(firstNameOf('  Wilhelmina  Quarrington')).toBe('Wilhelmina')
})
