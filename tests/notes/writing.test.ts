import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const LATER = new Date('2027-01-14T10:16:00Z')
let agent: Awaited<ReturnType<typeof signedInAs>>
let other: Awaited<ReturnType<typeof signedInAs>>
let lead: Awaited<ReturnType<typeof signedInAs>>
let amara: Awaited<ReturnType<typeof aCandidate>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  agent = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
  other = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Marcus Bell' }))
  lead = await signedInAs(await anAccount({ roles: ['lead'], name: 'Sian Prosser' }))
  amara = await aCandidate({ name: 'Amara Okafor' })
})
beforeEach(() => {
  vi.setSystemTime(frozen)
})
afterAll(() => {
  vi.useRealTimers()
})

const base = () => `/staff/candidates/${amara.id}`
const write = async (note = 'Rang to say hello.') => {
  expect((await submit(agent, base(), { note }, `${base()}/notes`)).status).toBe(303)
  return (await db.note.findFirstOrThrow({ where: { candidateId: amara.id }, orderBy: { id: 'desc' } })).id
}
const act = (who: typeof agent, id: string, what: string, values: Record<string, string>) =>
  submit(who, `${base()}/notes/${id}`, values, `${base()}/notes/${id}/${what}`)
const wordsOf = async (id: string) => (await db.note.findUniqueOrThrow({ where: { id } })).text

describe('a note about a candidate', () => {
  it('is written in a box that says who may read it, and stands on their page', async () => {
    const { text } = await agent.get(base()).expect(200)
    expect(text).toContain('Amara Okafor may ask to read this, and gets it')
    await write('Met <b>her</b> & her sister 🚓 مرحبا')
    expect((await agent.get(base())).text).toContain('Met &lt;b&gt;her&lt;/b&gt; &amp; her sister 🚓 مرحبا')
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['far too much', 'x'.repeat(4001)],
  ])('is not kept for %s, and no word is lost', async (_what, note) => {
    const before = await db.note.count()
    const page = await submit(agent, base(), { note }, `${base()}/notes`)
    expect(page.status).toBe(422)
    expect(page.text).toContain('href="#note"')
    if (note.length > 10) expect(page.text).toContain(note)
    expect(await db.note.count()).toBe(before)
  })

  it('is changed by its author for a quarter of an hour, and keeps what it said', async () => {
    const id = await write()
    expect((await act(agent, id, 'edit', { note: 'Rang to say good morning.', was: '' })).status).toBe(303)
    expect(await db.noteVersion.findMany({ where: { noteId: id } })).toMatchObject([{ text: 'Rang to say hello.', until: frozen }])
    expect((await agent.get(`${base()}/notes/${id}`)).text).toContain('What it said before')
    const stale = await act(agent, id, 'edit', { note: 'From an older window', was: '' })
    expect(stale.status).toBe(422)
    expect(stale.text).toContain('From an older window')
    vi.setSystemTime(LATER)
    const late = await act(agent, id, 'edit', { note: 'Too late', was: frozen.toISOString() })
    expect(late.status).toBe(422)
    expect(late.text).toContain('Notes can be changed for 15 minutes')
    expect(late.text).toContain('Too late')
    expect(await wordsOf(id)).toBe('Rang to say good morning.')
  })

  it('is corrected by a note of its own, and both say so', async () => {
    const id = await write('There are 20 spaces.')
    vi.setSystemTime(LATER)
    expect((await act(other, id, 'correct', { correction: 'There are 12.' })).status).toBe(303)
    const { text } = await agent.get(base())
    expect(text).toContain('Corrects <a')
    expect(text).toContain('Corrected by <a')
    expect(await db.note.findFirstOrThrow({ where: { correctsId: id } })).toMatchObject({
      text: 'There are 12.',
      authorRole: 'coordinator',
    })
  })

  it('is struck out with a reason by its author or a lead, stays to be read, and is not touched after that', async () => {
    const id = await write('About somebody else.')
    const refused = await act(other, id, 'strike', { strikeReason: 'I do not like it' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Only whoever wrote this note, or a lead')
    expect((await act(lead, id, 'strike', { strikeReason: '' })).status).toBe(422)
    expect((await act(lead, id, 'strike', { strikeReason: 'Another Amara' })).status).toBe(303)
    const { text } = await agent.get(base())
    expect(text).toContain('<s>About somebody else.</s>')
    expect(text).toContain('Another Amara')
    for (const [what, values] of [
      ['edit', { note: 'x', was: '' }],
      ['correct', { correction: 'x' }],
      ['strike', { strikeReason: 'x' }],
    ] as const)
      expect((await act(agent, id, what, values)).status).toBe(422)
  })

  it('stands page by page, newest first, and each once', async () => {
    const person = await aCandidate()
    const author = await anAccount()
    for (let n = 1; n <= 7; n += 1)
      await db.note.create({
        data: {
          candidateId: person.id,
          authorId: author.id,
          authorRole: 'lead',
          text: `Note ${String(n)}`,
          writtenAt: new Date(frozen.getTime() + n),
        },
      })
    const shown = async (query: string) => (await agent.get(`/staff/candidates/${person.id}${query}`)).text.match(/Note \d(?=<\/div>)/g)
    expect(await shown('')).toEqual(['Note 7', 'Note 6', 'Note 5', 'Note 4', 'Note 3'])
    expect(await shown('?notes=2')).toEqual(['Note 2', 'Note 1'])
    for (const wrong of ['?notes=0', '?notes=x', '?looks=-1', '?kind=nothing', '?notes=1&notes=2'])
      await agent.get(base() + wrong).expect(200)
  })

  it('is found under its own candidate alone', async () => {
    const id = await write()
    const bethan = await aCandidate()
    await agent.get(`/staff/candidates/${bethan.id}/notes/${id}`).expect(404)
    await agent.get(`${base()}/notes/${randomUUID()}`).expect(404)
    await agent.get(`${base()}/notes/nonsense`).expect(404)
  })

  it('never reaches the recruiter, and goes with the person', async () => {
    const id = await write()
    const granted = await pool.query(
      `SELECT FROM information_schema.role_table_grants WHERE grantee = 'recruiter' AND table_name ~ 'note|task|assign|contact'`,
    )
    expect(granted.rowCount).toBe(0)
    await pool.query('SELECT erase_candidate($1, $2)', [amara.id, frozen])
    expect(await db.note.count({ where: { candidateId: amara.id } })).toBe(0)
    expect(await db.noteVersion.count({ where: { noteId: id } })).toBe(0)
  })
})

describe('what the database holds by itself', () => {
  it('keeps words for good after a quarter of an hour, whoever asks, and writes their history alone', async () => {
    const { id: candidateId } = await aCandidate()
    const author = await anAccount()
    const data = { candidateId, authorId: author.id, authorRole: 'coordinator', text: 'As it was', writtenAt: frozen }
    const { id } = await db.note.create({ data })
    const edit = (at: Date) => pool.query('UPDATE notes SET text = $1, edited_at = $2 WHERE id = $3', ['Other', at, id])
    await expect(edit(LATER)).rejects.toThrow(/15 minutes/)
    await expect(pool.query(`UPDATE notes SET text = 'Other' WHERE id = $1`, [id])).rejects.toThrow(/15 minutes/)
    await expect(pool.query('DELETE FROM notes')).rejects.toThrow(/permission denied/)
    await expect(pool.query(`INSERT INTO note_versions (note_id, text, until) VALUES ($1, 'x', now())`, [id])).rejects.toThrow(
      /permission denied/,
    )
    await expect(pool.query('UPDATE notes SET written_at = now()')).rejects.toThrow(/permission denied/)
    await expect(pool.query('UPDATE notes SET struck_at = $1 WHERE id = $2', [frozen, id])).rejects.toThrow(/notes_struck/)
    const stranger = await aCandidate()
    await expect(db.note.create({ data: { ...data, candidateId: stranger.id, correctsId: id } })).rejects.toThrow()
  })
})
