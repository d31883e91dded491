import { describe, expect, it } from 'vitest'
import {
  caseEvents,
  caseEventsFor,
  caseSides,
  caseStates,
  decideCase,
  lateness,
  targetsOf,
  type CaseEvent,
  type CaseSide,
  type CaseState,
} from '../../src/features/barriers/rules/cases.ts'
import {
  decideSystemic,
  systemicEvents,
  systemicStates,
  type SystemicEvent,
  type SystemicFacts,
  type SystemicState,
} from '../../src/features/barriers/rules/systemic.ts'
import { decideTold, toldEvents, toldStates, unsafeIn, type ToldEvent, type ToldState } from '../../src/features/barriers/rules/told.ts'
import { profileOf } from '../../src/forces/find.ts'

const both: CaseSide[] = ['candidate', 'team']
const live = (state: CaseState): Partial<Record<CaseEvent, [CaseState, CaseSide[]]>> => ({
  ...{ act: [state, ['team']], write: [state, both], note: [state, ['team']], give: [state, ['team']], extend: [state, ['team']] },
  ...{ close: ['closed', ['team']], solve: ['closed', ['candidate']], withdraw: ['withdrawn', [...both, 'system']] },
})
/** Every step there is: where it leads, and who may take it. Everything else is refused. */
const table: Record<CaseState, Partial<Record<CaseEvent, [CaseState, CaseSide[]]>>> = {
  opened: {
    ...{ take: ['takenUp', ['team']], write: ['opened', ['candidate']], note: ['opened', ['team']] },
    ...{ solve: ['closed', ['candidate']], withdraw: ['withdrawn', [...both, 'system']] },
  },
  takenUp: { ...live('takenUp'), work: ['working', ['team']] },
  working: { ...live('working'), wait: ['waitingOnOthers', ['team']] },
  waitingOnOthers: { ...live('waitingOnOthers'), resume: ['working', ['team']] },
  closed: { reopen: ['takenUp', both], note: ['closed', ['team']], sayHelped: ['closed', ['candidate']] },
  withdrawn: {},
}
const everything = caseStates.flatMap((state) => caseEvents.flatMap((event) => caseSides.map((side) => ({ state, event, side }))))

describe('what becomes of a case', () => {
  it.each(everything)('in $state, $event sent by $side', ({ state, event, side }) => {
    const [to, by] = table[state][event] ?? []
    const decided = decideCase(state, event, side)
    if (to !== undefined && by?.includes(side) === true) expect(decided).toEqual({ ok: true, state: to })
    else expect(decided.ok).toBe(false)
    expect(caseEventsFor(state, side).has(event)).toBe(decided.ok)
  })

  it('says why not: never theirs, not now, or over', () => {
    expect(decideCase('working', 'close', 'candidate')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(decideCase('opened', 'close', 'team')).toEqual({ ok: false, reason: 'notNow' })
    expect(decideCase('withdrawn', 'reopen', 'team')).toEqual({ ok: false, reason: 'over' })
  })

  it('promises an answer and an outcome by working days, by what it is, and knows which has passed', () => {
    const friday = new Date('2027-01-15T10:00:00Z')
    const due = targetsOf(profileOf('cheshire'), 'digital', friday)
    expect([due.answerDueAt.toISOString(), due.outcomeDueAt.toISOString()]).toEqual([
      '2027-01-20T10:00:00.000Z',
      '2027-01-29T10:00:00.000Z',
    ])
    const open = { state: 'working', answeredAt: null, ...due }
    expect(lateness(open, friday)).toBeUndefined()
    expect(lateness(open, due.answerDueAt)).toBe('answer')
    expect(lateness({ ...open, answeredAt: friday }, due.answerDueAt)).toBeUndefined()
    expect(lateness({ ...open, answeredAt: friday }, due.outcomeDueAt)).toBe('outcome')
    expect(lateness({ ...open, state: 'closed' }, due.outcomeDueAt)).toBeUndefined()
  })
})

const facts = (state: SystemicState, more: Partial<SystemicFacts> = {}): SystemicFacts => ({
  ...{ state, decision: null, result: null, cases: 2, hasSources: false },
  ...(['decided', 'changed', 'remeasured', 'closed'].includes(state) && { decision: 'change' as const }),
  ...(['remeasured', 'closed'].includes(state) && { result: 'gone' as const }),
  ...more,
})
const kept = (state: SystemicState) => ({ edit: state, link: state, unlink: state })
const steps: Record<SystemicState, Partial<Record<SystemicEvent, SystemicState>>> = {
  suspected: { evidence: 'evidenced', ...kept('suspected') },
  evidenced: { decide: 'decided', ...kept('evidenced') },
  decided: { change: 'changed', ...kept('decided') },
  changed: { remeasure: 'remeasured', propose: 'changed', ...kept('changed') },
  remeasured: { close: 'closed', decide: 'decided', propose: 'remeasured', ...kept('remeasured') },
  closed: { reopen: 'evidenced', propose: 'closed' },
}
const all = systemicStates.flatMap((state) => systemicEvents.map((event) => ({ state, event })))

describe('what becomes of a systemic barrier', () => {
  it.each(all)('in $state, $event', ({ state, event }) => {
    const to = steps[state][event]
    const decided = decideSystemic(facts(state), event)
    if (to === undefined) expect(decided.ok).toBe(false)
    else expect(decided).toEqual({ ok: true, state: to })
    for (const side of ['candidate', 'system'] as const)
      expect(decideSystemic(facts(state), event, side)).toEqual({ ok: false, reason: 'notTheirs' })
  })

  it('asks for something that shows it, for the change before it is measured, and closes nothing that is still there', () => {
    const why = (state: SystemicState, event: SystemicEvent, more: Partial<SystemicFacts>) => decideSystemic(facts(state, more), event)
    expect(why('suspected', 'evidence', { cases: 0 })).toEqual({ ok: false, reason: 'notShown' })
    expect(why('suspected', 'evidence', { cases: 0, hasSources: true }).ok).toBe(true)
    expect(why('remeasured', 'close', { cases: 0 })).toEqual({ ok: false, reason: 'notShown' })
    expect(why('remeasured', 'close', { result: 'still' })).toEqual({ ok: false, reason: 'stillThere' })
    expect(why('remeasured', 'close', { result: 'still', decision: 'noChange' }).ok).toBe(true)
    expect(why('decided', 'remeasure', {})).toEqual({ ok: false, reason: 'changeFirst' })
    expect(why('decided', 'remeasure', { decision: 'noChange' }).ok).toBe(true)
    expect(why('decided', 'propose', {})).toEqual({ ok: false, reason: 'tooEarly' })
    expect(why('evidenced', 'unlink', { cases: 1 })).toEqual({ ok: false, reason: 'lastCase' })
  })
})

describe('what everybody may read', () => {
  const moves: Record<ToldState, Partial<Record<ToldEvent, ToldState>>> = {
    proposed: { approve: 'published', return: 'returned' },
    published: { unpublish: 'unpublished' },
    returned: {},
    unpublished: {},
  }
  it('is approved by somebody else, in every state and for every event', () => {
    for (const state of toldStates)
      for (const event of toldEvents) {
        const to = moves[state][event]
        expect([state, event, decideTold(state, event, false)]).toEqual([
          state,
          event,
          to ? { ok: true, state: to } : { ok: false, reason: 'notNow' },
        ])
      }
    expect(decideTold('proposed', 'approve', true)).toEqual({ ok: false, reason: 'ownWords' })
    expect(decideTold('proposed', 'return', true).ok).toBe(true)
  })

  it.each([
    ['Three mothers told us', 'few'],
    ['We helped 9 people', 'few'],
    ['one young woman could not come', 'few'],
    ['Ring 01632 960 123', 'contact'],
    ['Write to jo@people.example', 'contact'],
    ['PA-7DR5WJY said so', 'contact'],
    ['Samir could not come', 'name'],
    ['O’Haddad and Haddad', 'name'],
    ['Every second test begins at ten now', undefined],
    ['12 people told us, and two tests a month begin later', undefined],
    ['The samirs of this world', undefined],
  ])('%s: %s', (words, found) => {
    expect(unsafeIn(words, ['Samir Haddad', 'Jo Al'])).toBe(found)
  })
})
