import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { requestEmails } from '../../src/features/requests/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const hampshire = profileOf('hampshire')
const nameOf = (kind: string) => hampshire.support.find((each) => each.kind === kind)?.name
const letter = (kind: string, aboutId: string | null) =>
  requestEmails[kind]?.({
    ...{ emailId: '', accountId: null, candidateId: null, aboutId, data: {} },
    ...{ baseUrl: 'http://localhost', force: hampshire },
  })

type Overrides = Parameters<typeof aRequest>[1]
const aRequestIn = async (state: string, overrides: Overrides = {}) => {
  const [{ id }, owner] = await Promise.all([aCandidate({ name: 'Amara Okafor' }), anAccount({ name: 'Priya Nair' })])
  const reason = state === 'notOffered' ? 'noCapacity' : state === 'withdrawn' ? 'notNow' : null
  const reviewOn = state === 'paused' ? new Date('2027-03-01T00:00:00Z') : null
  return aRequest(id, { kind: 'buddy', state, ownerId: owner.id, reason, reviewOn, ...overrides })
}
const hope = (requestId: string) =>
  db.requestOutcome.create({ data: { requestId, position: 1, code: 'belong', byRole: 'candidate', addedAt: new Date() } })

it('says no with the reason and what next, under a subject that a family member could read', async () => {
  const { id } = await aRequestIn('notOffered', { words: 'Ask again in May' })
  await db.requestAlternative.create({ data: { requestId: id, kind: 'coaching' } })
  const told = await letter('request.notOffered', id)
  expect(told?.facts).toContainEqual({ label: 'Why', value: 'Nobody is free to give it in the months ahead' })
  expect(told?.facts).toContainEqual({ label: 'From the team', value: 'Ask again in May' })
  expect(told?.facts).toContainEqual({ label: 'Instead', value: nameOf('coaching') })
  expect(told?.after?.join(' ')).toContain('you can ask for this again')
  expect(told?.button?.href).toBe(`http://localhost/my/support/${id}`)
})

it('gives the team’s own words where no reason of the list fits', async () => {
  const told = await letter(
    'request.notOffered',
    (await aRequestIn('notOffered', { reason: 'other', words: 'The scheme is being rewritten' })).id,
  )
  expect(told?.facts).toContainEqual({ label: 'Why', value: 'The scheme is being rewritten' })
})

it('says yes with what was asked for, who arranges it, and what happens next', async () => {
  const told = await letter('request.accepted', (await aRequestIn('accepted', { words: 'Helen rings you' })).id)
  expect(told?.greeting).toBe('Hello Amara Okafor,')
  expect(told?.facts).toEqual([
    { label: 'You asked for', value: nameOf('buddy') },
    { label: 'What happens next', value: 'Helen rings you' },
  ])
  expect(told?.paragraphs.join(' ')).toContain('Priya is arranging it')
  expect(told?.paragraphs.join(' ')).toContain('what you hope to get from it')
})

it('says until when it is on hold', async () => {
  const told = await letter('request.paused', (await aRequestIn('paused')).id)
  expect(told?.facts).toContainEqual({ label: 'We look at it again on', value: '1\u00a0March\u00a02027' })
})

describe('how it went', () => {
  it('is asked of whoever hoped for something, at the end', async () => {
    const { id } = await aRequestIn('completed')
    expect((await letter('request.completed', id))?.button?.text).toBe('See my request')
    await hope(id)
    expect((await letter('request.completed', id))?.button?.text).toBe('Say how it went')
  })
  it('is asked of whoever gave up what had begun, and not of what never did', async () => {
    const never = await aRequestIn('withdrawn')
    const begun = await aRequestIn('withdrawn', { beganAt: new Date() })
    await Promise.all([hope(never.id), hope(begun.id)])
    expect((await letter('request.withdrawn', never.id))?.button?.text).toBe('See my request')
    expect((await letter('request.withdrawn', begun.id))?.button?.text).toBe('Say how it went')
  })
})

it('takes back a letter that was a mistake', async () => {
  const { id } = await aRequestIn('requested')
  expect(await letter('request.putBack', id)).toBeUndefined()
  await db.supportRequestChange.create({
    data: { requestId: id, fromState: 'notOffered', toState: 'requested', reason: 'mistake', byRole: 'coordinator', at: new Date() },
  })
  const told = await letter('request.putBack', id)
  expect(told?.facts).toContainEqual({ label: 'It stands at', value: 'We are looking' })
})

it('says nothing that is no longer true, and names no kind of support in a subject', async () => {
  const kinds = ['accepted', 'underway', 'paused', 'completed', 'withdrawn', 'notOffered']
  for (const state of kinds) {
    const { id } = await aRequestIn(state)
    for (const kind of kinds) {
      const told = await letter(`request.${kind}`, id)
      expect(told === undefined).toBe(kind !== state)
      expect(told?.subject ?? '').not.toMatch(/buddy|positive action|support/i)
    }
  }
  for (const kind of kinds) expect(await letter(`request.${kind}`, null)).toBeUndefined()
})
