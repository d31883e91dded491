import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { tellFollowUps } from '../../src/features/stages/commands/clockwork.ts'
import { recordStage } from '../../src/features/stages/commands/records.ts'
import { listConflicts } from '../../src/features/stages/queries/conflicts.ts'
import { listDeferrals } from '../../src/features/stages/queries/deferrals.ts'
import { findStagesWaiting } from '../../src/features/stages/queries/waiting.ts'
import { conflicts } from '../../src/features/stages/rules/conflicts.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, asActor, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')
const frozen = new Date('2027-01-14T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const actorOf = async () => {
  const account = await anAccount({ roles: ['coordinator'] })
  return { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] } as const
}
const at = { route: 'constable', stage: 'sift', on: '2027-01-10' }
const kindsOf = async (candidateId: string) =>
  (await db.email.findMany({ where: { candidateId, kind: { startsWith: 'stage.' } }, select: { kind: true } })).map(({ kind }) => kind)
const write = async (candidateId: string, kind: string) => {
  const email = await db.email.findFirstOrThrow({ where: { candidateId, kind } })
  const { id: emailId, accountId, aboutId } = email
  return emailKinds[kind]?.({ emailId, accountId, candidateId, aboutId, data: {}, baseUrl: 'https://portal.example', force })
}

describe('what somebody tells us themselves', () => {
  it('is answered by what they said: care by help with barriers, another force by thanks, silence by silence', async () => {
    const amara = await aCandidate()
    const say = (reason: string) => recordStage(asActor(amara), amara.id, force, { ...at, state: 'withdrew', reason })
    await say('private')
    expect(await kindsOf(amara.id)).toEqual([])
    await say('caring')
    expect(await kindsOf(amara.id)).toEqual(['stage.withdrew'])
    const letter = await write(amara.id, 'stage.withdrew')
    expect(letter?.subject).not.toMatch(/sift|withdr|caring/i)
    expect(letter?.paragraphs.join(' ')).toContain(force.support.find(({ kind }) => kind === 'barrier')?.name)
    const page = await (await signedInAs(amara)).get('/my/stages').expect(200)
    expect(page.text).toContain('Care can often be worked around')
    expect(page.text).toContain('/my/support?kind=barrier')
  })

  it('that it is not the right time brings nothing, until the one question they agreed to', async () => {
    const [bethan, chidi] = await Promise.all([aCandidate(), aCandidate()])
    const given = { ...at, state: 'withdrew' as const, reason: 'notNow' }
    await recordStage(asActor(bethan), bethan.id, force, { ...given, askAgain: true })
    await recordStage(asActor(chidi), chidi.id, force, given)
    vi.setSystemTime(new Date('2027-07-13T10:00:00Z'))
    await tellFollowUps()
    expect([await kindsOf(bethan.id), await kindsOf(chidi.id)]).toEqual([[], []])
    vi.setSystemTime(new Date('2027-07-14T04:00:00Z'))
    await tellFollowUps() // five in the morning
    expect(await kindsOf(bethan.id)).toEqual([])
    vi.setSystemTime(new Date('2027-07-14T10:00:00Z'))
    await tellFollowUps()
    await tellFollowUps()
    expect([await kindsOf(bethan.id), await kindsOf(chidi.id)]).toEqual([['stage.askAgain'], []])
    expect((await write(bethan.id, 'stage.askAgain'))?.heading).toBe('Is it a better time now?')
  })

  it('can be taken back: nobody is asked who said not to', async () => {
    const dana = await aCandidate({ routes: ['constable'] })
    const agent = await signedInAs(dana)
    await submit(agent, '/my/stages/new', {
      stage: 'constable sift',
      state: 'withdrew',
      on: '10/1/2027',
      reason: 'notNow',
      askAgain: 'yes',
    })
    const [followUp] = await db.stageFollowUp.findMany({ where: { candidateId: dana.id } })
    expect((await agent.get('/my/stages')).text).toContain('about 14\u00a0July\u00a02027')
    await submit(agent, '/my/stages', {}, `/my/stages/follow-ups/${followUp?.id ?? ''}/stop`)
    vi.setSystemTime(new Date('2027-08-01T10:00:00Z'))
    await tellFollowUps()
    expect(await kindsOf(dana.id)).toEqual([])
  })

  it('as not passed brings a date, as usual and not as law, and an offer', async () => {
    const esi = await aCandidate()
    await recordStage(asActor(esi), esi.id, force, { ...at, state: 'notPassed' })
    const letter = await write(esi.id, 'stage.notPassed')
    expect(letter?.subject).not.toMatch(/pass|sift/i)
    expect(letter?.paragraphs.join(' ')).toMatch(/usually apply again from about 10\u00a0July\u00a02027.*Ask us/)
    const page = await (await signedInAs(esi)).get('/my/stages').expect(200)
    expect(page.text).toMatch(/href="\/my\/again\/[^"]+"[^>]*>\s*Plan the next try/)
    expect(page.text).toContain('Choose support meanwhile')
  })

  it('is corrected by voiding and adding, both or neither', async () => {
    const femi = await aCandidate({ routes: ['constable'] })
    const agent = await signedInAs(femi)
    await submit(agent, '/my/stages/new', { stage: 'constable sift', state: 'passed', on: '10/1/2027' })
    const [record] = await db.stageRecord.findMany({ where: { candidateId: femi.id } })
    const address = `/my/stages/${record?.id ?? ''}`
    expect((await submit(agent, address, { stage: 'constable sift', state: 'passed', on: '20/1/2027' })).status).toBe(422)
    expect(await db.stageRecord.count({ where: { candidateId: femi.id, voidedAt: null } })).toBe(1)
    expect((await submit(agent, address, { stage: 'constable sift', state: 'passed', on: '9/1/2027' })).status).toBe(303)
    expect(await db.stageRecord.findMany({ where: { candidateId: femi.id }, orderBy: { happenedOn: 'asc' } })).toMatchObject([
      { happenedOn: new Date('2027-01-09'), voidedAt: null },
      { happenedOn: new Date('2027-01-10'), voidedAt: frozen, voidedReason: 'corrected' },
    ])
    expect((await agent.get(address)).status).toBe(404)
  })

  it('of a day to come is no result, is one for each stage, and goes when the result is there', async () => {
    const gus = await aCandidate({ routes: ['constable'] })
    const agent = await signedInAs(gus)
    const plan = (on: string) => submit(agent, '/my/stages/dates/new', { stage: 'constable sift', on })
    expect((await plan('13/1/2027')).text).toContain('today or later')
    await plan('1/2/2027')
    await plan('8/2/2027')
    expect(await db.plannedStage.findMany({ where: { candidateId: gus.id, removedAt: null } })).toMatchObject([
      { expectedOn: new Date('2027-02-08') },
    ])
    expect(await db.stageRecord.count({ where: { candidateId: gus.id } })).toBe(0)
    vi.setSystemTime(new Date('2027-02-09T10:00:00Z'))
    const later = await signedInAs(gus)
    expect((await later.get('/my/stages')).text).toContain('How did it go?')
    await submit(later, '/my/stages/new', { stage: 'constable sift', state: 'passed', on: '8/2/2027' })
    expect(await db.plannedStage.count({ where: { candidateId: gus.id, removedAt: null } })).toBe(0)
  })
})

describe('a deferral', () => {
  it('comes to the team a week before, to the candidate on its day, and goes when they have spoken or moved on', async () => {
    const team = await actorOf()
    const [hana, ines] = await Promise.all([aCandidate({ ownerId: team.accountId }), aCandidate()])
    for (const { id } of [hana, ines]) await recordStage(team, id, force, { ...at, state: 'deferred', until: '2027-03-01' })
    const listed = async () => (await listDeferrals(team, 'team', undefined, 1)).rows.map(({ candidate }) => candidate.id).sort()
    vi.setSystemTime(new Date('2027-02-21T10:00:00Z'))
    expect(await listed()).toEqual([])
    vi.setSystemTime(new Date('2027-02-22T10:00:00Z'))
    expect(await listed()).toEqual([hana.id, ines.id].sort())
    vi.setSystemTime(new Date('2027-03-01T10:00:00Z'))
    await tellFollowUps()
    expect(await kindsOf(hana.id)).toEqual(['stage.deferral'])
    const waiting = await findStagesWaiting(team, 'mine')
    expect(waiting.find(({ what }) => what.includes('end today'))).toMatchObject({
      count: 1,
      href: '/staff/stages/deferred?when=today&whose=mine',
    })
    await recordStage(asActor(ines), ines.id, force, { ...at, state: 'inProgress', on: '2027-03-01' })
    expect(await listed()).toEqual([hana.id])
    const agent = await signedInAs(await anAccount({ roles: ['lead'] }))
    const { rows } = await listDeferrals(team, 'team', 'today', 1)
    await submit(agent, '/staff/stages/deferred', {}, `/staff/candidates/${hana.id}/follow-ups/${rows[0]?.id ?? ''}/done`)
    expect(await listed()).toEqual([])
  })
})

describe('the list of stages in dispute', () => {
  it('holds exactly those that the rule disputes, for any records, and as many as it counts', async () => {
    const team = await actorOf()
    const people = await Promise.all([1, 2, 3].map((n) => aCandidate(n === 1 ? { ownerId: team.accountId } : {})))
    const entry = fc.record({
      who: fc.nat(2),
      stage: fc.constantFrom('sift', 'interview'),
      state: fc.constantFrom('inProgress', 'passed', 'notPassed', 'deferred'),
      source: fc.constantFrom('candidate', 'coordinator', 'import'),
      day: fc.integer({ min: 1, max: 4 }),
      voided: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 10 }), async (entries) => {
        await db.stageRecord.updateMany({ where: { voidedAt: null }, data: { voidedAt: frozen } })
        for (const [i, { who, stage, state, source, day, voided }] of entries.entries())
          await db.stageRecord
            .create({
              data: {
                ...{ candidateId: people[who]?.id ?? '', route: 'constable', stage, state, source, voidedAt: voided ? frozen : null },
                ...{
                  happenedOn: new Date(Date.UTC(2026, 0, day)),
                  recordedAt: new Date(frozen.getTime() + i),
                  until: state === 'deferred' ? new Date('2028-01-01') : null,
                },
              },
            })
            .catch((error: unknown) => {
              if (source !== 'import') throw error // the same import twice is refused
            })
        const all = await db.stageRecord.findMany({ where: { candidateId: { in: people.map(({ id }) => id) } } })
        for (const whose of ['team', 'mine'] as const) {
          const shown = people.slice(0, whose === 'mine' ? 1 : 3)
          const expected = shown.flatMap(({ id }) =>
            conflicts(all.filter((each) => each.candidateId === id)).map((group) => group.map((each) => each.id).sort()),
          )
          const { total, rows } = await listConflicts(team, whose, 1)
          expect(rows.map(({ says }) => says.map((each) => each.id).sort()).sort()).toEqual(expected.sort())
          expect(total).toBe(rows.length)
          expect((await findStagesWaiting(team, whose))[0]?.count).toBe(total)
        }
      }),
      { numRuns: process.env['FULL'] === '1' ? 100 : 10 },
    )
  })

  it('is settled by voiding one with a reason, which the candidate reads', async () => {
    const account = await anAccount({ roles: ['coordinator'] })
    const jo = await aCandidate({ routes: ['constable'] })
    await recordStage(asActor(jo), jo.id, force, { ...at, state: 'passed' })
    const agent = await signedInAs(account)
    await submit(agent, `/staff/candidates/${jo.id}/stages/new`, { stage: 'constable sift', state: 'notPassed', on: '10/1/2027' })
    const [said] = await db.stageRecord.findMany({ where: { candidateId: jo.id, source: 'candidate' } })
    const address = `/staff/candidates/${jo.id}/stages/${said?.id ?? ''}/void`
    expect((await agent.get('/staff/stages/conflicts')).text).toContain(address)
    expect((await submit(agent, address, { reason: '' })).text).toContain('Select why the record should not stand')
    expect((await submit(agent, address, { reason: 'otherRight' })).status).toBe(303)
    expect((await agent.get('/staff/stages/conflicts')).text).not.toContain(address)
    expect((await (await signedInAs(jo)).get('/my/stages')).text).toContain('no longer stands: the other record is right, says the team')
    expect((await agent.get(address)).status).toBe(404)
  })
})

it('knows two people apart by their recruitment reference', async () => {
  const agent = await signedInAs(await anAccount({ roles: ['coordinator'] }))
  const [kim, leo] = await Promise.all([aCandidate(), aCandidate()])
  const set = (id: string, reference: string) => submit(agent, `/staff/candidates/${id}/reference`, { reference })
  expect((await set(kim.id, ' ref 7a ')).status).toBe(303)
  expect((await db.candidate.findUniqueOrThrow({ where: { id: kim.id } })).recruitmentReference).toBe('REF 7A')
  expect((await set(leo.id, 'REF  7A')).text).toContain('Another candidate has this reference')
  expect((await set(kim.id, '')).status).toBe(303)
  expect((await set(leo.id, 'REF 7A')).status).toBe(303)
})

describe('the database', () => {
  const base = { route: 'constable', stage: 'vetting', source: 'coordinator', happenedOn: new Date('2027-01-10'), recordedAt: frozen }
  it.each<[string, object]>([
    ['why vetting was not passed', { state: 'notPassed', reason: 'private' }],
    ['a reason in words of one’s own', { state: 'withdrew', reason: 'a caution in 2019' }],
    ['a reason from an import', { state: 'withdrew', reason: 'private', source: 'import' }],
    ['a deferral without an end', { state: 'deferred' }],
    ['an end of what is not deferred', { state: 'passed', until: new Date('2027-02-01') }],
    ['a withdrawal without a reason', { state: 'withdrew' }],
  ])('keeps nothing of %s', async (_what, more) => {
    const { id: candidateId } = await aCandidate()
    await expect(db.stageRecord.create({ data: { ...base, state: 'passed', ...more, candidateId } })).rejects.toThrow()
  })
})

it('has stages recorded by nothing but what records stages: no support moves one', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/^(generated|demonstration)/.test(name),
  )
  const writing = files.filter((name) => /stageRecord\.create|INTO stage_records/.test(readFileSync(`src/${name}`, 'utf8')))
  expect(writing.sort()).toEqual(['features/stages/commands/clockwork.ts', 'features/stages/commands/records.ts'])
  const migrations = readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'))
  expect(migrations.filter((name) => /INSERT INTO stage_records/i.test(readFileSync(`prisma/migrations/${name}`, 'utf8')))).toEqual([])
})
