import { describe, expect, it, test } from 'vitest'
import { questionWords } from '../../src/features/candidates/forms/questions.ts'
import { phasesOf, stageNow } from '../../src/features/stages/rules/path.ts'
import {
  decideTailoring,
  firstUnanswered,
  questionAfter,
  questionBefore,
  questionNumber,
  questions,
} from '../../src/features/candidates/rules/questions.ts'
import { profileOf } from '../../src/forces/find.ts'

const forces = (['cheshire', 'hampshire'] as const).map(profileOf)
const on = (day: string) => new Date(`${day}T00:00:00Z`)
const recorded = (stage: string, state: string, day = '2026-10-01') => ({
  ...{ route: 'constable', stage, state, happenedOn: on(day) },
  until: null,
})

describe('the questions', () => {
  it('follow each other, and lead back the same way', () => {
    for (const question of questions.slice(0, -1)) {
      const next = questionAfter(question)
      expect(next && questionBefore(next)).toBe(question)
      expect(next && questionNumber(next)).toBe(questionNumber(question) + 1)
    }
    expect(questionBefore('routes')).toBeUndefined()
    expect(questionAfter('research')).toBeUndefined()
  })

  it('go on at the first that has no answer', () => {
    expect(firstUnanswered([])).toBe('routes')
    expect(firstUnanswered(['routes', 'support'])).toBe('areas')
    expect(firstUnanswered(questions)).toBeUndefined()
  })

  it('have words in every force, and say who sees the answer', () => {
    for (const force of forces)
      for (const question of questions) {
        const words = questionWords(question, force)
        for (const said of [words.title, words.hint, words.why, words.short]) expect(said).not.toBe('')
        expect(words.seen.length).toBeGreaterThan(1)
      }
  })
})

describe('what somebody writes about themselves', () => {
  test.each([
    ['', undefined, 'answerMissing'],
    ['words', undefined, 'answerMissing'],
    ['words', 'no', 'saidNo'],
    ['', 'no', false],
    ['words', 'yes', true],
    ['', 'yes', true],
  ] as const)('%j with %s comes to %s', (text, answer, outcome) => {
    const decision = decideTailoring({ text, answer })
    expect(decision.ok ? decision.keep : decision.reason).toBe(outcome)
  })
})

describe('the stages of a route', () => {
  test.each(forces.flatMap((force) => force.routes.map((route) => [force.id, route.id, route] as const)))(
    'of %s, %s: every stage once, in order, in at most four phases that do not come back',
    (_force, _id, route) => {
      const phases = phasesOf(route, [])
      expect(phases.flatMap(({ stages }) => stages.map(({ id }) => id))).toEqual(route.stages.map(({ id }) => id))
      expect(new Set(phases.map(({ name }) => name)).size).toBe(phases.length)
      expect(phases.length).toBeLessThanOrEqual(4)
      expect(stageNow(phases)).toBeUndefined()
    },
  )

  it('show the latest that is known of each, and where the person is', () => {
    const [route] = forces[0]?.routes.filter(({ id }) => id === 'constable') ?? []
    const phases = route
      ? phasesOf(route, [
          recorded('sift', 'inProgress'),
          recorded('application', 'passed'),
          recorded('application', 'inProgress'),
          recorded('interest', 'inProgress'),
        ])
      : []
    const tileOf = (id: string) => phases.flatMap(({ stages }) => stages).find((stage) => stage.id === id)?.tile
    expect(tileOf('application')).toBe('done')
    expect(tileOf('eligibility')).toBe('later')
    expect(stageNow(phases)?.id).toBe('sift')
    expect(phases.map(({ name }) => name)).toEqual(['Getting ready', 'Applying', 'Offer and checks', 'Joining'])
  })

  it('take nothing from another route', () => {
    const route = forces[0]?.routes.find(({ id }) => id === 'pcso')
    expect(route && stageNow(phasesOf(route, [recorded('application', 'inProgress')]))).toBeUndefined()
  })
})
