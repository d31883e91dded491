import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { changeMembership } from '../../src/features/programmes/commands/cohorts.ts'
import { askAfterwards } from '../../src/features/programmes/commands/ratings.ts'
import { saveProgramme } from '../../src/features/programmes/commands/cohorts.ts'
import { findProgress } from '../../src/features/programmes/queries/progress.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCohort, aProgramme, aCoordinator } from '../support/cohorts.ts'
import { asOwner } from '../support/database.ts'
import { aCandidate, anAccount, anApp, aWorkshop, signedInAs, submit } from '../support/people.ts'

const today = new Date('2027-01-20T10:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

const app = () => anApp()
const team = async () => signedInAs(await anAccount(), app())
const join = async (cohortId: string, name: string, overrides: Parameters<typeof aCandidate>[0] = {}) => {
  const person = await aCandidate({ name, ...overrides })
  const by = await aCoordinator()
  await changeMembership(by, { cohortId, candidateId: person.id, event: 'invite' })
  await changeMembership(by, { cohortId, candidateId: person.id, event: 'accept' })
  return person
}
const held = (cohortId: string, session: number, daysAgo: number) =>
  aWorkshop({ cohortId, session, capacity: 20, state: 'held', startsAt: daysAfter(today, -daysAgo), title: `Session ${String(session)}` })
let arrival = 0
const mark = (workshopId: string, candidateId: string, state: string) =>
  db.place.create({ data: { workshopId, candidateId, state, arrival: (arrival += 1), askedAt: today } })
const aCourse = async (rule: object, kind = 'insight') => {
  const programme = await aProgramme()
  await db.programme.update({ where: { id: programme.id }, data: { completionRule: rule, kind } })
  return { programme, cohort: await aCohort({ programmeId: programme.id, startsOn: new Date('2026-12-01T00:00:00Z') }) }
}

describe('how far people are', () => {
  it('is one answer on their page, the list of the team, the file, the printed sheet and the report', async () => {
    const { cohort } = await aCourse({ atLeast: 2, of: 3, includingFirst: true })
    const [first, second] = [await held(cohort.id, 1, 9), await held(cohort.id, 2, 5)]
    const [done, going] = [await join(cohort.id, 'Wren Done'), await join(cohort.id, '=Una Going')]
    for (const workshop of [first, second]) await mark(workshop.id, done.id, 'attended')
    await mark(first.id, going.id, 'absent')
    await mark(second.id, going.id, 'leftEarly')
    const page = await (await signedInAs(done, app())).get(`/cohorts/${cohort.id}`).expect(200)
    expect(page.text).toContain('You have done it.')
    expect((await (await signedInAs(going, app())).get(`/cohorts/${cohort.id}`)).text).toContain('Still needed: <strong>The first</strong>')
    const agent = await team()
    const list = await agent.get(`/staff/cohorts/${cohort.id}/progress`).expect(200)
    expect(list.text).toContain('Complete, not marked')
    expect(list.text).toContain('Not with the sessions left here')
    const outOfReach = await agent.get(`/staff/cohorts/${cohort.id}/progress?show=outOfReach`)
    expect(outOfReach.text).toContain('Una Going')
    expect(outOfReach.text).not.toContain('Wren Done')
    const file = await agent.get(`/staff/cohorts/${cohort.id}/progress/file`).expect(200)
    expect(file.text).toContain("'=Una Going")
    expect(file.text).toMatch(/Wren Done,[^\n]*,Came,Came,2,3,Complete by the rule,/)
    expect((await agent.get(`/staff/cohorts/${cohort.id}/progress/print`).expect(200)).text).toContain('Complete</td>')
    expect(await db.look.count({ where: { candidateId: done.id } })).toBe(2)
    expect(await findProgress(db, done.id, 'insight')).toMatchObject([{ came: 2, done: true }])
    expect(await findProgress(db, going.id, 'insight')).toMatchObject([{ came: 1, done: false }])
  })

  it('marks all whom the rule calls done, and nobody else', async () => {
    const { cohort } = await aCourse({ atLeast: 1 })
    const workshop = await held(cohort.id, 1, 3)
    const [done, going] = [await join(cohort.id, 'Wren'), await join(cohort.id, 'Una')]
    await mark(workshop.id, done.id, 'attendedLate')
    const agent = await team()
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: going.id, endedAt: null } })
    const refused = await submit(agent, `/staff/cohorts/${cohort.id}/members/${id}`, { act: 'complete' })
    expect(refused.text).toContain('asks for more than this person has done')
    expect((await submit(agent, `/staff/cohorts/${cohort.id}/progress`, {}, `/staff/cohorts/${cohort.id}/complete`)).status).toBe(303)
    expect(await db.membership.findMany({ where: { cohortId: cohort.id, state: 'completed' }, select: { candidateId: true } })).toEqual([
      { candidateId: done.id },
    ])
  })

  it('counts a session of another cohort for one missed, only where the rule says so', async () => {
    const { programme, cohort } = await aCourse({ atLeast: 1, catchUp: true })
    const other = await aCohort({ programmeId: programme.id, name: 'Insight evening' })
    await held(cohort.id, 1, 9)
    const elsewhere = await held(other.id, 1, 2)
    const person = await join(cohort.id, 'Wren')
    await mark(elsewhere.id, person.id, 'attended')
    const own = await signedInAs(person, app())
    expect((await own.get(`/cohorts/${cohort.id}`)).text).toContain('Made up with another group')
    expect((await own.get(`/cohorts/${cohort.id}`)).text).toContain('You have done it.')
    await db.programme.update({ where: { id: programme.id }, data: { completionRule: { atLeast: 1 } } })
    expect((await own.get(`/cohorts/${cohort.id}`)).text).not.toContain('You have done it.')
  })

  it('shows whom another rule would make complete or not, before it is saved', async () => {
    const { programme, cohort } = await aCourse({ atLeast: 1, includingFirst: false })
    const workshop = await held(cohort.id, 2, 3)
    const person = await join(cohort.id, 'Wren Losing')
    await mark(workshop.id, person.id, 'attended')
    const agent = await team()
    const address = `/staff/programmes/${programme.id}`
    const typed = { kind: 'insight', name: 'Insight', summary: '', atLeast: '2', of: '', including: '', seen: '' }
    const shown = await submit(agent, address, typed)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('Complete no longer: 1 person')
    expect(shown.text).toContain('Wren Losing')
    expect(await db.programme.findUnique({ where: { id: programme.id } })).toMatchObject({ completionRule: { atLeast: 1 } })
    const seen = /name="seen" value="([^"]*)"/.exec(shown.text)?.[1]?.replaceAll(/&quot;|&#34;/g, '"') ?? ''
    expect((await submit(agent, address, { ...typed, seen })).status).toBe(303)
    expect(await db.programme.findUnique({ where: { id: programme.id } })).toMatchObject({ completionRule: { atLeast: 2 } })
    expect((await submit(agent, address, { ...typed, including: '3, four' })).text).toContain('such as 1, 3')
  })
})

describe('a certificate', () => {
  it('is opened by whoever has done it, checked by anybody without a name, and gone with a corrected register', async () => {
    const { programme, cohort } = await aCourse({ atLeast: 1 })
    const workshop = await held(cohort.id, 1, 3)
    const person = await join(cohort.id, 'Wren Unusual')
    const own = await signedInAs(person, app())
    const open = () => submit(own, `/cohorts/${cohort.id}`, {}, `/cohorts/${cohort.id}/certificate`)
    expect((await open()).status).toBe(422)
    const place = await mark(workshop.id, person.id, 'attended')
    expect((await open()).status).toBe(303)
    expect((await open()).status).toBe(303)
    const page = await own.get(`/cohorts/${cohort.id}/certificate`).expect(200)
    expect(page.text).toContain('Wren Unusual')
    const { reference } = await db.certificate.findFirstOrThrow({ where: { candidateId: person.id } })
    const visitor = await signedInAs(await anAccount({ roles: ['recruiter'] }), app())
    const check = (typed: string) => visitor.get(`/certificates?reference=${encodeURIComponent(typed)}`)
    const found = await check(reference.toLowerCase().replaceAll('-', ' '))
    expect(found.text).toContain('This reference is a certificate of ours')
    expect(found.text).toContain('Insight, January 2027')
    expect(found.text).not.toContain('Unusual')
    // a stricter rule takes nothing away
    await saveProgramme(await aCoordinator(), programme.id, {
      ...{
        kind: 'insight',
        name: 'Insight',
        summary: '',
        atLeast: 3,
        of: undefined,
        includingFirst: false,
        including: [],
        catchUp: false,
        seen: '',
      },
    })
    expect((await check(reference)).text).toContain('This reference is a certificate of ours')
    await db.place.update({ where: { id: place.id }, data: { state: 'absent' } })
    expect((await check(reference)).text).toContain('does not count any more')
    expect((await own.get(`/cohorts/${cohort.id}/certificate`)).text).toContain('does not count any more')
    for (const typed of ['K7XM-2TWP-9RHA', 'nonsense', '%00']) expect((await check(typed)).text).toContain('We do not know this reference')
    const other = await signedInAs(await aCandidate(), app())
    expect((await other.get(`/cohorts/${cohort.id}/certificate`)).status).toBe(404)
  })
})

describe('before and after', () => {
  const rated = async (cohortId: string, name: string, before: string, after?: string, share = '') => {
    const person = await join(cohortId, name)
    const own = await signedInAs(person, app())
    expect((await submit(own, `/cohorts/${cohortId}/before`, { confidence: before, ...(share && { share }) })).status).toBe(303)
    if (after !== undefined)
      expect((await submit(own, `/cohorts/${cohortId}/after`, { confidence: after, ...(share && { share }) })).status).toBe(303)
    return person
  }

  it('is said, changed, left out, and the team sees averages of five people or more', async () => {
    const { cohort } = await aCourse({ atLeast: 1 })
    await held(cohort.id, 1, 1)
    const agent = await team()
    const averages = async () => (await agent.get(`/staff/cohorts/${cohort.id}/ratings`).expect(200)).text
    for (const n of [1, 2, 3, 4]) await rated(cohort.id, `Person ${String(n)}`, '2', '4')
    expect(await averages()).toContain('Nothing is shown until at least 5')
    const fifth = await rated(cohort.id, 'Fifth', '3', '5')
    expect(await averages()).toContain('5 people who answered both times')
    expect(await averages()).toContain('<td class="n">2.2</td><td class="n">4.2</td>')
    const own = await signedInAs(fifth, app())
    expect((await submit(own, `/cohorts/${cohort.id}/after`, { confidence: '' })).status).toBe(303)
    expect(await averages()).toContain('Before only, of 5 people')
    expect((await submit(own, `/cohorts/${cohort.id}/before`, { confidence: '6' })).status).toBe(422)
  })

  it('is the person’s own: the team reads it only where they share it, and it goes with them', async () => {
    const { cohort } = await aCourse({ atLeast: 1 })
    const person = await rated(cohort.id, 'Wren', '2')
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: person.id, endedAt: null } })
    const agent = await team()
    const page = async () => (await agent.get(`/staff/cohorts/${cohort.id}/members/${id}`).expect(200)).text
    expect(await page()).not.toContain('Before and after</h2>')
    const own = await signedInAs(person, app())
    await submit(own, `/cohorts/${cohort.id}/before`, { confidence: '2', share: 'yes' })
    expect(await page()).toContain('Before and after</h2>')
    await asOwner(`UPDATE candidates SET reference = 'erased-1' WHERE id = $1`, [person.id])
    expect(await db.selfRating.count({ where: { candidateId: person.id } })).toBe(0)
    expect(await db.ratingChoice.count({ where: { candidateId: person.id } })).toBe(0)
  })

  it('asks once by e-mail after the last workshop, and not whoever answered, skipped or left', async () => {
    const { cohort } = await aCourse({ atLeast: 1 })
    await held(cohort.id, 1, 1)
    const [asked, skipped] = [await join(cohort.id, 'Asked'), await join(cohort.id, 'Skipped')]
    await rated(cohort.id, 'Answered', '2', '3')
    await submit(await signedInAs(skipped, app()), `/cohorts/${cohort.id}/after`, {}, `/cohorts/${cohort.id}/after/skip`)
    await Promise.all([askAfterwards(), askAfterwards()])
    await askAfterwards()
    const sent = await db.email.findMany({ where: { kind: 'cohort.rateAfter', aboutId: cohort.id } })
    expect(sent.map(({ candidateId }) => candidateId)).toEqual([asked.id])
    const about = {
      emailId: '',
      accountId: null,
      candidateId: asked.id,
      aboutId: cohort.id,
      data: {},
      baseUrl: 'http://x',
      force: profileOf('cheshire'),
    }
    expect(await emailKinds['cohort.rateAfter']?.(about)).toMatchObject({ button: { href: `http://x/cohorts/${cohort.id}/after` } })
    await submit(await signedInAs(asked, app()), `/cohorts/${cohort.id}/after`, { confidence: '4' })
    expect(await emailKinds['cohort.rateAfter']?.(about)).toBeUndefined()
  })

  it('asks for skills in a programme of skills, and waits for the last workshop', async () => {
    const { cohort } = await aCourse({ atLeast: 1 }, 'skills')
    await aWorkshop({ cohortId: cohort.id })
    const person = await join(cohort.id, 'Wren')
    const own = await signedInAs(person, app())
    const page = await own.get(`/cohorts/${cohort.id}/before`).expect(200)
    for (const name of ['cvWriting', 'interview', 'digital']) expect(page.text).toContain(`name="${name}"`)
    expect(page.text).not.toContain('name="confidence"')
    expect((await own.get(`/cohorts/${cohort.id}/after`)).text).toContain('Not open just now')
    expect((await (await signedInAs(await aCandidate(), app())).get(`/cohorts/${cohort.id}/before`)).status).toBe(404)
  })
})
