import { describe, expect, it } from 'vitest'
import { guideFor, guidesOf, reviewDue, reviewTime } from '../../src/features/preparing/rules/guides.ts'
import { decideEntry, decideStep, hasReached, runsOf, STEPS_MOST } from '../../src/features/preparing/rules/plan.ts'
import { decideStart, isLastWord } from '../../src/features/preparing/rules/reapply.ts'
import { decideShare, isShared } from '../../src/features/preparing/rules/sharing.ts'
import { starterFor } from '../../src/features/preparing/rules/starters.ts'
import { suggestionsFor } from '../../src/features/preparing/rules/suggestions.ts'
import { blocksOf, changedParts, partNames } from '../../src/features/preparing/rules/words.ts'
import { phasesOf, stageNow, stagesNext } from '../../src/features/stages/rules/path.ts'
import { profileOf } from '../../src/forces/find.ts'

const force = profileOf('cheshire')
const day = (text: string) => new Date(`${text}T00:00:00Z`)

describe.each(['cheshire', 'hampshire'] as const)('the pages about stages in %s', (id) => {
  const profile = profileOf(id)
  it('are one for each stage of each route, and routes that ask for the same share theirs', () => {
    for (const route of profile.routes)
      for (const stage of route.stages) expect(guideFor(profile, route.id, stage.id)?.stage.name).toBe(stage.name)
    expect(guideFor(profile, 'detective', 'sift')?.id).toBe('constable.sift')
    expect(guideFor(profile, 'staff', 'sift')).toBeUndefined()
    expect(new Set(guidesOf(profile).map((guide) => guide.id)).size).toBe(guidesOf(profile).length)
  })

  it('say something of their own in every part, and suggest something to do', () => {
    for (const { route, stage } of guidesOf(profile)) {
      const words = starterFor(route.id, stage)
      for (const part of partNames) expect(words[part].trim().length, `${route.id}.${stage.id} ${part}`).toBeGreaterThan(10)
      expect(words.happens, `${route.id}.${stage.id}`).not.toContain('not written about')
      expect(suggestionsFor(stage.id).length, stage.id).toBeGreaterThan(0)
    }
  })
})

describe('looking pages over', () => {
  it('falls due six months after somebody did, and counts from when it was written where nobody did', () => {
    expect(reviewDue(new Date('2027-01-14T10:00:00Z'))).toEqual(new Date('2027-07-14T09:00:00Z'))
    expect(reviewDue(undefined).toISOString()).toContain('2027-05-2')
  })

  it.each([
    ['2027-07-15T10:00:00Z', 'overdue'],
    ['2027-07-14T22:00:00Z', 'week'],
    ['2027-07-07T10:00:00Z', 'week'],
    ['2027-07-06T10:00:00Z', 'later'],
  ])('is at %s: %s', (now, time) => {
    expect(reviewTime(new Date('2027-07-14T10:00:00Z'), new Date(now))).toBe(time)
  })
})

describe('words of a page', () => {
  it('become paragraphs, lists and questions, and nothing is lost', () => {
    expect(blocksOf('First\nline\n\n- one\n- two\n\nWhy me?\nBecause.\n\nReally?')).toEqual([
      { kind: 'text', text: 'First line' },
      { kind: 'list', items: ['one', 'two'] },
      { kind: 'question', question: 'Why me?', text: 'Because.' },
      { kind: 'text', text: 'Really?' },
    ])
  })

  it('know in which parts they differ', () => {
    const words = starterFor('constable', { id: 'sift', prepare: '' })
    expect(changedParts(words, words)).toEqual([])
    expect(changedParts(words, { ...words, helps: 'Sleep' })).toEqual(['helps'])
  })
})

describe('a plan', () => {
  const at = { today: '2027-01-14', steps: 0 }
  it.each([
    [{ remind: false }, at, undefined],
    [{ dueOn: '2027-01-14', remind: true }, at, undefined],
    [{ remind: true }, at, 'noDay'],
    [{ dueOn: '2027-01-13', remind: false }, at, 'hasBeen'],
    [{ dueOn: '2027-01-13', remind: false }, { ...at, before: '2027-01-13' }, undefined],
    [{ dueOn: '2031-01-13', remind: false }, at, 'tooFar'],
    [{ remind: false }, { ...at, steps: STEPS_MOST }, 'tooMany'],
  ])('takes %j at %j: %s', (given, of, reason) => {
    expect(decideStep(given, of)).toEqual(reason === undefined ? { ok: true } : { ok: false, reason })
  })
})

describe('a fitness log', () => {
  const at = { today: '2027-01-14', entries: 0 }
  it.each([
    [{ onDay: '2027-01-14', kind: 'shuttle', level: 5, shuttle: 4 }, undefined],
    [{ onDay: '2027-01-14', kind: 'shuttle', minutes: 5 }, 'noLevel'],
    [{ onDay: '2027-01-14', kind: 'run' }, 'noMinutes'],
    [{ onDay: '2027-01-15', kind: 'run', minutes: 20 }, 'toCome'],
    [{ onDay: '2020-01-15', kind: 'run', minutes: 20 }, 'tooLongAgo'],
  ] as const)('takes %j: %s', (given, reason) => {
    expect(decideEntry(given, at)).toEqual(reason === undefined ? { ok: true } : { ok: false, reason })
  })

  it('knows the best run, and whether it reaches level 5, shuttle 4', () => {
    const run = (on: string, level: number, shuttle: number) => ({ onDay: day(on), level, shuttle })
    const { runs, best } = runsOf([
      run('2027-01-10', 4, 9),
      run('2027-01-03', 5, 1),
      { onDay: day('2027-01-05'), level: null, shuttle: null },
    ])
    expect(runs.map(({ onDay }) => onDay)).toEqual([day('2027-01-03'), day('2027-01-10')])
    expect(best).toMatchObject({ level: 5, shuttle: 1 })
    expect([hasReached({ level: 5, shuttle: 3 }), hasReached({ level: 5, shuttle: 4 }), hasReached({ level: 6, shuttle: 1 })]).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('sharing', () => {
  it('is until a day from today to a year on, and its last day counts', () => {
    const at = { today: '2027-01-14', latest: '2028-01-14' }
    expect([decideShare('2027-01-14', at).ok, decideShare('2027-01-13', at).ok, decideShare('2028-01-15', at).ok]).toEqual([
      true,
      false,
      false,
    ])
    const share = { endedAt: null, untilOn: day('2027-01-14') }
    expect([
      isShared(share, '2027-01-14'),
      isShared(share, '2027-01-15'),
      isShared({ ...share, endedAt: new Date() }, '2027-01-14'),
    ]).toEqual([true, false, false])
  })
})

describe('after a result that was not a pass', () => {
  const record = (id: string, state: string, on: string, stage = 'sift') => ({
    ...{ id, route: 'constable', stage, state, happenedOn: day(on), source: 'candidate', recordedAt: day(on), voidedAt: null, until: null },
  })
  const failed = record('a', 'notPassed', '2027-01-10')

  it('there is something to plan only while it is the last word of its route', () => {
    expect(isLastWord([failed], 'a')?.id).toBe('a')
    expect(isLastWord([failed, record('b', 'inProgress', '2027-07-20', 'application')], 'a')).toBeUndefined()
    expect(isLastWord([{ ...failed, voidedAt: new Date() }], 'a')).toBeUndefined()
    expect(isLastWord([record('c', 'passed', '2027-01-10')], 'c')).toBeUndefined()
  })

  it.each([
    [{ route: 'constable', on: '2027-07-10', told: false }, undefined],
    [{ route: 'constable', on: '2027-07-09', told: false }, 'early'],
    [{ route: 'constable', on: '2027-07-09', told: true }, undefined],
    [{ route: 'pcso', on: '2027-02-01', told: false }, undefined],
    [{ route: 'constable', on: '2027-01-09', told: true }, 'beforeResult'],
    [{ route: 'nowhere', on: '2027-07-10', told: true }, 'unknownRoute'],
  ])('a new application %j: %s', (given, reason) => {
    expect(decideStart(force, failed, given)).toMatchObject(reason === undefined ? { ok: true } : { ok: false, reason })
  })

  it('a new application begins the way anew, and the earlier stages do not stand as done', () => {
    const route = force.routes.find(({ id }) => id === 'constable')
    if (!route) throw new Error('no route')
    const before = [failed, record('z', 'passed', '2026-11-10', 'application')]
    expect(stagesNext(phasesOf(route, before)).map(({ id }) => id)).toEqual(['sift'])
    const after = phasesOf(route, [record('b', 'inProgress', '2027-07-20', 'application'), ...before])
    expect(stageNow(after)?.id).toBe('application')
    expect(stagesNext(after).map(({ id }) => id)).toEqual(['sift'])
    expect(after.flatMap(({ stages }) => stages).filter(({ tile }) => tile === 'done')).toEqual([])
  })
})
