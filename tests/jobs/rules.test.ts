import { describe, expect, it } from 'vitest'
import {
  claimEvents,
  claimSides,
  claimStates,
  decideClaim,
  isReviewDay,
  letterDue,
  reviewStates,
  shownAs,
} from '../../src/features/jobs/rules/claims.ts'
import { decideJob, jobEvents, jobStates } from '../../src/features/jobs/rules/jobs.ts'
import { decideQuestion, questionEvents, questionSides, questionStates, saysWho } from '../../src/features/jobs/rules/questions.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

describe('what becomes of the profile of a job', () => {
  it('knows every state and event, and nothing is published that nobody has checked', () => {
    const moves: Record<string, string> = { 'draft publish': 'published', 'published retire': 'retired', 'retired reopen': 'draft' }
    for (const state of jobStates)
      for (const event of jobEvents) {
        const decision = decideJob(event, { state, checked: 1 })
        expect([state, event, decision.ok ? decision.state : 'no']).toEqual([state, event, moves[`${state} ${event}`] ?? 'no'])
      }
    expect(decideJob('publish', { state: 'draft', checked: 0 })).toEqual({ ok: false, reason: 'nothingChecked' })
  })
})

describe('what may be done with a claim', () => {
  const team = ['team', 'writer']
  /** Who, from which states to which: written out once more, so that a change of the rules is a change of two places. */
  const table: Record<string, { sides: string[]; to: Record<string, string> }> = {
    edit: { sides: team, to: { draft: 'draft', checked: 'draft', due: 'draft' } },
    hand: { sides: team, to: { draft: 'draft', checked: 'checked', due: 'due' } },
    check: { sides: ['team'], to: { draft: 'checked', checked: 'checked', due: 'checked' } },
    fallDue: { sides: ['clock'], to: { checked: 'due' } },
    ask: { sides: [...team, 'clock'], to: { checked: 'checked', due: 'due' } },
    answer: { sides: ['owner'], to: { checked: 'checked', due: 'due' } },
    withdraw: { sides: team, to: { draft: 'withdrawn', checked: 'withdrawn', due: 'withdrawn' } },
    restore: { sides: team, to: { withdrawn: 'draft' } },
  }
  const wanted = (event: string, state: string, side: string, review: string): string => {
    const row = table[event]
    const open = event === 'answer' ? review === 'asked' : event === 'ask' ? review !== 'answered' : true
    return row?.sides.includes(side) && open ? (row.to[state] ?? 'no') : 'no'
  }

  it('knows every state, event, side and review', () => {
    for (const event of claimEvents)
      for (const state of claimStates)
        for (const side of claimSides)
          for (const review of reviewStates) {
            const decision = decideClaim(event, { state, side, review, isDue: true })
            const got = decision?.ok === true ? decision.state : 'no'
            expect([event, state, side, review, got]).toEqual([event, state, side, review, wanted(event, state, side, review)])
          }
  })

  it('says why not: own words, a day that has not come, an owner who answered already', () => {
    const facts = { state: 'checked', side: 'team', review: 'none', isDue: false } as const
    expect(decideClaim('check', { ...facts, side: 'writer' })).toEqual({ ok: false, reason: 'ownWords' })
    expect(decideClaim('fallDue', { ...facts, side: 'clock' })).toEqual({ ok: false, reason: 'notDue' })
    expect(decideClaim('answer', { ...facts, side: 'owner', review: 'answered' })).toEqual({ ok: false, reason: 'answeredAlready' })
    expect(decideClaim('answer', { ...facts, side: 'owner' })).toEqual({ ok: false, reason: 'notAsked' })
    for (const event of claimEvents) expect(decideClaim(event, { ...facts, side: 'nobody' })).toBeUndefined()
  })

  it('is shown as checked before its day, greyed for three months from it, and then to nobody', () => {
    const claim = { state: 'checked', reviewOn: day('2027-01-15') }
    const at = (text: string) => shownAs(claim, new Date(`${text}T10:00:00Z`))
    expect([at('2027-01-14'), at('2027-01-15'), at('2027-04-14'), at('2027-04-15')]).toEqual(['checked', 'again', 'again', 'hidden'])
    for (const state of ['draft', 'withdrawn']) expect(shownAs({ ...claim, state }, day('2027-01-01'))).toBe('hidden')
    expect(shownAs({ state: 'due', reviewOn: null }, day('2027-01-01'))).toBe('hidden')
  })

  it('is written about 30 days before, on the day, and weekly three times; what was missed is not made up for', () => {
    const due = (text: string) => letterDue(day('2027-06-30'), new Date(`${text}T08:00:00Z`))
    expect([due('2027-05-30'), due('2027-05-31'), due('2027-06-29')]).toEqual([undefined, -30, -30])
    expect([due('2027-06-30'), due('2027-07-07'), due('2027-07-20'), due('2027-07-21'), due('2028-01-01')]).toEqual([0, 7, 14, 21, 21])
  })

  it('is looked at again on a day to come, within two years', () => {
    const now = new Date('2027-01-14T10:00:00Z')
    expect(['2027-01-14', '2027-01-15', '2029-01-14', '2029-01-15'].map((text) => isReviewDay(text, now))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

describe('what may be done with a question', () => {
  const table: Record<string, string> = {
    'send asked team': 'asked',
    'takeOver asked team': 'takenOver',
    'giveBack takenOver team': 'asked',
    'answer asked owner': 'answered',
    'answer takenOver team': 'answered',
    'withdraw asked candidate': 'withdrawn',
    'withdraw takenOver candidate': 'withdrawn',
  }

  it('knows every state, event and side, published or not', () => {
    for (const event of questionEvents)
      for (const state of questionStates)
        for (const side of questionSides)
          for (const published of [true, false]) {
            const decision = decideQuestion(event, { state, side, published })
            const onPage = state === 'answered' && side === 'team' && event === (published ? 'unpublish' : 'publish')
            const wanted = onPage ? 'answered' : (table[`${event} ${state} ${side}`] ?? 'no')
            expect([event, state, side, published, decision?.ok === true ? decision.state : 'no']).toEqual([
              event,
              state,
              side,
              published,
              wanted,
            ])
          }
  })

  it('notices a full name, an address and a number, and lets everything else through', () => {
    const name = 'May Ann Young'
    for (const words of ['I am may  ann young', 'write to m.young@people.example', 'ring 07700 900 123', 'Ring +44 1632 960177 please'])
      expect([words, saysWho(words, name)]).toEqual([words, true])
    for (const words of ['May I begin at 10? I have young children', 'Is it 24, 28 or 32 hours?', 'From 2027-01-14 for 12 months?', ''])
      expect([words, saysWho(words, name)]).toEqual([words, false])
    expect(saysWho('Will it be possible?', 'Will')).toBe(false)
  })
})
