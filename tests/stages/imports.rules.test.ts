import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import { decode, readTable, separatorOf, tidyText } from '../../src/features/stages/forms/file.ts'
import { planImport, type Known, type KnownRecord } from '../../src/features/stages/rules/import-plan.ts'
import { decideImport, importEvents, importStates, type ImportEvent, type ImportState } from '../../src/features/stages/rules/imports.ts'
import {
  guessColumns,
  guessMeaning,
  choicesOf,
  readCellDay,
  tidyReference,
  valuesOf,
  type Mapping,
  type Table,
} from '../../src/features/stages/rules/mapping.ts'

const force = profileOf('cheshire')

const tableOf = (text: string, separator = separatorOf(text)): Table => {
  const read = readTable(tidyText(text), separator)
  if (!read.ok) throw new Error(read.reason)
  return read.table
}

describe('a file', () => {
  it('is read as UTF-8, with its mark or without, as UTF-16, and else as Windows wrote it', () => {
    const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding)
    expect(decode(bytes('Zoë', 'utf8'))).toEqual({ text: 'Zoë', encoding: 'UTF-8' })
    expect(tidyText(decode(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes('Zoë', 'utf8')])).text)).toBe('Zoë')
    expect(decode(Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('Zoë', 'utf16le')])).text).toBe('Zoë')
    expect(decode(Buffer.from([0x5a, 0x6f, 0xeb, 0x80]))).toEqual({ text: 'Zoë€', encoding: 'Windows-1252' })
  })

  it.each([',', ';', '\t'] as const)('is cut at %j where that is what its headings are cut at', (separator) => {
    const text = ['Ref', '"Stage; or, result"', 'Date'].join(separator)
    expect(separatorOf(`\n${text}\n1`)).toBe(separator)
  })

  it('tells the line on which each row begins, whatever its quotes, line ends and empty lines', () => {
    const table = tableOf('Ref,Note,Day\r\n1,"two\r\nlines",a\r\n\r\n2,plain,b\r3,"ends\nlater\n",c\n\n\n4,"say ""so""",d')
    expect(table.rows.map(({ line, cells }) => [line, cells[0], cells[2]])).toEqual([
      [2, '1', 'a'],
      [5, '2', 'b'],
      [6, '3', 'c'],
      [11, '4', 'd'],
    ])
  })

  it('tells right lines for any cells at all', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\n', ',', 'é') })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]$/), cell, fc.nat(2)), { minLength: 1, maxLength: 8 }), (rows) => {
        let line = 2
        const expected: number[] = []
        const written = rows.map(([first, second, blanks]) => {
          line += blanks
          expected.push(line)
          line += 1 + second.split('\n').length - 1
          return `${'\n'.repeat(blanks)}${first},${quoted(second)}`
        })
        const table = tableOf(`Ref,Note\n${written.join('\n')}\n`, ',')
        expect(table.errors).toEqual([])
        expect(table.rows.map((row) => row.line)).toEqual(expected)
        expect(table.rows.map(({ cells }) => cells[1])).toEqual(rows.map(([, second]) => second))
      }),
    )
  })

  it('names the line of a quotation mark that is never closed, and of a row with too few or too many cells', () => {
    const table = tableOf('Ref,Day\n1,a\n2\n3,b,c\n4,d,\n5,"e\n6,f\n')
    expect(table.rows.map(({ line }) => line)).toEqual([2, 5])
    expect(table.errors).toEqual([
      { line: 3, problem: 'cells' },
      { line: 4, problem: 'cells' },
      { line: 6, problem: 'quote' },
    ])
  })

  it('with nothing in it, one column, or headings alone is refused', () => {
    expect(readTable('', ',')).toMatchObject({ reason: 'empty' })
    expect(readTable('Ref\n1\n', ',')).toMatchObject({ reason: 'noColumns' })
    expect(readTable('Ref,Day\n', ',')).toMatchObject({ reason: 'noRows' })
    expect(readTable(`Ref,Day\n${'1,2\n'.repeat(20_001)}`, ',')).toMatchObject({ reason: 'tooManyLines' })
  })

  it('tells apart two columns of one name, and names one that has none', () => {
    expect(tableOf('Date,,date\n1,2,3').headings).toEqual(['Date', 'Column 2', 'date (2)'])
  })
})

describe('a mapping', () => {
  it('suggests columns by their headings and meanings by their words, and a person decides', () => {
    expect(guessColumns(['Application ID', 'E-mail', 'Vacancy', 'Status', 'Status date', 'Outcome'])).toEqual({
      ...{ reference: 'Application ID', email: 'E-mail', state: 'Outcome', stage: 'Status', route: 'Vacancy', date: 'Status date' },
    })
    expect(guessMeaning('Not passed', choicesOf('state', force))).toBe('notPassed')
    expect(guessMeaning('National sift', choicesOf('stage', force))).toBe('sift')
    expect(guessMeaning('Sift - Pass', choicesOf('stage', force))).toBeUndefined()
    expect(guessMeaning('', choicesOf('state', force))).toBeUndefined()
  })

  it.each<[string, 'dmy' | 'mdy' | 'ymd', string | undefined]>([
    ['14/1/2027', 'dmy', '2027-01-14'],
    ['14 January 2027', 'dmy', '2027-01-14'],
    ['14/01/2027 09:30', 'dmy', '2027-01-14'],
    ['1/14/2027', 'mdy', '2027-01-14'],
    ['1/14/2027 9:30:00 AM', 'mdy', '2027-01-14'],
    ['2027-01-14', 'ymd', '2027-01-14'],
    ['2027/01/14', 'ymd', '2027-01-14'],
    ['2027-01-14T23:30:00.000Z', 'ymd', '2027-01-14'],
    ['14/1/2027', 'ymd', undefined],
    ['1/14/2027', 'dmy', undefined],
    ['31/2/2027', 'dmy', undefined],
    ['46036', 'dmy', undefined],
    ['', 'dmy', undefined],
  ])('reads %j, written %s, as %s', (cell, order, day) => {
    expect(readCellDay(cell, order)).toBe(day)
  })

  it('keeps a reference in capitals with single blanks, and takes none that could not be one', () => {
    expect(tidyReference('  ch  204-417a ')).toBe('CH 204-417A')
    expect(tidyReference('')).toBeUndefined()
    expect(tidyReference('x'.repeat(61))).toBeUndefined()
    expect(tidyReference('ß')).toBe('SS')
    expect(tidyReference('a\u0007b')).toBeUndefined()
  })

  it('lists the values of a column once each, however spaced, most frequent first', () => {
    expect(valuesOf(tableOf('Ref,Stage\n1,Sift\n2, sift \n3,\n4,Offer\n5,SIFT'), 'stage')).toEqual(['Sift', '', 'Offer'])
  })
})

const mapping: Mapping = {
  columns: { reference: 'Ref', email: 'Mail', stage: 'Stage', state: 'Result', date: 'Day', until: 'Until' },
  route: 'constable',
  dates: 'dmy',
  meanings: {
    route: [],
    result: [],
    stage: [
      ['Sift', 'sift'],
      ['Shortlisting', 'shortlist'],
      ['Copy', '-'],
    ],
    state: [
      ['Pass', 'passed'],
      ['Fail', 'notPassed'],
      ['Later', 'deferred'],
    ],
  },
}
const amara: Known = { id: 'amara', reference: 'CH-1', email: 'amara@people.example' }
const bethan: Known = { id: 'bethan', reference: null, email: 'bethan@people.example' }
const given = { force, mapping, today: '2027-01-14', now: new Date('2027-01-14T10:00:00Z') }
const plan = (lines: string[], people: Known[] = [amara, bethan], records: KnownRecord[] = []) =>
  planImport({ ...given, table: tableOf(`Ref,Mail,Stage,Result,Day,Until\n${lines.join('\n')}`) }, { people, records })
const outcome = (line: string) => plan([line])[0]

describe('a line', () => {
  it.each<[string, string, object]>([
    [
      'by its reference',
      'ch-1,,Sift,Pass,10/1/2027,',
      { outcome: 'new', candidateId: 'amara', stage: 'sift', state: 'passed', on: '2027-01-10' },
    ],
    ['by its address', ',BETHAN@people.example,sift,PASS,10/1/2027,', { outcome: 'new', candidateId: 'bethan' }],
    ['and its deferral', 'CH-1,,Sift,Later,10/1/2027,1/3/2027', { outcome: 'new', until: '2027-03-01' }],
    ['and no until where nothing is deferred', 'CH-1,,Sift,Pass,10/1/2027,nonsense', { outcome: 'new' }],
    ['as not wanted', 'CH-1,,Copy,Pass,nonsense,', { outcome: 'leftOut' }],
    ['of nobody', 'CH-9,who@people.example,Sift,Pass,10/1/2027,', { outcome: 'unmatched', problem: 'noMatch', reference: 'CH-9' }],
    ['of two people', 'CH-1,bethan@people.example,Sift,Pass,10/1/2027,', { outcome: 'unmatched', problem: 'twoPeople' }],
    [
      'of one with another reference',
      'CH-2,amara@people.example,Sift,Pass,10/1/2027,',
      { outcome: 'unmatched', problem: 'otherReference' },
    ],
    ['of no one named', ',,Sift,Pass,10/1/2027,', { problem: 'nobody', heading: 'Ref', cell: '' }],
    ['with a value not in the mapping', 'CH-1,,Sifted,Pass,10/1/2027,', { problem: 'meaning', heading: 'Stage', cell: 'Sifted' }],
    ['with a stage of another route', 'CH-1,,Shortlisting,Pass,10/1/2027,', { problem: 'stageOfRoute', heading: 'Stage' }],
    ['with no date', 'CH-1,,Sift,Pass,31/2/2027,', { problem: 'date', heading: 'Day', cell: '31/2/2027' }],
    ['with a day to come', 'CH-1,,Sift,Pass,15/1/2027,', { problem: 'inFuture', heading: 'Day' }],
    ['from another age', 'CH-1,,Sift,Pass,15/1/1999,', { problem: 'tooLongAgo' }],
    ['put off until no date', 'CH-1,,Sift,Later,10/1/2027,soon', { problem: 'until', heading: 'Until', cell: 'soon' }],
    ['put off until before', 'CH-1,,Sift,Later,10/1/2027,9/1/2027', { problem: 'untilTooEarly' }],
    ['with a reference that is none', `${'x'.repeat(61)},,Sift,Pass,10/1/2027,`, { problem: 'reference', heading: 'Ref' }],
  ])('is read %s', (_how, line, expected) => {
    expect(outcome(line)).toMatchObject({ line: 2, ...expected })
  })

  it('gives a verified address its reference, and takes the next line by it alone', () => {
    const rows = plan([
      'CH-7,bethan@people.example,Sift,Fail,10/1/2027,',
      'CH-7,,Sift,Pass,12/1/2027,',
      'CH-8,bethan@people.example,Sift,Pass,13/1/2027,',
    ])
    expect(rows.map((row) => [row.outcome, row.candidateId ?? row.problem])).toEqual([
      ['new', 'bethan'],
      ['new', 'bethan'],
      ['unmatched', 'otherReference'],
    ])
  })

  it('that says the same as one before it, or as an earlier import, or as one taken off, is there already', () => {
    const record = { id: '1', candidateId: 'amara', route: 'constable', stage: 'sift', state: 'passed', source: 'import', until: null }
    const dated = { ...record, happenedOn: new Date('2027-01-10'), recordedAt: new Date('2027-01-11'), voidedAt: null }
    const line = 'CH-1,,Sift,Pass,10/1/2027,'
    expect(plan([line, line]).map((row) => row.problem ?? row.outcome)).toEqual(['new', 'sameInFile'])
    expect(plan([line], [amara], [dated])[0]).toMatchObject({ outcome: 'there' })
    expect(plan([line], [amara], [{ ...dated, voidedAt: new Date() }])[0]).toMatchObject({ outcome: 'there', problem: 'voided' })
    expect(plan([line], [amara], [{ ...dated, source: 'candidate' }])[0]).toMatchObject({ outcome: 'new' })
  })

  it('that contradicts what a candidate said differs; what only goes on from it does not', () => {
    const said = { id: '1', candidateId: 'amara', route: 'constable', stage: 'sift', source: 'candidate', until: null, voidedAt: null }
    const record = { ...said, happenedOn: new Date('2027-01-05'), recordedAt: new Date('2027-01-05'), state: 'passed' }
    const fail = 'CH-1,,Sift,Fail,10/1/2027,'
    expect(plan([fail], [amara], [record])[0]?.outcome).toBe('conflict')
    expect(plan([fail], [amara], [{ ...record, state: 'inProgress' }])[0]?.outcome).toBe('new')
    // only the latest that the file says is weighed
    expect(plan([fail, 'CH-1,,Sift,Pass,12/1/2027,'], [amara], [record]).map((row) => row.outcome)).toEqual(['new', 'new'])
  })
})

const allowed: Record<ImportState, Partial<Record<ImportEvent, ImportState>>> = {
  mapping: { chooseColumns: 'mapping', map: 'ready', abandon: 'abandoned', expire: 'expired' },
  ready: { chooseColumns: 'mapping', map: 'ready', confirm: 'running', abandon: 'abandoned', expire: 'expired' },
  running: { finish: 'finished' },
  finished: {},
  abandoned: {},
  expired: {},
}
const every = importStates.flatMap((state) =>
  importEvents.flatMap((event) => (['coordinator', 'lead', 'system'] as const).map((by) => ({ state, event, by }))),
)

describe('an import', () => {
  it.each(every)('that is $state answers $event by $by as its table says', ({ state, event, by }) => {
    const counts = { new: 1, conflict: 0, there: 0, unmatched: 0, error: 0, leftOut: 0 }
    const theirs = (by === 'system') === ['finish', 'expire'].includes(event)
    const next = theirs ? allowed[state][event] : undefined
    const decision = decideImport(state, event, by, { counts, goodOnly: false })
    expect(decision.ok ? decision.state : undefined).toBe(next)
  })

  it('with wrong lines is confirmed only by somebody who says so, and with nothing to save by nobody', () => {
    const counts = { new: 2, conflict: 0, there: 0, unmatched: 0, error: 1, leftOut: 0 }
    expect(decideImport('ready', 'confirm', 'lead', { counts, goodOnly: false })).toEqual({ ok: false, reason: 'errors' })
    expect(decideImport('ready', 'confirm', 'lead', { counts, goodOnly: true }).ok).toBe(true)
    expect(decideImport('ready', 'confirm', 'lead', { counts: { ...counts, new: 0 }, goodOnly: true })).toEqual({
      ok: false,
      reason: 'nothing',
    })
    expect(decideImport('ready', 'confirm', 'lead', { counts: { ...counts, new: 0, conflict: 1, error: 0 }, goodOnly: false }).ok).toBe(
      true,
    )
  })
})
