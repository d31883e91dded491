import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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

const letter = (kind: string, aboutId: string | null) =>
  requestEmails[kind]?.({
    ...{ emailId: '', accountId: null, candidateId: null, aboutId, data: {} },
    ...{ baseUrl: 'http://localhost', force: profileOf('hampshire') },
  })

const aRequestIn = async (state: string) => {
  const [{ id }, owner] = await Promise.all([aCandidate({ name: 'Amara Okafor' }), anAccount()])
  return aRequest(id, { kind: 'buddy', state, ownerId: owner.id, reason: state === 'notOffered' ? 'noCapacity' : null })
}

it('says no with the reason and what next, under a subject that a family member could read', async () => {
  const { id } = await aRequestIn('notOffered')
  const told = await letter('request.notOffered', id)
  expect(told?.subject).not.toMatch(/buddy|positive action|support/i)
  expect(told?.facts).toContainEqual({ label: 'Why', value: 'Nobody is free to give it in the months ahead' })
  expect(told?.after?.join(' ')).toContain('you can ask for this again')
  expect(told?.button?.href).toBe(`http://localhost/my/support/${id}`)
})

it('says yes with what was asked for, in the force’s own name for it', async () => {
  const told = await letter('request.accepted', (await aRequestIn('accepted')).id)
  expect(told?.greeting).toBe('Hello Amara Okafor,')
  expect(told?.facts?.[0]?.value).toBe(profileOf('hampshire').support.find(({ kind }) => kind === 'buddy')?.name)
})

it('says nothing that is no longer true', async () => {
  const { id } = await aRequestIn('underway')
  for (const about of [id, null])
    for (const kind of ['request.accepted', 'request.notOffered']) expect(await letter(kind, about)).toBeUndefined()
})
