import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const list = '/my/role-models'
let amara: Awaited<ReturnType<typeof aCandidate>>
let asAmara: Awaited<ReturnType<typeof signedInAs>>

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  amara = await aCandidate({ adult: true })
  asAmara = await signedInAs({ accountId: amara.accountId })
})
afterAll(() => {
  vi.useRealTimers()
})

let number = 0
/** Somebody who agreed to be in the directory, by a first name of their own. */
async function aRoleModel(given: Parameters<typeof aSupporter>[0] = {}) {
  number += 1
  const first = `Firstname${String(number)}x`
  const model = await aSupporter({ name: `${first} Surnameson`, kinds: ['roleModel'], ...given })
  const consent = { purpose: 'directory', version: '1', wording: 'Show me.', givenAt: frozen }
  await db.supporterConsent.create({ data: { supporterId: model.id, ...consent } })
  return { ...model, first }
}
const shown = async (query = '') => (await asAmara.get(`${list}${query}`).expect(200)).text
const ask = (id: string) => submit(asAmara, `${list}/${id}`, {}, `${list}/${id}/ask`)

it('shows a first name and what was agreed to be shown, and no more', async () => {
  const { id, first, account } = await aRoleModel({ about: 'Ask me about shifts.' })
  const share = (code: string, shownTo: string) =>
    db.supporterExperience.create({ data: { supporterId: id, code, shownTo, updatedAt: frozen } })
  await share('carer', 'directory')
  await share('faith', 'paired')
  for (const text of [await shown(), (await asAmara.get(`${list}/${id}`).expect(200)).text]) {
    expect(text).toContain(first)
    expect(text).toContain('Ask me about shifts.')
    expect(text).not.toMatch(new RegExp(`Surnameson|${account.email}`))
  }
  const one = (await asAmara.get(`${list}/${id}`)).text
  expect(one).toContain('Caring for somebody')
  expect(one).not.toContain('Faith in daily life')
  expect(await shown('?experience=carer')).toContain(first)
  expect(await shown('?experience=faith')).not.toContain(first)
})

it.each([
  ['does not offer it', { kinds: ['buddy'] }],
  ['is not approved', { state: 'declined' }],
  ['is away', { awayUntil: new Date('2027-01-14') }],
  ['has lapsed training', { trainedUntil: new Date('2027-01-13') }],
  ['is suspended', { suspendedAt: new Date('2027-01-13') }],
])('leaves out who %s, as if they were not there', async (_why, given) => {
  const { id, first } = await aRoleModel(given)
  expect(await shown()).not.toContain(first)
  await asAmara.get(`${list}/${id}`).expect(404)
  expect((await submit(asAmara, list, {}, `${list}/${id}/ask`)).status).toBe(404)
})

it('leaves out who took their yes back, and somebody who is the reader', async () => {
  const { id, first } = await aRoleModel()
  expect(await shown()).toContain(first)
  await db.supporterConsent.updateMany({ where: { supporterId: id, purpose: 'directory' }, data: { withdrawnAt: frozen } })
  expect(await shown()).not.toContain(first)
  const self = await aRoleModel()
  await db.candidate.update({ where: { id: amara.id }, data: { accountId: self.id } })
  const asSelf = await signedInAs({ accountId: self.id })
  await asSelf.get(`${list}/${self.id}`).expect(403)
})

it('asks for one conversation: the supporter is asked, and the support request comes with it', async () => {
  const { id, first } = await aRoleModel()
  expect((await ask(id)).headers['location']).toBe(`${list}?notice=asked`)
  const pairing = await db.pairing.findFirstOrThrow({ where: { supporterId: id, candidateId: amara.id } })
  expect(pairing).toMatchObject({ kind: 'roleModel', state: 'proposedToSupporter', candidateAgreedAt: frozen })
  const request = await db.supportRequest.findFirstOrThrow({ where: { candidateId: amara.id } })
  expect([request.kind, pairing.requestId]).toEqual(['roleModel', request.id])
  expect((await asAmara.get(`${list}/${id}`)).text).toContain(`You have asked ${first}`)
  expect((await ask(id)).text).toContain('You have asked this person already')
})

it('asks no more than two at a time, and leaves nothing behind where it cannot ask', async () => {
  const full = await aRoleModel({ capacity: 1 })
  await aPairing({ supporterId: full.id, kind: 'roleModel' })
  expect((await asAmara.get(`${list}/${full.id}`)).text).toContain('no time just now')
  expect((await ask(full.id)).status).toBe(422)
  expect(await db.supportRequest.count({ where: { candidateId: amara.id } })).toBe(0)
  for (let n = 0; n < 2; n += 1) expect((await ask((await aRoleModel()).id)).status).toBe(303)
  expect((await ask((await aRoleModel()).id)).text).toContain('two role models already')
  expect(await db.pairing.count({ where: { candidateId: amara.id } })).toBe(2)
})

it('lets somebody under 18 read, and ask once the safeguards are there', async () => {
  const { id, first } = await aRoleModel()
  await db.candidate.update({ where: { id: amara.id }, data: { adult: false } })
  expect(await shown()).toContain(first)
  expect((await asAmara.get(`${list}/${id}`)).text).not.toContain('Ask for a conversation')
  expect((await ask(id)).status).toBe(422)
  expect(await db.pairing.count({ where: { candidateId: amara.id } })).toBe(0)
})
