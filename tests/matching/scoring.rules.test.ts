import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { criteria, firstWeights, MOST_WEIGHT, sumOf, type Criterion, type Weights } from '../../src/features/matching/rules/criteria.ts'
import { pointsOf, scoreOf, type Offered, type Wanted } from '../../src/features/matching/rules/scoring.ts'
import { stageReached } from '../../src/features/matching/rules/stage.ts'
import { linesOf } from '../../src/features/matching/rules/words.ts'
import { profileOf } from '../../src/forces/find.ts'

const families = new Map([
  ['constable', 'officer'],
  ['detective', 'officer'],
  ['staff', 'staff'],
])
const wishes: Wanted = {
  ...{ routes: ['constable'], stage: { id: 'sift', beside: ['application', 'assessment'] }, areas: ['chester'], meets: 'inPerson' },
  ...{ availability: ['weekdayEvenings', 'saturdays', 'sundays'], languages: ['pl'], goals: ['interview', 'study', 'fitness'] },
  ...{ preference: 'careerChange', experiences: ['carer'] },
}
const fits: Offered = {
  ...{
    routes: ['constable', 'staff'],
    stages: ['sift'],
    areas: ['chester'],
    meets: 'either',
    availability: ['weekdayEvenings', 'sundays'],
  },
  ...{ languages: ['en', 'pl'], goals: ['interview', 'study', 'fitness'], paths: ['careerChange'], experiences: ['carer', 'faith'] },
}
const nothing: Wanted = {
  ...{ routes: [], stage: undefined, areas: [], meets: 'either', availability: [], languages: [], goals: [], preference: null },
  experiences: [],
}
const weigh = (weight: number): Weights => Object.fromEntries(criteria.map((each) => [each, weight])) as Weights
const of = (criterion: Criterion, wanted: Partial<Wanted>, offered: Partial<Offered>, weight = 5) =>
  pointsOf(weigh(weight), { ...wishes, ...wanted }, { ...fits, ...offered }, families).find((each) => each.criterion === criterion)

describe('the points of a pair', () => {
  it('are all of them where everything fits', () => {
    expect(scoreOf(firstWeights, wishes, fits, families)).toBe(sumOf(firstWeights))
  })

  it('are all of those in use where somebody has no wish, as no wish is met by everybody', () => {
    expect(scoreOf(firstWeights, nothing, fits, families)).toBe(sumOf(firstWeights) - firstWeights.experience)
  })

  it.each<[Criterion, string, Partial<Wanted>, Partial<Offered>, number, number]>([
    ['route', 'a route of the same family', {}, { routes: ['detective'] }, 5, 2],
    ['route', 'a route of another family', {}, { routes: ['staff'] }, 5, 0],
    ['route', 'no route named by the supporter', {}, { routes: [] }, 5, 0],
    ['stage', 'the stage after', {}, { stages: ['assessment'] }, 3, 1],
    ['stage', 'a stage far away', {}, { stages: ['medical'] }, 3, 0],
    ['area', 'in person, but in another area', {}, { areas: ['crewe'] }, 3, 1],
    ['area', 'somebody who meets online only', {}, { meets: 'online' }, 3, 0],
    ['area', 'either way will do, and online can be', { meets: 'either' }, { meets: 'online', areas: ['crewe'] }, 3, 3],
    ['area', 'online wished, in person only', { meets: 'online' }, { meets: 'inPerson' }, 3, 0],
    ['availability', 'one of three times', {}, { availability: ['saturdays'] }, 3, 2],
    ['availability', 'the only time named', { availability: ['saturdays'] }, { availability: ['saturdays'] }, 3, 3],
    ['availability', 'no time shared', {}, { availability: ['weekdayMornings'] }, 3, 0],
    ['goals', 'two of three goals', {}, { goals: ['interview', 'study'] }, 2, 1],
    ['goals', 'none of the goals', {}, { goals: ['homeLife'] }, 5, 0],
    ['language', 'no language shared', {}, { languages: ['en'] }, 1, 0],
    ['preference', 'another path', {}, { paths: ['school'] }, 2, 0],
    ['experience', 'both ticked something, none in common', {}, { experiences: ['faith'] }, 5, 0],
  ])('for %s: %s', (criterion, _why, wanted, offered, weight, points) => {
    expect(of(criterion, wanted, offered, weight)).toMatchObject({ points, of: weight, used: true })
  })

  it.each<[Partial<Wanted>, Partial<Offered>]>([
    [{ experiences: [] }, {}],
    [{}, { experiences: [] }],
  ])('use shared lived experience only where both chose it', (wanted, offered) => {
    expect(of('experience', wanted, offered)).toMatchObject({ points: 0, used: false })
  })

  it('are whole numbers between nothing and the weight, and add up to the score, whatever is wanted and offered', () => {
    const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31))
    let state = seed
    const below = (n: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * n)
    }
    const some = <T>(all: readonly T[]) => all.filter(() => below(2) === 0)
    const meets = ['online', 'inPerson', 'either'] as const
    for (let n = 0; n < 1000; n += 1) {
      const weights = Object.fromEntries(criteria.map((each) => [each, below(MOST_WEIGHT + 1)])) as Weights
      const codes = ['a', 'b', 'c', 'd']
      const lists = () => ({ areas: some(codes), meets: meets[below(3)] ?? 'either', availability: some(codes), languages: some(codes) })
      const wanted: Wanted = {
        ...{ ...lists(), routes: some([...families.keys()]), goals: some(codes), experiences: some(codes) },
        ...{ stage: below(3) === 0 ? undefined : { id: 'a', beside: ['b'] }, preference: below(2) === 0 ? null : 'a' },
      }
      const offered: Offered = {
        ...{ ...lists(), routes: some([...families.keys()]), stages: some(codes), goals: some(codes), paths: some(codes) },
        experiences: some(codes),
      }
      const points = pointsOf(weights, wanted, offered, families)
      const wrong = points.filter(
        (each) => !Number.isInteger(each.points) || each.points < 0 || each.points > each.of || (!each.used && each.points > 0),
      )
      const sum = points.reduce((total, each) => total + each.points, 0)
      expect({ seed, n, wrong, sum }).toEqual({ seed, n, wrong: [], sum: scoreOf(weights, wanted, offered, families) })
      expect(sum).toBeLessThanOrEqual(sumOf(weights))
    }
  })
})

describe('the words beside the points', () => {
  const force = profileOf('cheshire')
  const experienceOf = (wanted: Partial<Wanted>, offered: Partial<Offered>) => {
    const [want, offer] = [
      { ...wishes, ...wanted },
      { ...fits, ...offered },
    ]
    return linesOf(force, pointsOf(firstWeights, want, offer, families), want, offer).find(({ criterion }) => criterion === 'experience')
  }

  it('name only what both offered', () => {
    const shared = experienceOf({ experiences: ['carer', 'disability'] }, { experiences: ['carer', 'faith'] })
    expect(shared).toMatchObject({ wanted: 'Caring for somebody', offered: 'Caring for somebody' })
    expect(experienceOf({ experiences: ['disability'] }, {})).toMatchObject({ wanted: 'None in common', offered: 'None in common' })
    expect(experienceOf({ experiences: [] }, {})).toMatchObject({ wanted: '', offered: '', used: false })
  })
})

describe('the stage somebody would like company for', () => {
  const force = profileOf('cheshire')
  const stages = force.routes.find(({ id }) => id === 'constable')?.stages.map(({ id }) => id) ?? []
  const at = (stage: string, state: string) => stageReached(force, { route: 'constable', stage, state })

  it('is the one they are at, or the next after a pass', () => {
    const [first = '', second = '', third = ''] = stages
    expect(at(second, 'inProgress')).toEqual({ id: second, beside: [first, third] })
    expect(at(first, 'passed')).toEqual({ id: second, beside: [first, third] })
    expect(at(first, 'notPassed')).toEqual({ id: first, beside: [second] })
  })

  it('is none where they withdrew, or nothing is known', () => {
    expect(at(stages[0] ?? '', 'withdrew')).toBeUndefined()
    expect(stageReached(force, undefined)).toBeUndefined()
    expect(at('noSuchStage', 'passed')).toBeUndefined()
  })
})
