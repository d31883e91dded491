import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { behindGlass } from '../../src/features/candidates/documents.ts'
import { needsOf, nextDue } from '../../src/features/candidates/rules/needs.ts'
import { eventWords, hasWords, namesOfKind, readKind, timelineKinds } from '../../src/features/candidates/rules/timeline.ts'
import { membershipStates } from '../../src/features/programmes/rules/cohorts.ts'
import { emailKinds } from '../../src/emails.ts'
import { profileOf } from '../../src/forces/find.ts'

const root = path.resolve(import.meta.dirname, '../..')
const filesIn = (folder: string, ends: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ends))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'))

const literal = /(?<![/\w])'([a-z][A-Za-z]*\.[a-z][A-Za-z]*)'/g
const literalsIn = (text: string) => [...text.matchAll(literal)].map(([, name]) => name ?? '')

/** Every name of an event that stands in the sources: in calls that record one, and else in files of commands, where it is no kind of e-mail or job. */
function recordedNames(): string[] {
  const commands = readdirSync(path.join(root, 'src/features'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /commands.*\.ts$/.test(name),
  )
  const sources = commands
    .map((name) => readFileSync(path.join(root, 'src/features', name), 'utf8'))
    .filter((text) => /record_?[eE]vent/.test(text))
  const calls = sources.flatMap((text) => text.match(/recordEvent\(\s*\w+,[^;]*?\)|record_event\([^`]*`/g) ?? []).flatMap(literalsIn)
  const others = sources
    .flatMap((text) => literalsIn(text.replaceAll(/kind: '[^']+'/g, '')))
    .filter((name) => !(name in emailKinds) && !jobs.test(name))
  const sql = filesIn('prisma/migrations', '.sql')
    .flatMap((text) => text.match(/PERFORM record_event\([^;]*;/g) ?? [])
    .flatMap(literalsIn)
  const families = { membership: membershipStates, request: ['accepted', 'underway', 'paused', 'completed', 'notOffered', 'withdrawn'] }
  const made = Object.entries(families).flatMap(([family, states]) => states.map((state) => `${family}.${state}`))
  return [...new Set([...calls, ...others, ...sql, ...made])]
}
const jobs = /^(messages|mailings|conversations)[.]|[.]run[A-Z]|[.]ics$/

describe('the timeline', () => {
  it('has plain words for every event that anything records', () => {
    const names = recordedNames()
    expect(names.length).toBeGreaterThan(40)
    for (const known of ['candidate.registered', 'place.asked', 'note.written', 'contact.answered']) expect(names).toContain(known)
    expect(names.filter((name) => !hasWords(name))).toEqual([])
  })

  it('narrows to one kind, and to all where the address says nonsense', () => {
    const all = Object.keys(timelineKinds).flatMap((kind) => namesOfKind(readKind(kind) ?? 'team'))
    expect(new Set(all).size).toBe(all.length)
    for (const wrong of [undefined, '', 'toString', ['team'], 'TEAM']) expect(readKind(wrong)).toBeUndefined()
  })

  it('says what a line is about, where it is known', () => {
    const force = profileOf('cheshire')
    const buddy = force.support.find(({ kind }) => kind === 'buddy')?.name ?? ''
    expect(eventWords('request.accepted', { kind: 'buddy' }, force)).toBe(`We said yes to support: ${buddy}`)
    expect(eventWords('place.asked', {}, force, 'Fitness test practice')).toBe('Asked for a place: Fitness test practice')
    expect(eventWords('note.written', {}, force)).toBe('A note was written')
  })
})

describe('what needs somebody', () => {
  const now = new Date('2027-01-14T10:00:00Z')
  const day = (date: string) => new Date(`${date}T09:00:00Z`)
  const nothing = {
    requests: [],
    places: [],
    tasks: [],
    emails: [],
    disagreements: [],
    tellings: [],
    owner: 'Priya',
    kindName: (kind: string) => kind,
  }

  it('is nothing where all is well', () => {
    expect(needsOf(nothing, now)).toEqual([])
    expect(nextDue([])).toBeUndefined()
  })

  it('comes late first, then by day, then what has none', () => {
    const needs = needsOf(
      {
        ...nothing,
        requests: [
          { id: '1', kind: 'buddy', state: 'requested', dueAt: day('2027-01-20') },
          { id: '2', kind: 'insight', state: 'requested', dueAt: day('2027-01-12') },
          { id: '3', kind: 'skills', state: 'underway', dueAt: day('2027-01-01') },
        ],
        tasks: [{ title: 'Ring', dueOn: day('2027-01-16'), time: 'week' }],
        places: [{ state: 'offered', expiresAt: day('2027-01-15'), workshop: { title: 'Fitness' } }],
        emails: [{ state: 'bounced' }, { state: 'sent' }],
        tellings: [{ toldAt: null }, { toldAt: now }],
        owner: undefined,
      },
      now,
    )
    expect(needs.map(({ what }) => what)).toEqual([
      'Answer: insight',
      'Their answer: a place at Fitness',
      'Ring',
      'Answer: buddy',
      'One thing to tell them by phone or letter',
      'An e-mail did not arrive',
      'Nobody looks after them yet',
    ])
    expect(nextDue(needs)?.what).toBe('Answer: insight')
  })
})

describe('a page behind glass', () => {
  it('keeps its words and loses all that acts', () => {
    const html = `<form method="post" action="/my/x" class="a"><input type="hidden" name="_csrf" value="k"><input name="n" type="text"><textarea name="t">a &gt; b</textarea><button type="submit" disabled>Go</button><button type="submit">On</button></form><a class="l" href="/my">My &lt;page&gt;</a><a href="#x" role="button" class="b">B</a>`
    expect(behindGlass(html)).toBe(
      `<div class="a"><input disabled name="n" type="text"><textarea disabled name="t">a &gt; b</textarea><button type="submit" disabled>Go</button><button disabled type="submit">On</button></div><a class="l">My &lt;page&gt;</a><a class="b">B</a>`,
    )
  })
})
