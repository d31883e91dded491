import { beforeAll, describe, expect, it } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate } from '../support/people.ts'

const people: { name: string; email?: string; phone?: string; reference?: string }[] = [
  { name: 'Amara Okafor', email: 'amara.o@post.example', phone: '+44 (0)7700 900 123', reference: 'PA-4HJ7KQW' },
  { name: 'José Núñez', phone: '01632 960 001' },
  { name: 'Siân O’Brien-Łukasz', email: 'brave+police@gmail.example' },
  { name: 'Mai Nguyễn' },
  { name: 'Bethan Rhys-Jones' },
  { name: 'Søren Ærø' },
  { name: 'عائشة بلو' },
  { name: 'Mohammed Ali' },
  { name: 'Joanna Mark' },
  { name: '100% _Sure_' },
]

beforeAll(async () => {
  for (const person of people) await aCandidate(person)
})

const found = async (typed: string): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT c.name FROM search_candidates($1) f JOIN candidates c ON c.id = f.candidate_id ORDER BY f.score DESC, c.name',
    [typed],
  )
  return rows.map(({ name }) => name)
}

describe('searching as people type', () => {
  it.each([
    ['without accents', 'jose nunez', 'José Núñez'],
    ['with accents that are not there', 'Amárà', 'Amara Okafor'],
    ['with accents made of two characters', 'Jose\u0301', 'José Núñez'],
    ['in capitals', 'OKAFOR', 'Amara Okafor'],
    ['surname first', 'okafor, amara', 'Amara Okafor'],
    ['by the beginnings of both names', 'be rhy', 'Bethan Rhys-Jones'],
    ['by a part within', 'kafor', 'Amara Okafor'],
    ['a hyphen as a blank', 'rhys jones', 'Bethan Rhys-Jones'],
    ['two names as one', 'rhysjones', 'Bethan Rhys-Jones'],
    ['an apostrophe of another kind', "o'brien", 'Siân O’Brien-Łukasz'],
    ['no apostrophe', 'obrien lukasz', 'Siân O’Brien-Łukasz'],
    ['letters that have no accent to take off', 'soren aero', 'Søren Ærø'],
    ['letters with two marks', 'nguyen', 'Mai Nguyễn'],
    ['another script', 'عائشة', 'عائشة بلو'],
    ['two letters swapped', 'okafro', 'Amara Okafor'],
    ['two letters swapped in a short name', 'jsoe', 'José Núñez'],
    ['a letter left out', 'bethn', 'Bethan Rhys-Jones'],
    ['a letter too many', 'amarra', 'Amara Okafor'],
    ['one letter for another', 'emara', 'Amara Okafor'],
    ['a name spelt otherwise', 'mohamed', 'Mohammed Ali'],
    ['two slips in a long name', 'mahommed', 'Mohammed Ali'],
    ['a slip in the first letter', 'pkafor', 'Amara Okafor'],
    ['a slip in the last letter', 'okafot', 'Amara Okafor'],
    ['a typo in one and the beginning of another', 'ok amra', 'Amara Okafor'],
    ['a reference', 'PA-4HJ7KQW', 'Amara Okafor'],
    ['a reference without its hyphen', 'pa4hj7kqw', 'Amara Okafor'],
    ['the rest of a reference', '4hj7', 'Amara Okafor'],
    ['an e-mail address', 'Amara.O@Post.example', 'Amara Okafor'],
    ['an e-mail address with a plus', 'brave+police@gmail.example', 'Siân O’Brien-Łukasz'],
    ['what stands before the @', 'brave', 'Siân O’Brien-Łukasz'],
    ['a telephone number as it is dialled here', '07700 900123', 'Amara Okafor'],
    ['a telephone number as it is dialled from abroad', '+447700900123', 'Amara Okafor'],
    ['the same with 0044', '0044 7700 900-123', 'Amara Okafor'],
    ['its last digits', '0001', 'José Núñez'],
    ['a name and digits', 'nunez 960', 'José Núñez'],
  ])('finds %s', async (_how, typed, name) => {
    expect(await found(typed)).toEqual([name])
  })

  it.each([
    '',
    '   ',
    '%',
    '_',
    "' OR 1=1 --",
    '\\',
    '%%%',
    '(((',
    "'; DROP TABLE candidates; --",
    'zzzz',
    'amara zzzz',
    '$z',
    '<x>',
    '@@',
  ])('finds nobody for %j, and does not fail', async (typed) => {
    expect(await found(typed)).toEqual([])
  })

  it('shows no Mai among those whose post is at gmail', async () => {
    expect(await found('mai')).toEqual(['Mai Nguyễn'])
  })

  it('puts the whole name before its beginning, and both before what is only like it', async () => {
    await aCandidate({ name: 'Sara Lund' })
    await aCandidate({ name: 'Sarah Lund' })
    await aCandidate({ name: 'Zara Lund' })
    expect(await found('sara lund')).toEqual(['Sara Lund', 'Sarah Lund', 'Zara Lund'])
  })
})

describe('what is searched', () => {
  const keys = (id: string) => db.candidate.findUniqueOrThrow({ where: { id }, select: { foldedName: true, search: true } })

  it('follows a new name, number and address', async () => {
    const person = await aCandidate({ name: 'Before Wedding', email: 'before@post.example' })
    await db.candidate.update({ where: { id: person.id }, data: { name: 'After Wedding', phone: '01632 960 777' } })
    await db.account.update({
      where: { id: person.accountId ?? '' },
      data: { email: 'After@post.example', emailKey: 'after@post.example' },
    })
    for (const typed of ['after', '960777', 'after@post.example']) expect(await found(typed), typed).toContain('After Wedding')
    expect(await found('before@post.example')).toEqual([])
  })

  it('holds nothing of somebody who has gone', async () => {
    const person = await aCandidate({ name: 'Gone Person', phone: '01632 960 888' })
    await pool.query('SELECT erase_candidate($1, now())', [person.id])
    expect(await keys(person.id)).toEqual({ foldedName: '', search: '' })
    expect(await found('gone person')).toEqual([])
  })

  it('finds nobody who closed their account', async () => {
    const person = await aCandidate({ name: 'Closed Person' })
    await db.candidate.update({ where: { id: person.id }, data: { closedAt: new Date() } })
    expect(await found('closed person')).toEqual([])
  })

  it('needs no superuser: the owner of the database added the extensions', async () => {
    const { rows } = await pool.query(`SELECT extname, rolname FROM pg_extension e JOIN pg_roles r ON r.oid = e.extowner
      WHERE extname IN ('pg_trgm', 'fuzzystrmatch') ORDER BY 1`)
    expect(rows).toEqual([
      { extname: 'fuzzystrmatch', rolname: 'portal' },
      { extname: 'pg_trgm', rolname: 'portal' },
    ])
  })
})
