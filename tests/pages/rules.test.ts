import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import { adviceFor, checkQuestions, groupStages, sharedRoutes, type Answers } from '../../src/features/pages/rules.ts'
import { checkQuery, checkWords } from '../../src/features/pages/forms.ts'

const plainSailing: Answers = { age: 'yes', work: 'yes', lived: 'yes', qualification: 'yes', worry: 'no' }

describe('Can I apply?', () => {
  it('says nothing before anything was answered', () => {
    expect(adviceFor({})).toBeUndefined()
  })

  it('finds nothing to talk about in plain sailing', () => {
    expect(adviceFor(plainSailing)).toEqual({ tone: 'ready', topics: [] })
  })

  it('names what to talk about, and never says no', () => {
    expect(adviceFor({ ...plainSailing, age: 'no', lived: 'unsure' })).toEqual({ tone: 'talk', topics: ['age', 'lived'] })
    const words = Object.values(checkWords).map(({ talk }) => talk)
    for (const talk of words) expect(talk).not.toMatch(/cannot apply|not eligible|unable to apply|refused/i)
  })

  it('takes a half-filled check as a reason to talk, not as an error', () => {
    expect(adviceFor({ age: 'yes' })).toEqual({ tone: 'talk', topics: [] })
  })

  it('ignores what makes no sense in the address', () => {
    expect(checkQuery.parse({ age: 'maybe', work: ['yes', 'no'], other: '1' })).toEqual({})
    expect(checkQuestions.length).toBe(5)
  })
})

describe('stages', () => {
  const routes = profileOf('cheshire').routes
  const officer = sharedRoutes(routes.filter(({ family }) => family === 'officer'))

  it('tells routes with the same stages once', () => {
    expect(officer.map((way) => way.routes.map(({ id }) => id))).toEqual([
      ['constable', 'apprenticeship', 'degree-holder', 'detective'],
      ['transferee'],
      ['special'],
    ])
  })

  it('puts the checks that run in any order together', () => {
    const checks = officer[0]?.groups.find(({ name }) => name !== undefined)
    expect(checks?.stages.map(({ id }) => id)).toEqual(['vetting', 'references', 'medical', 'fitness', 'biometrics'])
  })

  it('loses and reorders none', () => {
    for (const { stages } of routes) expect(groupStages(stages).flatMap((group) => group.stages)).toEqual(stages)
  })
})
