import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import {
  decideInterest,
  interestEvents,
  interestEventsFor,
  interestSides,
  interestStates,
  isOpen,
} from '../../src/features/networks/rules/interests.ts'
import {
  decideMembership,
  membershipEvents,
  membershipSides,
  membershipStates,
  shownCount,
} from '../../src/features/networks/rules/memberships.ts'
import { joiningWords, namesNetwork } from '../../src/features/networks/rules/words.ts'
import { isInvited, pathOf } from '../../src/features/path/rules.ts'

/** Whatever is not written here is refused. */
const memberships: Record<string, string> = {
  'joined pause member': 'paused',
  'joined leave member': 'left',
  'joined leave system': 'left',
  'joined sendAgain member': 'joined',
  'joined tellTeam member': 'joined',
  'joined inTouch contact': 'joined',
  'paused resume member': 'joined',
  'paused leave member': 'left',
  'paused leave system': 'left',
  'paused sendAgain member': 'paused',
  'paused tellTeam member': 'paused',
  'paused inTouch contact': 'paused',
}
const interests: Record<string, string> = {
  'said takeUp team': 'takenUp',
  'said notThisTime team': 'notThisTime',
  'said later team': 'later',
  'said withdraw member': 'withdrawn',
  'said withdraw system': 'withdrawn',
  'later takeUp team': 'takenUp',
  'later notThisTime team': 'notThisTime',
  'later withdraw member': 'withdrawn',
  'later withdraw system': 'withdrawn',
  'takenUp withdraw member': 'withdrawn',
}

it('moves a membership by every state, event and side as the table says, and never otherwise', () => {
  for (const state of membershipStates)
    for (const event of membershipEvents)
      for (const side of membershipSides)
        expect(decideMembership(state, event, side), `${state} ${event} ${side}`).toBe(memberships[`${state} ${event} ${side}`])
})

it('moves an interest by every state, event and side as the table says, and never otherwise', () => {
  for (const state of interestStates)
    for (const event of interestEvents)
      for (const side of interestSides) {
        const decision = decideInterest({ state, room: true }, event, side)
        expect(decision.ok ? decision.state : undefined, `${state} ${event} ${side}`).toBe(interests[`${state} ${event} ${side}`])
      }
  expect(decideInterest({ state: 'said', room: false }, 'takeUp', 'team')).toEqual({ ok: false, reason: 'noRoom' })
  expect(interestEventsFor('later', 'team')).toEqual(['takeUp', 'notThisTime'])
})

it('says no number of members below ten', () => {
  expect([0, 1, 9].map(shownCount)).toEqual(Array(3).fill('Fewer than 10'))
  expect(shownCount(10)).toBe('10')
})

it('is open through its last day in London', () => {
  const closesOn = new Date('2027-03-28T00:00:00Z')
  expect(isOpen({ closesOn, closedAt: null }, '2027-03-28')).toBe(true)
  expect(isOpen({ closesOn, closedAt: null }, '2027-03-29')).toBe(false)
  expect(isOpen({ closesOn, closedAt: new Date() }, '2027-03-01')).toBe(false)
})

describe.each(['cheshire', 'hampshire'] as const)('the networks of %s', (force) => {
  const { networks, contacts } = profileOf(force)
  it('cover women, race, LGBT+, disability, faith and carers, each with one contact outside the team', () => {
    for (const theme of ['women', 'race', 'lgbt', 'disability', 'faith', 'carers'])
      expect(networks.map((each) => each.theme)).toContain(theme)
    for (const { contact } of networks) expect(contact.email).not.toBe(contacts.team.email)
  })
  it('name the contact in what is agreed to, and are named by no neutral label', () => {
    for (const network of networks) {
      expect(joiningWords(network)).toContain(network.contact.name)
      expect(namesNetwork('Preparation meeting', 'An evening together', network)).toBe(false)
      for (const label of [network.name, ...network.labelWords, 'An evening together', ' '])
        expect(namesNetwork(`With ${label}!`.replace('With  !', ''), 'An evening together', network)).toBe(true)
    }
  })
})

it('leads from candidate to recruit to buddy, and invites once the first year is over', () => {
  const at = { works: false, yearDone: false, supports: false }
  expect(pathOf(at)).toEqual({ candidate: 'now', recruit: 'later', buddy: 'later' })
  expect(pathOf({ ...at, works: true })).toEqual({ candidate: 'done', recruit: 'now', buddy: 'later' })
  expect(pathOf({ ...at, works: true, yearDone: true })).toEqual({ candidate: 'done', recruit: 'done', buddy: 'now' })
  expect(pathOf({ works: true, yearDone: false, supports: true })).toEqual({ candidate: 'done', recruit: 'now', buddy: 'now' })
  const every = [true, false].flatMap((works) =>
    [true, false].flatMap((yearDone) => [true, false].map((supports) => ({ works, yearDone, supports }))),
  )
  for (const facts of every) expect(isInvited(facts)).toBe(facts.yearDone && !facts.supports)
})
