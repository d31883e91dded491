import { describe, expect, it } from 'vitest'
import { experiencesForm, experiencesIn, wishesForm } from '../../src/features/wishes/forms.ts'
import { decideTelling, experienceWords, wishWords, type Experience } from '../../src/features/wishes/rules/wishes.ts'

const told: Experience[] = [{ code: 'carer', use: 'team' }]

describe('telling what one has lived through', () => {
  const table: [string, Experience[], boolean, 'yes' | 'no' | undefined, ReturnType<typeof decideTelling>][] = [
    ['something, with a yes that stands', told, true, undefined, { ok: true, agrees: false }],
    ['something, with a yes that stands and a stray answer', told, true, 'no', { ok: true, agrees: false }],
    ['something, with a yes given here', told, false, 'yes', { ok: true, agrees: true }],
    ['something, with a no', told, false, 'no', { ok: false, reason: 'saidNo' }],
    ['something, without an answer', told, false, undefined, { ok: false, reason: 'answerMissing' }],
    ['nothing, with a yes that stands', [], true, undefined, { ok: true, agrees: false }],
    ['nothing, with a no', [], false, 'no', { ok: true, agrees: false }],
    ['nothing, without an answer', [], false, undefined, { ok: true, agrees: false }],
    ['nothing, with a yes', [], false, 'yes', { ok: true, agrees: true }],
  ]
  it.each(table)('of %s', (_what, experiences, consented, answer, expected) => {
    expect(decideTelling({ experiences, consented, answer })).toEqual(expected)
  })

  it('leaves out what was left unsaid, and keeps how far each goes', () => {
    const input = experiencesForm.parse({ carer: 'team', faith: 'matching', lgbt: 'no' })
    expect(experiencesIn(input)).toEqual([
      { code: 'faith', use: 'matching' },
      { code: 'carer', use: 'team' },
    ])
  })

  it('takes nothing that is not on the list', () => {
    expect(experiencesForm.safeParse({ carer: 'everybody' }).success).toBe(false)
    expect(experiencesIn(experiencesForm.parse({ wealth: 'matching' }))).toEqual([])
  })

  it('reads in the order of the list', () => {
    const words = experienceWords([
      { code: 'joiningLater', use: 'team' },
      { code: 'faith', use: 'matching' },
    ])
    expect(words.map(({ code, use }) => [code, use])).toEqual([
      ['faith', 'matching'],
      ['joiningLater', 'team'],
    ])
  })
})

describe('what somebody looks for', () => {
  it('may be nothing at all', () => {
    expect(wishesForm.parse({})).toEqual({ availability: [], languages: [], goals: [] })
  })

  it('takes one tick as well as several, each once', () => {
    const { availability, goals } = wishesForm.parse({ availability: 'sundays', goals: ['interview', 'theJob', 'interview'] })
    expect({ availability, goals }).toEqual({ availability: ['sundays'], goals: ['interview', 'theJob'] })
  })

  it.each([{ meets: 'nowhere' }, { availability: ['never'] }, { languages: 'xx' }, { goals: ['__proto__'] }, { preference: 'toString' }])(
    'refuses %j, which is not on the page',
    (typed) => {
      expect(wishesForm.safeParse(typed).success).toBe(false)
    },
  )

  it('reads in words, in the order of the page', () => {
    expect(
      wishWords({
        meets: 'online',
        availability: ['sundays', 'weekdayMornings'],
        languages: ['cy', 'en'],
        goals: [],
        preference: 'parent',
      }),
    ).toEqual({
      meets: 'Online',
      availability: ['Weekday mornings', 'Sundays'],
      languages: ['English', 'Welsh'],
      goals: [],
      preference: 'Joined while bringing up children',
    })
  })
})
