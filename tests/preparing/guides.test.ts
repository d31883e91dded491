import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lead } from '../../src/core/access.ts'
import { nagAboutGuides, reviewGuide, saveGuide } from '../../src/features/preparing/commands/guides.ts'
import { starterFor } from '../../src/features/preparing/rules/starters.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const force = profileOf('cheshire')
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const aLead = async (): Promise<Lead> => {
  const { id, name } = await anAccount({ roles: ['lead'], name: 'Sian Prosser' })
  return { role: 'lead', accountId: id, name, roles: ['lead'] }
}

describe('a page about a stage', () => {
  it('is for everybody, says how old it is, and is changed by the team with a preview, versions and a way back', async () => {
    const visitor = await signedInAs(await aCandidate(), app)
    const before = await visitor.get('/prepare/detective/onlineAssessment').expect(200)
    expect(before.text).toMatch(/Written 22.November.2026/)
    await visitor.get('/prepare/staff/sift').expect(404)
    const lead = await aLead()
    const agent = await signedInAs({ id: lead.accountId }, app, 'lead')
    const at = '/staff/guides/constable.onlineAssessment'
    const words = { ...starterFor('constable', { id: 'onlineAssessment', prepare: '' }), lasts: 'Two <b>hours</b>' }
    const given = { ...words, change: 'Shorter now', basedOn: '0', reviewed: 'yes' }
    const preview = await submit(agent, `${at}/edit`, { ...given, step: 'preview' })
    expect([preview.status, preview.text]).toEqual([200, expect.stringContaining('Two &lt;b&gt;hours&lt;/b&gt;')])
    expect((await visitor.get('/prepare/detective/onlineAssessment')).text).not.toContain('Two &lt;b&gt;')
    expect((await submit(agent, `${at}/edit`, { ...given, step: 'save' })).status).toBe(303)
    const after = await visitor.get('/prepare/detective/onlineAssessment')
    expect(after.text).toContain('Two &lt;b&gt;hours&lt;/b&gt;')
    expect(after.text).toMatch(/Last reviewed 1.March.2027/)
    expect(after.text).not.toContain('Sian Prosser')
    expect((await submit(agent, `${at}/edit`, { ...given, lasts: 'Three', step: 'save' })).status).toBe(422)
    expect((await submit(agent, `${at}/versions/0`, { basedOn: '1' }, `${at}/versions/0/restore`)).status).toBe(303)
    expect((await visitor.get('/prepare/detective/onlineAssessment')).text).not.toContain('Two &lt;b&gt;')
    expect((await agent.get(at)).text).toContain('Back to version 0')
  })

  it('nags once a month while any is overdue, says so on its page, and falls silent once somebody has looked', async () => {
    const lead = await aLead()
    vi.setSystemTime(new Date('2027-06-01T09:00:00Z'))
    expect(await nagAboutGuides(force)).toBeGreaterThan(0)
    expect(await nagAboutGuides(force)).toBe(0)
    const visitor = await signedInAs(await aCandidate(), app)
    expect((await visitor.get('/prepare/pcso/application')).text).toContain('should have been looked over by')
    const agent = await signedInAs({ id: lead.accountId }, app, 'lead')
    expect((await agent.get('/staff/guides?show=overdue&route=pcso')).text).toContain('6 pages')
    expect(await reviewGuide(lead, force, 'pcso.application', 0)).toEqual({ ok: true })
    expect((await agent.get('/staff/guides?show=overdue&route=pcso')).text).toContain('5 pages')
    expect((await visitor.get('/prepare/pcso/application')).text).not.toContain('should have been')
    vi.setSystemTime(new Date('2027-07-01T09:00:00Z'))
    expect(await nagAboutGuides(force)).toBeGreaterThan(0)
  })

  it('is not overwritten by whoever began before another saved', async () => {
    const lead = await aLead()
    const words = { ...starterFor('pcso', { id: 'medical', prepare: '' }), lasts: 'An hour' }
    const save = (lasts: string) =>
      saveGuide(lead, force, 'pcso.medical', { words: { ...words, lasts }, change: 'c', basedOn: 0, reviewed: false })
    const both = await Promise.all([save('One hour'), save('Two hours')])
    expect(both.map((decision) => decision?.ok).sort()).toEqual([false, true])
    expect(await reviewGuide(lead, force, 'pcso.medical', 0)).toEqual({ ok: false, reason: 'newer' })
  })
})
