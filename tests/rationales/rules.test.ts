import { describe, expect, it, test } from 'vitest'
import {
  covers,
  decideRationale,
  givesAway,
  rationaleEvents,
  rationaleEventsFor,
  rationaleStates,
  standingOf,
  type Hand,
  type RationaleEvent,
  type RationaleFacts,
  type RationaleState,
} from '../../src/features/rationales/rules.ts'
import { profileOf } from '../../src/forces/find.ts'

const TODAY = '2027-01-14'
const hands: Record<string, Hand> = {
  'the coordinator who wrote it': { role: 'coordinator', wrote: true },
  'another coordinator': { role: 'coordinator', wrote: false },
  'the lead who wrote it': { role: 'lead', wrote: true },
  'another lead': { role: 'lead', wrote: false },
}
const facts = (given: Partial<RationaleFacts> = {}): RationaleFacts => ({
  state: 'draft',
  whole: true,
  until: '2027-12-31',
  newest: true,
  ...given,
})

/** Who may do what in which state, written out; whatever is not here is refused. */
const everybody = Object.keys(hands)
const leads = ['the lead who wrote it', 'another lead']
const allowed: Record<RationaleState, Partial<Record<RationaleEvent, string[]>>> = {
  draft: { edit: everybody, submit: everybody, withdraw: everybody },
  submitted: { takeBack: everybody, approve: ['another lead'], return: ['another lead'], withdraw: everybody },
  returned: { edit: everybody, submit: everybody, withdraw: everybody },
  approved: { withdraw: leads, renew: everybody },
  superseded: {},
  withdrawn: { renew: everybody },
}

describe.each(rationaleStates)('a rationale that is %s', (state) => {
  for (const event of rationaleEvents)
    for (const [who, hand] of Object.entries(hands)) {
      const may = allowed[state][event]?.includes(who) === true
      it(`${may ? 'lets' : 'does not let'} ${who} ${event}`, () => {
        expect(decideRationale(facts({ state }), event, hand, TODAY).ok).toBe(may)
        expect(rationaleEventsFor(facts({ state }), hand, TODAY).includes(event)).toBe(may)
      })
    }
})

test('nobody approves what they wrote, in whatever role', () => {
  for (const wrote of [true])
    for (const role of ['coordinator', 'lead'] as const)
      expect(decideRationale(facts({ state: 'submitted' }), 'approve', { role, wrote }, TODAY).ok).toBe(false)
})

test('what is unfinished or over is not sent to be approved, and an old version begins no next one', () => {
  const lead: Hand = { role: 'lead', wrote: false }
  expect(decideRationale(facts({ whole: false }), 'submit', lead, TODAY)).toEqual({ ok: false, reason: 'incomplete' })
  expect(decideRationale(facts({ until: '2027-01-13' }), 'submit', lead, TODAY)).toEqual({ ok: false, reason: 'ended' })
  expect(decideRationale(facts({ state: 'submitted', until: '2027-01-13' }), 'approve', lead, TODAY)).toEqual({
    ok: false,
    reason: 'ended',
  })
  expect(decideRationale(facts({ until: TODAY }), 'submit', lead, TODAY).ok).toBe(true)
  expect(decideRationale(facts({ state: 'approved', newest: false }), 'renew', lead, TODAY)).toEqual({ ok: false, reason: 'newerVersion' })
})

test('whether it is in date follows from its days', () => {
  const dated = { state: 'approved' as const, from: '2027-01-01', until: '2027-03-31' }
  const on = (today: string, soon: string) => standingOf(dated, today, soon)
  expect(on('2026-12-31', '2027-01-30')).toBe('notYet')
  expect(on('2027-01-01', '2027-01-31')).toBe('inDate')
  expect(on('2027-03-01', '2027-03-31')).toBe('lapsing')
  expect(on('2027-03-31', '2027-04-30')).toBe('lapsing')
  expect(on('2027-04-01', '2027-05-01')).toBe('lapsed')
  expect(standingOf({ ...dated, state: 'withdrawn' }, '2027-02-01', '2027-03-03')).toBe('withdrawn')
})

test('it covers a workshop whose day and routes it names, while it holds', () => {
  const one = { state: 'approved' as const, from: '2027-01-01', until: '2027-03-31', routes: ['constable', 'detective'] }
  const workshop = { day: '2027-02-10', routes: ['constable'] }
  expect(covers(one, workshop, TODAY)).toBe(true)
  expect(covers({ ...one, state: 'submitted' }, workshop, TODAY)).toBe(false)
  expect(covers(one, { ...workshop, day: '2027-04-01' }, TODAY)).toBe(false)
  expect(covers(one, workshop, '2026-12-31')).toBe(false)
  expect(covers(one, { ...workshop, routes: ['constable', 'staff'] }, TODAY)).toBe(false)
  expect(covers(one, { ...workshop, routes: [] }, TODAY)).toBe(false)
  expect(covers({ ...one, routes: [] }, { ...workshop, routes: [] }, TODAY)).toBe(true)
})

test('a label gives away a title or a group that it says, and no word that merely contains one', () => {
  const { groups } = profileOf('cheshire')
  const men = groups.find(({ id }) => id === 'men')
  const women = groups.find(({ id }) => id === 'women')
  expect(givesAway('Recruitment awareness workshops', 'Into policing', men)).toBe(false)
  expect(givesAway('Workshop for men', 'Into policing', men)).toBe(true)
  expect(givesAway('Female officers’ day', 'Into policing', women)).toBe(true)
  expect(givesAway('An INTO-POLICING day', 'Into policing', women)).toBe(true)
  expect(givesAway('Preparation workshop', 'Into policing', women)).toBe(false)
  expect(givesAway('Preparation workshop', '—', undefined)).toBe(false)
})
