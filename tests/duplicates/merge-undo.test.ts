import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { aLife, aWorld, dice, fingerprint } from './lives.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const DAY = 86_400_000
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const merge = async (
  survivor: string,
  merged: string,
  { values = {}, access = 'both', about = 'both', keep = null as string | null } = {},
) => {
  const [row] = await db.$queryRaw<
    { id: string | null }[]
  >`SELECT merge_candidates(${survivor}::uuid, ${merged}::uuid, ${JSON.stringify(values)}::jsonb,
    ${keep}::uuid, ${access}, ${about}, NULL, 'coordinator', ${new Date()}::timestamptz, ${new Date(Date.now() + 30 * DAY)}::timestamptz) AS id`
  return row?.id ?? ''
}
const undo = async (id: string) =>
  (
    await db.$queryRaw<
      { outcome: string; left_over: number }[]
    >`SELECT * FROM undo_merge(${id}::uuid, NULL, 'coordinator', ${new Date()}::timestamptz)`
  )[0]

it('leaves everything as it was when joined records are made two again, whatever their lives', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6))
  const world = await aWorld()
  for (let round = 0; round < (process.env['FULL'] ? 60 : 8); round += 1) {
    const roll = dice(seed + round * 7919)
    const [one, two] = [await aLife(roll, world, roll(2) === 0), await aLife(roll, world, roll(2) === 0)]
    const before = await fingerprint()
    const id = await merge(one, two, { access: ['both', 'survivor', 'merged'][roll(3)], about: ['both', 'survivor', 'merged'][roll(3)] })
    expect(id, `seed ${String(seed)}`).not.toBe('')
    const left = await db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM places WHERE candidate_id = ${two}::uuid`
    expect(Number(left[0]?.n)).toBe(0)
    vi.setSystemTime(new Date(Date.now() + 3_600_000))
    expect(await undo(id), `seed ${String(seed)}, round ${String(round)}`).toEqual({ outcome: 'ok', left_over: 0 })
    // A place that joining freed may have gone to the next in line meanwhile: then it waits at the front. Nobody else waits here.
    expect(await fingerprint(), `seed ${String(seed)}, round ${String(round)}`).toEqual(before)
    for (const candidateId of [one, two])
      await db.$executeRaw`UPDATE places SET state = 'withdrawn', ended_at = ${frozen} WHERE candidate_id = ${candidateId}::uuid AND state <> 'withdrawn'`
  }
}, 120_000)

describe('joining two records', () => {
  it('moves rows of every table that knows candidates, those to come among them', async () => {
    const tables = await db.$queryRaw<{ tbl: string }[]>`SELECT tbl::text FROM candidate_tables()`
    const owned = await db.$queryRaw<
      { tbl: string }[]
    >`SELECT DISTINCT conrelid::regclass::text AS tbl FROM pg_constraint WHERE contype = 'f' AND confrelid = 'candidates'::regclass`
    const apart = ['candidates', 'merges', 'duplicate_pairs', 'duplicate_checks']
    expect(tables.map(({ tbl }) => tbl)).toEqual(expect.arrayContaining(owned.map(({ tbl }) => tbl).filter((tbl) => !apart.includes(tbl))))
    expect(tables.map(({ tbl }) => tbl)).toEqual(expect.arrayContaining(['events', 'emails', 'looks', 'places']))
  })

  it('keeps the better of two places at one workshop, and passes the other on', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [one, two, next] = [await aCandidate(), await aCandidate(), await aCandidate()]
    for (const { id } of [two, next, one])
      await db.$executeRaw`SELECT ask_for_place(${workshop.id}::uuid, ${id}::uuid, NULL, 'candidate', ${frozen})`
    const id = await merge(one.id, two.id)
    const places = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { arrival: 'asc' } })
    expect(places.map(({ candidateId, state }) => [candidateId, state])).toEqual([
      [one.id, 'booked'],
      [next.id, 'waiting'],
      [one.id, 'withdrawn'],
    ])
    await undo(id)
    const again = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { arrival: 'asc' } })
    expect(again.map(({ candidateId, state }) => [candidateId, state])).toEqual([
      [two.id, 'booked'],
      [next.id, 'waiting'],
      [one.id, 'waiting'],
    ])
  })

  it('puts a place that somebody else has meanwhile at the front of the list, never above what there is room for', async () => {
    const workshop = await aWorkshop({ capacity: 2 })
    const [one, two, next] = [await aCandidate(), await aCandidate(), await aCandidate()]
    for (const { id } of [one, two, next])
      await db.$executeRaw`SELECT ask_for_place(${workshop.id}::uuid, ${id}::uuid, NULL, 'candidate', ${frozen})`
    const id = await merge(one.id, two.id)
    expect(await db.place.findFirst({ where: { candidateId: next.id } })).toMatchObject({ state: 'offered' })
    expect(await undo(id)).toMatchObject({ outcome: 'ok' })
    expect(await db.place.findFirst({ where: { candidateId: two.id } })).toMatchObject({ state: 'waiting', endedAt: null, reason: null })
    expect(await db.place.count({ where: { workshopId: workshop.id, state: { in: ['offered', 'booked'] } } })).toBe(2)
  })

  const purposes = ['tailoring', 'shareHistory', 'shareFields', 'news', 'stories', 'research']
  const said = ['yes', 'no', 'withdrawn', 'unsaid'] as const
  const says = async (candidateId: string, answer: (typeof said)[number]) => {
    if (answer === 'no') await db.candidate.update({ where: { id: candidateId }, data: { answered: purposes } })
    if (answer === 'no' || answer === 'unsaid') return
    const given = { candidateId, wording: 'w', version: '1', how: 'test', givenAt: frozen, withdrawnAt: answer === 'yes' ? null : frozen }
    await db.consent.createMany({ data: purposes.map((purpose) => ({ ...given, purpose })) })
  }

  it.each(said.flatMap((mine) => said.map((theirs) => [mine, theirs] as const)))(
    'never makes a yes wider: %s and %s',
    async (mine, theirs) => {
      const [one, two] = [await aCandidate(), await aCandidate()]
      await says(one.id, mine)
      await says(two.id, theirs)
      await merge(one.id, two.id)
      const stays = mine === 'yes' && (theirs === 'yes' || theirs === 'unsaid')
      expect(await db.consent.count({ where: { candidateId: one.id, withdrawnAt: null } })).toBe(stays ? purposes.length : 0)
    },
  )

  it('keeps what was told only with the yes that allowed it', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    await db.tailoringFact.create({ data: { candidateId: two.id, text: 'theirs', updatedAt: frozen } })
    await db.consent.create({ data: { candidateId: two.id, purpose: 'tailoring', wording: 'w', version: '1', how: 't', givenAt: frozen } })
    await merge(one.id, two.id)
    expect(await db.tailoringFact.count({ where: { candidateId: one.id } })).toBe(0)
  })

  it('leaves one way to sign in; undone, both work again', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    const id = await merge(one.id, two.id, { keep: two.accountId })
    expect(await db.candidate.findUnique({ where: { id: one.id } })).toMatchObject({ accountId: two.accountId })
    expect(await db.account.findUnique({ where: { id: one.accountId ?? '' } })).toMatchObject({ closedAt: frozen })
    await undo(id)
    expect(await db.candidate.findUnique({ where: { id: one.id } })).toMatchObject({ accountId: one.accountId })
    expect(await db.account.count({ where: { id: { in: [one.accountId ?? '', two.accountId ?? ''] }, closedAt: null } })).toBe(2)
  })

  it('never closes the account of a member of staff', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    await db.accountRole.create({ data: { accountId: two.accountId ?? '', role: 'supporter', grantedAt: frozen } })
    await expect(merge(one.id, two.id)).rejects.toThrow()
    expect(await merge(one.id, two.id, { keep: two.accountId })).not.toBe('')
  })

  it('happens once, whoever does it at the same moment and from whichever side', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    const answers = await Promise.all([merge(one.id, two.id), merge(two.id, one.id), merge(one.id, two.id)])
    expect(answers.filter((id) => id !== '')).toHaveLength(1)
    expect(await db.candidate.count({ where: { id: { in: [one.id, two.id] }, closedAt: null } })).toBe(1)
  })
})

describe('undoing', () => {
  it('leaves what is new with the record that was kept', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    await db.accessNeed.create({ data: { candidateId: two.id, text: 'captions', updatedAt: frozen } })
    const id = await merge(one.id, two.id)
    await db.supportRequest.create({ data: { candidateId: one.id, kind: 'buddy', requestedAt: frozen, dueAt: frozen, changedAt: frozen } })
    await db.accessNeed.update({ where: { candidateId: one.id }, data: { text: 'step-free' } })
    await db.candidate.update({ where: { id: one.id }, data: { phone: '1' } })
    expect(await undo(id)).toMatchObject({ outcome: 'ok' })
    expect(await db.supportRequest.count({ where: { candidateId: one.id } })).toBe(1)
    expect(
      await db.accessNeed.findMany({
        where: { candidateId: { in: [one.id, two.id] } },
        orderBy: { text: 'asc' },
        select: { candidateId: true, text: true },
      }),
    ).toEqual([
      { candidateId: two.id, text: 'captions' },
      { candidateId: one.id, text: 'step-free' },
    ])
    expect(await db.candidate.findUnique({ where: { id: one.id } })).toMatchObject({ phone: '1' })
  })

  it('is possible once, for thirty days, and latest first', async () => {
    const [a, b, c] = [await aCandidate(), await aCandidate(), await aCandidate()]
    const first = await merge(a.id, b.id)
    vi.setSystemTime(new Date(frozen.getTime() + DAY))
    const second = await merge(a.id, c.id)
    expect(await undo(first)).toMatchObject({ outcome: 'laterFirst' })
    expect(await undo(second)).toMatchObject({ outcome: 'ok' })
    expect(await undo(second)).toMatchObject({ outcome: 'undone' })
    const third = await merge(c.id, a.id)
    expect(await undo(first)).toMatchObject({ outcome: 'mergedOn' })
    await undo(third)
    vi.setSystemTime(new Date(frozen.getTime() + 30 * DAY))
    expect(await undo(first)).toMatchObject({ outcome: 'tooLate' })
  })

  it('is over after that, and with it who the joined record said the person was', async () => {
    const [one, two] = [await aCandidate(), await aCandidate({ name: 'Second Name', phone: '01632 960 222' })]
    await db.accessNeed.createMany({ data: [one, two].map(({ id }) => ({ candidateId: id, text: id, updatedAt: frozen })) })
    const id = await merge(one.id, two.id)
    await db.$queryRaw`SELECT finish_merges(${new Date(frozen.getTime() + 30 * DAY)}::timestamptz)`
    expect(await db.mergeMove.count({ where: { mergeId: id } })).toBe(0)
    expect(await db.candidate.findUnique({ where: { id: two.id } })).toMatchObject({
      name: '',
      phone: null,
      mergedIntoId: one.id,
      reference: two.reference,
    })
    expect(await db.accessNeed.count({ where: { candidateId: two.id } })).toBe(0)
  })
})

it('erases the joined record with the one that was kept', async () => {
  const [one, two] = [await aCandidate(), await aCandidate({ name: 'Ottoline Quarrington' })]
  const id = await merge(one.id, two.id, { keep: one.accountId })
  await db.$executeRaw`SELECT erase_candidate(${one.id}::uuid, ${frozen}::timestamptz)`
  expect(await db.candidate.findUnique({ where: { id: two.id } })).toMatchObject({
    name: '',
    accountId: null,
    reference: expect.stringMatching(/^erased-/) as string,
  })
  expect(await db.account.count({ where: { id: { in: [one.accountId ?? '', two.accountId ?? ''] } } })).toBe(0)
  expect(await db.mergeMove.count({ where: { mergeId: id } })).toBe(0)
  expect(JSON.stringify(await fingerprint())).not.toContain('Quarrington')
})

it('is not the portal’s to write by itself', async () => {
  const staff = await anAccount()
  for (const statement of [
    `INSERT INTO merges (id, survivor_id, merged_id, by_role, merged_at, undo_until) SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '${staff.id}', now(), now()`,
    `UPDATE merges SET undone_at = now()`,
    'DELETE FROM merge_moves',
    `SELECT merge_change(gen_random_uuid(), 'consents', '{}', '{}')`,
  ])
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/)
  const [one, two, workshop] = [await aCandidate(), await aCandidate(), await aWorkshop()]
  await db.$executeRaw`SELECT ask_for_place(${workshop.id}::uuid, ${one.id}::uuid, NULL, 'candidate', ${frozen})`
  await expect(db.place.updateMany({ where: { candidateId: one.id }, data: { candidateId: two.id } })).rejects.toThrow()
})
