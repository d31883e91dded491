import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAfter } from '../../src/core/dates.ts'
import {
  checkGaps,
  checkKinds,
  checkResults,
  gapOf,
  lastDayOf,
  neededChecks,
  signerOf,
  type CheckFacts,
  type CheckKind,
} from '../../src/features/checks/rules/kinds.ts'
import { kindHelp, kindTitles, resultOf } from '../../src/features/checks/rules/words.ts'
import { wordingOf, wordingText } from '../../src/features/checks/rules/wordings.ts'
import { profileOf } from '../../src/forces/find.ts'

const TODAY = '2027-03-01'
const on = { day: '2027-03-15', last: '2027-03-15' }
const fine: Record<CheckKind, string> = {
  ...{ age: 'adult', eligibility: 'declared', confidentiality: 'promised', emergencyContact: 'given', accessNeeds: 'none' },
  ...{ recordCheck: 'clear', briefing: 'given', insurance: 'covered', riskAssessment: 'written' },
}
const signed = (kind: CheckKind, given: Partial<CheckFacts> = {}): CheckFacts => ({
  ...{ kind, result: fine[kind], validFrom: TODAY, expiresOn: '2027-09-01' },
  ...{ approved: kind === 'riskAssessment', revoked: false, emptied: false },
  ...given,
})

describe('what a day needs', () => {
  it('is the age on patrol alone, and the rest always', () => {
    expect(neededChecks({ patrol: true })).toEqual(checkKinds)
    expect(neededChecks({ patrol: false })).toEqual(checkKinds.filter((kind) => kind !== 'age'))
  })

  it('is complete with everything signed, and lacks what is taken out', () => {
    const all = checkKinds.map((kind) => signed(kind))
    expect(checkGaps({ patrol: true, on }, all, TODAY)).toEqual([])
    for (const kind of checkKinds)
      expect(
        checkGaps(
          { patrol: true, on },
          all.filter((check) => check.kind !== kind),
          TODAY,
        ),
      ).toEqual([{ kind, why: 'missing' }])
  })

  it('goes by what was signed last', () => {
    const history = [...checkKinds.map((kind) => signed(kind)), signed('recordCheck', { result: 'notClear' })]
    expect(checkGaps({ patrol: false, on }, history, TODAY)).toEqual([{ kind: 'recordCheck', why: 'refused' }])
    expect(checkGaps({ patrol: false, on }, [...history, signed('recordCheck')], TODAY)).toEqual([])
  })

  it('says why one does not hold', () => {
    expect(gapOf(signed('briefing', { expiresOn: '2027-02-28' }), on, TODAY)).toBe('expired')
    expect(gapOf(signed('briefing', { expiresOn: '2027-03-14' }), on, TODAY)).toBe('expiring')
    expect(gapOf(signed('briefing', { expiresOn: '2027-03-15' }), on, TODAY)).toBeUndefined()
    expect(gapOf(signed('age', { validFrom: '2027-03-16' }), on, TODAY)).toBe('notYet')
    expect(gapOf(signed('insurance', { revoked: true }), on, TODAY)).toBe('revoked')
    expect(gapOf(signed('riskAssessment', { approved: false }), on, TODAY)).toBe('waiting')
    expect(gapOf(signed('emergencyContact', { emptied: true }), on, TODAY)).toBe('missing')
    expect(gapOf(signed('recordCheck', { result: 'removed', emptied: true }), on, TODAY)).toBe('missing')
    expect(gapOf(signed('briefing', { expiresOn: '2027-03-05' }), undefined, TODAY)).toBeUndefined()
  })

  it('never holds where anything is out of time, whatever the days', () => {
    const offset = fc.integer({ min: -400, max: 400 })
    fc.assert(
      fc.property(fc.constantFrom(...checkKinds), offset, offset, offset, (kind, from, until, ahead) => {
        const [validFrom, expiresOn, day] = [dayAfter(TODAY, from), dayAfter(TODAY, until), dayAfter(TODAY, Math.abs(ahead))]
        const gap = gapOf(signed(kind, { validFrom, expiresOn }), { day, last: day }, TODAY)
        expect(gap === undefined).toBe(validFrom <= day && expiresOn >= day && expiresOn >= TODAY)
      }),
    )
  })
})

describe('how long a check holds', () => {
  it.each(['cheshire', 'hampshire'] as const)('is what %s says, and no record check outlasts its keeping', (id) => {
    const force = profileOf(id)
    for (const kind of checkKinds) expect(lastDayOf(kind, '2027-01-31', force) > '2027-01-31').toBe(true)
    expect(lastDayOf('briefing', '2027-01-31', { ...force, checkMonths: { ...force.checkMonths, briefing: 1 } })).toBe('2027-02-27')
    const long = { ...force, checkMonths: { ...force.checkMonths, recordCheck: 24 } }
    expect(lastDayOf('recordCheck', '2027-01-10', long)).toBe('2027-07-09')
  })
})

it('has words, a version and a signer for everything', () => {
  for (const kind of checkKinds) {
    expect([kindTitles[kind], kindHelp[kind], wordingText(kind), wordingOf(kind).version].every((text) => text !== '')).toBe(true)
    expect(['candidate', 'team', 'host']).toContain(signerOf(kind))
    for (const result of checkResults[kind]) expect(resultOf(kind, result)).toMatch(/^[A-Z1]/)
  }
})
