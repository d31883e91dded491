import { beforeAll, expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anAccount, anApp, signedInAs, submit } from '../support/people.ts'

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const aTeam = async () => ({ agent: await signedInAs(await anAccount(), app) })
const letter = { name: 'Welcome', purpose: 'service', subject: 'Welcome', body: 'Hello {firstName}' }
const idIn = (location: string | undefined) => /templates\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? ''

it('keeps every version, and shows them', async () => {
  const { agent } = await aTeam()
  const id = idIn((await submit(agent, '/staff/templates/new', letter)).headers['location'])
  const page = `/staff/templates/${id}`
  await submit(agent, page, { ...letter, body: 'Hi {firstName}', seen: '1' })
  await submit(agent, page, { ...letter, body: 'Hi {firstName}', seen: '2' })
  const versions = await db.messageTemplateVersion.findMany({ where: { templateId: id }, orderBy: { number: 'asc' } })
  expect(versions.map(({ number, body }) => [number, body])).toEqual([
    [1, 'Hello {firstName}'],
    [2, 'Hi {firstName}'],
  ])
  const stale = await submit(agent, page, { ...letter, body: 'Mine', seen: '1' })
  expect([stale.status, stale.text]).toEqual([422, expect.stringContaining('Somebody has changed this template')])
  expect(stale.text).toContain('Mine')
})

it('puts a template away and takes it out again, but not beside one of the same name', async () => {
  const { agent } = await aTeam()
  const named = { ...letter, name: 'Only one' }
  const id = idIn((await submit(agent, '/staff/templates/new', named)).headers['location'])
  const taken = await submit(agent, '/staff/templates/new', { ...named, name: 'ONLY one' })
  expect([taken.status, taken.text]).toEqual([422, expect.stringContaining('Another template in use has this name')])
  await submit(agent, `/staff/templates/${id}`, { archive: 'yes' }, `/staff/templates/${id}/archive`)
  expect((await agent.get('/staff/templates')).text).not.toContain('Only one')
  expect((await agent.get('/staff/templates?show=archived')).text).toContain('Only one')
  await submit(agent, '/staff/templates/new', named)
  expect((await submit(agent, `/staff/templates/${id}`, { archive: 'no' }, `/staff/templates/${id}/archive`)).status).toBe(422)
})

it('turns away what is no letter, in words, with what was chosen', async () => {
  const { agent } = await aTeam()
  const without = await submit(
    agent,
    '/staff/mailings/new?route=constable',
    { template: '', audience: 'route=constable' },
    '/staff/mailings/new',
  )
  expect([without.status, without.text]).toEqual([422, expect.stringContaining('Choose the template to send')])
  expect(without.text).toMatch(/<option value="constable" selected/)
  const unknown = await submit(agent, '/staff/templates/new', {
    name: 'x',
    purpose: 'news',
    subject: 'Hello {firstName}',
    body: 'Hello {fristName}',
  })
  expect(unknown.status).toBe(422)
  expect(unknown.text).toContain('{fristName} is not something we can fill in')
  expect(unknown.text).toContain('a subject names nobody')
  const preview = await submit(agent, '/staff/templates/new', {
    name: 'x',
    purpose: 'news',
    subject: 'Hello',
    body: 'Dear {firstName}',
    then: 'preview',
  })
  expect([preview.status, preview.text]).toEqual([200, expect.stringContaining('Dear Alex')])
  expect(await db.messageTemplate.count({ where: { name: 'x' } })).toBe(0)
})
