import { describe, expect, it } from 'vitest'
import {
  decideDeclaration,
  declarationEvents,
  declarationSides,
  declarationState,
  declarationStates,
  type DeclarationEvent,
  type DeclarationSide,
  type DeclarationState,
} from '../../src/features/exclusions/rules/declarations.ts'
import { KEPT_PRIVATE, shownReason } from '../../src/features/exclusions/rules/reasons.ts'

const allowed: Record<DeclarationState, Partial<Record<DeclarationEvent, DeclarationSide>>> = {
  open: { link: 'team', leaveOpen: 'team', end: 'team', takeBack: 'declarer' },
  leftOpen: { link: 'team', leaveOpen: 'team', end: 'team', takeBack: 'declarer' },
  linked: { unlink: 'team', end: 'team', takeBack: 'declarer' },
  ended: {},
}

describe('what somebody declared', () => {
  const every = declarationStates.flatMap((state) =>
    declarationEvents.flatMap((event) => declarationSides.map((side) => [state, event, side] as const)),
  )
  it.each(every)('%s: %s by %s', (state, event, side) => {
    const decision = decideDeclaration(event, { state, side, kind: 'family', typed: true })
    expect(decision.ok).toBe(allowed[state][event] === side)
  })

  it.each(['notSo', 'over'] as const)('that is a block is not ended by the team as %s', (why) => {
    const about = { state: 'linked', side: 'team', kind: 'block', typed: true } as const
    expect(decideDeclaration('end', { ...about, why })).toEqual({ ok: false, reason: 'theirsToEnd' })
    expect(decideDeclaration('end', { ...about, why: 'asked' })).toEqual({ ok: true })
    expect(decideDeclaration('end', { ...about, kind: 'family', why })).toEqual({ ok: true })
  })

  it('about somebody they were paired with keeps that person', () => {
    const about = { state: 'linked', side: 'team', kind: 'block', typed: false } as const
    expect(decideDeclaration('unlink', about)).toEqual({ ok: false, reason: 'notTyped' })
  })

  it('is open, left open, linked or ended', () => {
    const none = { candidateId: 'a', supporterId: null, reviewedAt: null, endedAt: null }
    expect(declarationState(none)).toBe('open')
    expect(declarationState({ ...none, reviewedAt: new Date() })).toBe('leftOpen')
    expect(declarationState({ ...none, supporterId: 'b' })).toBe('linked')
    expect(declarationState({ ...none, supporterId: 'b', endedAt: new Date() })).toBe('ended')
  })
})

describe('a reason', () => {
  it('is named to the team, unless it is private or unknown', () => {
    expect(shownReason('family', false)).toBe('They are family')
    expect(shownReason('block', true)).toBe(KEPT_PRIVATE)
    expect(shownReason('investigation', true)).toBe(KEPT_PRIVATE)
    expect(shownReason('something else', false)).toBe(KEPT_PRIVATE)
  })
})
