import { describe, expect, it } from 'vitest'
import { experiencesForm, sharedOf } from '../../src/features/supporting/forms/profile.ts'
import { consentWords, supporterConsents } from '../../src/features/supporting/rules/consents.ts'
import {
  decideSupporter,
  holdsMore,
  supporterEvents,
  supporterEventsFor,
  supporterMoves,
} from '../../src/features/supporting/rules/deciding.ts'
import { waitsFor } from '../../src/features/supporting/rules/home.ts'
import { whyNot, whyNotReasons, type Taking } from '../../src/features/supporting/rules/taking.ts'
import { reminderDue, reminderSteps } from '../../src/features/supporting/rules/trainings.ts'
import { supporterStates } from '../../src/features/supporting/rules/words.ts'

describe('who may do what to a supporter', () => {
  const moves: Record<string, Record<string, string>> = {
    volunteered: { 'approve team': 'approved', 'decline team': 'declined', 'stop supporter': 'left' },
    approved: { 'stop supporter': 'left' },
    declined: { 'approve team': 'approved', 'offerAgain supporter': 'volunteered' },
    left: { 'offerAgain supporter': 'volunteered' },
  }

  it('knows each state, event and side', () => {
    for (const state of supporterStates)
      for (const event of supporterEvents)
        for (const by of ['team', 'supporter'] as const) {
          const decision = decideSupporter({ state, offers: true, self: by === 'supporter' }, event, by)
          expect([state, event, by, decision.ok ? decision.state : 'no']).toEqual([
            state,
            event,
            by,
            moves[state]?.[`${event} ${by}`] ?? 'no',
          ])
        }
    expect(Object.keys(supporterMoves)).toEqual([...supporterStates])
  })

  it('lets nobody of the team decide about themselves, nor approve what is not said', () => {
    for (const event of ['approve', 'decline'] as const)
      expect(decideSupporter({ state: 'volunteered', offers: true, self: true }, event, 'team')).toEqual({
        ok: false,
        reason: 'ownProfile',
      })
    expect(supporterEventsFor({ state: 'volunteered', offers: false, self: false }, 'team')).toEqual(['decline'])
  })
})

describe('who can take somebody new', () => {
  const free: Taking = {
    ...{ state: 'approved', suspendedAt: null, trainedUntil: '2027-01-14', awayUntil: null, kinds: ['buddy'], capacity: 2, held: 1 },
  }
  const today = '2027-01-14'

  it('can on the last day of the training, and the day after being away', () => {
    expect(whyNot(free, today, 'buddy')).toEqual([])
    expect(whyNot(free, '2027-01-15')).toEqual(['trainingLapsed'])
    expect(whyNot({ ...free, awayUntil: today }, today)).toEqual(['away'])
    expect(whyNot({ ...free, awayUntil: '2027-01-13' }, today)).toEqual([])
  })

  it.each([
    [{ state: 'volunteered' }, 'notApproved'],
    [{ suspendedAt: new Date() }, 'suspended'],
    [{ trainedUntil: null }, 'trainingLapsed'],
    [{ held: 2 }, 'full'],
    [{ kinds: ['coaching'] }, 'notOffered'],
  ])('cannot where %o', (change, reason) => {
    expect(whyNot({ ...free, ...change }, today, 'buddy')).toEqual([reason])
  })

  it('names every reason, the weightiest first', () => {
    const worst = { state: 'left', suspendedAt: new Date(), trainedUntil: null, awayUntil: today, kinds: [], capacity: 0, held: 0 }
    expect(whyNot(worst, today, 'buddy')).toEqual([...whyNotReasons])
  })

  it('counts against capacity only what was not given beyond it', () => {
    expect([holdsMore(1, 2), holdsMore(2, 2), holdsMore(0, 0)]).toEqual([true, false, false])
  })
})

describe('reminders of a training', () => {
  it('come at 30 and 7 days and on the day, each once', () => {
    const sent: number[] = []
    const told: [string, number][] = []
    for (let day = 1; day <= 60; day += 1) {
      const today = new Date(Date.UTC(2027, 0, day)).toISOString().slice(0, 10)
      const step = reminderDue('2027-02-15', today, sent)
      if (step === undefined) continue
      sent.push(step)
      told.push([today, step])
    }
    expect(told).toEqual([
      ['2027-01-16', 30],
      ['2027-02-08', 7],
      ['2027-02-15', 0],
    ])
    expect(sent).toEqual([...reminderSteps])
  })

  it('leave out those before, where the clockwork stood still', () => {
    expect(reminderDue('2027-02-15', '2027-02-20', [])).toBe(0)
    expect(reminderDue('2027-02-15', '2027-02-12', [])).toBe(7)
    expect(reminderDue('2027-02-15', '2027-02-12', [7])).toBeUndefined()
  })
})

describe('what waits on the first page', () => {
  const standing = { state: 'approved' as const, isFilled: true, trainedUntil: new Date('2027-02-15'), daysLeft: 200 }

  it('is what somebody waits for first, then what keeps them from being matched', () => {
    const pairs = [
      { id: 'a', kind: 'buddy', state: 'active', dueAt: null },
      { id: 'b', kind: 'coaching', state: 'proposedToSupporter', dueAt: new Date('2027-01-21T12:00:00Z') },
    ]
    const waits = waitsFor({ ...standing, daysLeft: -1 }, pairs)
    expect(waits.map(({ title }) => title.replaceAll('\u00a0', ' '))).toEqual([
      'Somebody looks for a coach. Answer by 21 January 2027',
      'Your training ran out on 15 February 2027',
    ])
    expect(waitsFor(standing, [])).toEqual([])
    const living = { id: 'a', kind: 'buddy', state: 'active', dueAt: null, name: 'Kezia' }
    const quietSince = new Date('2027-01-02T12:00:00Z')
    const titlesOf = (pair: Parameters<typeof waitsFor>[1][number]) =>
      waitsFor(standing, [pair]).map(({ title }) => title.replaceAll('\u00a0', ' '))
    expect(titlesOf({ ...living, unread: 1, quietSince })).toEqual(['Kezia has written to you'])
    expect(titlesOf({ ...living, unread: 0, quietSince })).toEqual(['You and Kezia: nothing since 2 January 2027'])
    expect(titlesOf({ ...living, unread: 0 })).toEqual([])
    expect(waitsFor({ ...standing, state: 'volunteered', isFilled: false }, []).map(({ href }) => href)).toEqual([
      '/supporting/profile/offer',
    ])
  })
})

describe('what somebody shares', () => {
  it('keeps nothing that is not shared, and what nobody sees only for matching', () => {
    const input = { 'shown-faith': 'nobody', 'shown-carer': 'paired', 'shown-lgbt': 'no', matching: ['lgbt'], agree: 'yes' }
    expect(sharedOf(experiencesForm.parse(input))).toEqual({
      agree: true,
      shared: [
        { code: 'faith', shownTo: 'nobody', forMatching: true },
        { code: 'carer', shownTo: 'paired', forMatching: false },
      ],
    })
  })

  it('is agreed to in words with a version', () => {
    for (const purpose of supporterConsents) {
      expect(consentWords[purpose].version).toMatch(/^\d+$/)
      expect(consentWords[purpose].text).toMatch(/at any time/)
    }
  })
})
