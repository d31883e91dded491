import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { sendBatch, sendNext } from '../../src/features/mailings/commands/mailings.ts'
import { standings, statesOf } from '../../src/features/mailings/rules/audience.ts'
import { attendanceStates, endedStates, liveStates } from '../../src/features/programmes/rules/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, aWorkshop, submit } from '../support/people.ts'
import { team, words } from '../support/register.ts'

const force = profileOf('cheshire')
const noon = new Date('2027-01-15T12:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: noon }))
afterEach(() => vi.useRealTimers())

/** A workshop held yesterday, with one person in each of these states, and somebody whom no e-mail reaches. */
async function heldWith(states: readonly string[]) {
  const startsAt = new Date('2027-01-14T18:00:00Z')
  const workshop = await aWorkshop({ startsAt, state: 'held', heldAt: startsAt, capacity: 50 })
  const people = []
  for (const [i, state] of states.entries()) {
    const candidate = await aCandidate({ name: `Somebody ${String(i)}` })
    await db.place.create({ data: { workshopId: workshop.id, candidateId: candidate.id, arrival: i + 1, askedAt: startsAt, state } })
    people.push(candidate)
  }
  return { workshop, people, address: `/staff/workshops/${workshop.id}/write` }
}
const own = { template: '', subject: 'About yesterday', body: 'Hello {firstName},\n\nthank you for coming.' }

describe('a letter to people of a workshop', () => {
  it('goes to those chosen and nobody else, each a letter of its own, with the exact number before and each outcome after', async () => {
    const held = await heldWith(['attended', 'attendedLate', 'leftEarly', 'attended', 'absent', 'booked'])
    const [, , , unreachable] = held.people
    await db.candidate.update({ where: { id: unreachable?.id ?? '' }, data: { accountId: null } })
    const agent = await team()
    expect(words((await agent.get(held.address)).text)).toContain('Came (4)')
    const drafted = await submit(agent, held.address, { ...own, standing: 'came' })
    const address = drafted.headers['location'] ?? ''
    expect(address).toMatch(/^\/staff\/mailings\//)
    const dry = words((await agent.get(address)).text)
    expect(dry).toContain('3 people would get it')
    expect(dry).toContain('Has no account with a confirmed e-mail address (1)')
    expect(dry).toContain('Hello Alex,')
    expect(await db.email.count({ where: { kind: 'mailing.service', aboutId: address.split('/').at(-1) ?? '' } })).toBe(0)
    expect((await submit(agent, address, { seen: '3' }, `${address}/confirm`)).status).toBe(303)
    const id = address.split('/').at(-1) ?? ''
    // A run that is killed after one letter, then two at once: each letter is asked for once
    await sendNext(id)
    await Promise.all([sendBatch(id), sendBatch(id)])
    const emails = await db.email.findMany({ where: { kind: 'mailing.service', aboutId: id } })
    expect(emails.map(({ candidateId }) => candidateId).sort()).toEqual(
      held.people
        .slice(0, 3)
        .map((person) => person.id)
        .sort(),
    )
    const first = await db.email.findFirstOrThrow({ where: { kind: 'mailing.service', aboutId: id } })
    const about = {
      ...first,
      emailId: first.id,
      data: {},
      baseUrl: 'https://portal.example',
      force,
    }
    const letter = await emailKinds['mailing.service']?.(about)
    expect(letter).toMatchObject({ subject: 'About yesterday', paragraphs: ['Hello Somebody,', 'thank you for coming.'] })
    for (const { account } of held.people) expect(JSON.stringify(letter)).not.toContain(account?.email ?? '-')
    const after = words((await agent.get(address)).text)
    expect(after).toContain('Left out')
    expect((await agent.get(held.address)).text).toContain('About yesterday')
  })

  it('takes a template too, and says what is missing or would name somebody in a subject', async () => {
    const held = await heldWith(['booked'])
    const template = await db.messageTemplate.create({ data: { name: 'What to bring next', createdAt: noon } })
    const version = { templateId: template.id, number: 1, purpose: 'service', subject: 'Next time', body: 'Bring a pen.', at: noon }
    await db.messageTemplateVersion.create({ data: version })
    const agent = await team()
    expect((await submit(agent, held.address, { standing: 'booked', template: template.id, subject: '', body: '' })).status).toBe(303)
    for (const wrong of [
      { standing: 'friends' },
      { subject: '' },
      { body: ' ' },
      { subject: 'For {name}' },
      { body: '{colour}' },
      { template: 'x' },
    ])
      expect([wrong, (await submit(agent, held.address, { ...own, standing: 'booked', ...wrong })).status]).toEqual([wrong, 422])
    expect(await db.mailing.count({ where: { filter: { path: ['workshop'], equals: held.workshop.id } } })).toBe(1)
  })

  it('reaches by each choice its own states, all by the last, and nobody who gave their place back', () => {
    const each = standings.filter((standing) => standing !== 'all').flatMap((standing) => statesOf(standing))
    expect(new Set(each).size).toBe(each.length)
    expect([...each, 'workshopCancelled'].sort()).toEqual([...statesOf('all')].sort())
    expect([...liveStates, ...attendanceStates].every((state) => each.includes(state))).toBe(true)
    expect(endedStates.filter((state) => each.includes(state))).toEqual([])
  })
})
