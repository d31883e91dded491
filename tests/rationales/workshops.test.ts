import { afterAll, beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anAccount, aCandidate, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { anApprovedRationale } from '../support/rationales.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
type Agent = Awaited<ReturnType<typeof signedInAs>>
type Candidate = Awaited<ReturnType<typeof aCandidate>>
let asPriya: Agent

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'] }))
})
afterAll(() => {
  vi.useRealTimers()
})

const draft = {
  ...{ title: 'Into policing', safeLabel: 'Preparation workshop', how: 'inPerson', venue: 'Riverside Training Centre' },
  ...{ date: '10/2/2027', start: '6pm', end: '8pm', closes: '24', capacity: '2', openness: 'restricted' },
}
const saved = async (values: object) => {
  const answer = await submit(asPriya, '/staff/workshops/new', { ...draft, ...values })
  return { status: answer.status, text: answer.text, id: /workshops\/([0-9a-f-]{36})/.exec(answer.headers['location'] ?? '')?.[1] ?? '' }
}
const publish = (id: string) => submit(asPriya, `/staff/workshops/${id}/publish`, {})
const ask = async (who: Candidate, id: string, values: Record<string, string> = {}) =>
  submit(await signedInAs(who), `/workshops/${id}`, values, `/workshops/${id}/ask`)
const stateOf = async (who: Candidate, workshopId: string) =>
  (await db.place.findFirst({ where: { workshopId, candidateId: who.id }, orderBy: { arrival: 'desc' } }))?.state

describe('a workshop that is not open to all', () => {
  it('is not published without a rationale, with words that help, and is with one', async () => {
    const { id } = await saved({})
    const refused = await publish(id)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('rests on an approved rationale')
    const rationale = await anApprovedRationale({ routes: ['constable'] })
    const elsewhere = await submit(asPriya, `/staff/workshops/${id}/edit`, { ...draft, rationale: rationale.id })
    expect(elsewhere.status).toBe(422)
    expect(elsewhere.text).toContain('does not cover this workshop')
    const late = await submit(asPriya, `/staff/workshops/${id}/edit`, {
      ...draft,
      rationale: rationale.id,
      routes: 'constable',
      date: '10/2/2029',
    })
    expect(late.status).toBe(422)
    await submit(asPriya, `/staff/workshops/${id}/edit`, { ...draft, rationale: rationale.id, routes: 'constable' })
    expect((await publish(id)).headers['location']).toContain('notice=published')
    const { openness, restricted } = await db.workshop.findUniqueOrThrow({ where: { id } })
    expect({ openness, restricted }).toEqual({ openness: 'restricted', restricted: true })
  })

  it('needs a label that gives neither title nor group away, when published and when its words change', async () => {
    const rationale = await anApprovedRationale()
    for (const safeLabel of ['', 'Into policing', 'Insight for female applicants', 'Women’s workshop']) {
      const { id } = await saved({ rationale: rationale.id, safeLabel })
      const refused = await publish(id)
      expect({ safeLabel, status: refused.status }).toEqual({ safeLabel, status: 422 })
    }
    const { id } = await saved({ rationale: rationale.id })
    await publish(id)
    const words = await submit(asPriya, `/staff/workshops/${id}/words`, { title: 'Into policing', safeLabel: 'Into policing: practice' })
    expect(words.status).toBe(422)
    expect(words.text).toContain('say nothing of the title or the group')
  })

  it('asks the person’s own word in the words of the force, believes it, and keeps only that it was said', async () => {
    const rationale = await anApprovedRationale()
    const { id } = await aWorkshop({ openness: 'restricted', rationaleId: rationale.id, capacity: 3 })
    const bethan = await aCandidate()
    const page = await (await signedInAs(bethan)).get(`/workshops/${id}`)
    expect(page.text).toContain('This workshop is for women.')
    expect(page.text).toContain('That is me')
    const unsaid = await ask(bethan, id)
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('your word is enough')
    expect(await stateOf(bethan, id)).toBeUndefined()
    await ask(bethan, id, { stated: 'yes', sex: 'female', proof: 'a letter' })
    const place = await db.place.findFirstOrThrow({ where: { workshopId: id, candidateId: bethan.id } })
    expect({ state: place.state, stated: place.stated }).toEqual({ state: 'booked', stated: true })
    const events = JSON.stringify(await db.event.findMany({ where: { candidateId: bethan.id } }), (_k, v: unknown) =>
      typeof v === 'bigint' ? 0 : v,
    )
    expect(events).not.toMatch(/wom|stated|female/)
  })

  it('answers two people alike who differ only in what they told us about themselves', async () => {
    const rationale = await anApprovedRationale()
    const { id } = await aWorkshop({ openness: 'restricted', rationaleId: rationale.id, capacity: 9 })
    const facts = ['I am a woman, and a mother of two', 'I am a man']
    const answers = []
    for (const fact of facts) {
      const who = await aCandidate({ name: 'The same name', reference: `PA-${String(answers.length)}SAME` })
      await db.tailoringFact.create({ data: { candidateId: who.id, text: fact, updatedAt: frozen } })
      const before = await ask(who, id)
      const after = await ask(who, id, { stated: 'yes' })
      answers.push({ before: before.status, after: after.status, next: after.headers['location'], state: await stateOf(who, id) })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ before: 422, after: 303, state: 'booked' })
  })

  it('with a head start, puts those who said it first on the waiting list, and says so', async () => {
    const rationale = await anApprovedRationale()
    const { id } = await aWorkshop({ openness: 'prioritised', rationaleId: rationale.id, capacity: 1 })
    const people = await Promise.all([1, 2, 3].map(() => aCandidate()))
    const [first, second, third] = people as [Candidate, Candidate, Candidate]
    expect((await (await signedInAs(first)).get(`/workshops/${id}`)).text).toContain('come first on the waiting list')
    await ask(first, id)
    await ask(second, id)
    await ask(third, id, { stated: 'yes' })
    expect(await stateOf(first, id)).toBe('booked')
    const place = await db.place.findFirstOrThrow({ where: { workshopId: id, candidateId: first.id } })
    await submit(await signedInAs(first), `/workshops/${id}`, {}, `/places/${place.id}/cancel`)
    expect([await stateOf(second, id), await stateOf(third, id)]).toEqual(['waiting', 'offered'])
  })
})

test('once its rationale is withdrawn, everybody can ask, in the order of asking, and the page says that it is open to all', async () => {
  const rationale = await anApprovedRationale()
  const { id } = await aWorkshop({ openness: 'prioritised', rationaleId: rationale.id, capacity: 1 })
  const only = await aWorkshop({ openness: 'restricted', rationaleId: rationale.id, capacity: 1 })
  const people = await Promise.all([1, 2, 3].map(() => aCandidate()))
  const [first, second, third] = people as [Candidate, Candidate, Candidate]
  for (const [who, values] of [
    [first, {}],
    [second, {}],
    [third, { stated: 'yes' }],
  ] as const)
    await ask(who, id, values)
  await db.rationale.update({ where: { id: rationale.id }, data: { state: 'withdrawn', reason: 'Challenged', endedAt: frozen } })
  const page = await (await signedInAs(second)).get(`/workshops/${only.id}`)
  expect(page.text).toContain('This workshop is open to all.')
  expect(page.text).not.toContain('That is me')
  await ask(second, only.id)
  expect(await stateOf(second, only.id)).toBe('booked')
  const place = await db.place.findFirstOrThrow({ where: { workshopId: id, candidateId: first.id } })
  await submit(await signedInAs(first), `/workshops/${id}`, {}, `/places/${place.id}/cancel`)
  expect([await stateOf(second, id), await stateOf(third, id)]).toEqual(['offered', 'waiting'])
})
