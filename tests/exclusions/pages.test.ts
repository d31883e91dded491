import { describe, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { aDeclaration, excludedBy } from '../support/exclusions.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const said = { name: 'Dan Hughes', relation: 'relationship' }
const stateOf = async (id: string) => (await db.pairing.findUniqueOrThrow({ where: { id } })).state
const coordinator = async () => signedInAs(await anAccount({ roles: ['coordinator'] }))
const lead = async () => signedInAs(await anAccount({ roles: ['lead'] }))
const only = (where: object) => db.exclusionDeclaration.findFirstOrThrow({ where })
/** A page without what differs for any two visitors. */
const bare = (html: string) => html.replaceAll(/name="_csrf" value="[^"]*"/g, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')

describe('a candidate', () => {
  it('names somebody, sees what they typed, and takes it back', async () => {
    const candidate = await aCandidate({ adult: true })
    const agent = await signedInAs(candidate)
    const answer = await submit(agent, '/my/exclusions/new', { ...said, email: 'dan@people.example', until: '' })
    expect(answer.headers['location']).toBe('/my/exclusions?notice=declared')
    const page = await agent.get('/my/exclusions').expect(200)
    expect(page.text).toContain('Dan Hughes')
    const { id } = await only({ candidateId: candidate.id })
    await submit(agent, `/my/exclusions/${id}`, {})
    expect((await agent.get('/my/exclusions')).text).not.toContain('Dan Hughes')
  })

  it('is told what is missing, and keeps what they typed', async () => {
    const agent = await signedInAs(await aCandidate())
    const answer = await submit(agent, '/my/exclusions/new', { name: 'Dan Hughes', email: 'nonsense', until: 'one day' })
    expect(answer.status).toBe(422)
    for (const words of ['Choose what fits best', 'Enter an e-mail address', 'Enter a date', 'value="Dan Hughes"'])
      expect(answer.text).toContain(words)
  })

  it('reads the same whether or not the person is here, linked or not', async () => {
    const here = await aSupporter({ name: 'Dan Hughes', email: 'dan.hughes@people.example' })
    const pages = []
    for (const email of ['dan.hughes@people.example', 'nobody.here@people.example']) {
      const candidate = await aCandidate({ name: 'Ada Vale', adult: true })
      const agent = await signedInAs(candidate)
      const answer = await submit(agent, '/my/exclusions/new', { ...said, email })
      if (email.startsWith('dan')) {
        const { id } = await only({ candidateId: candidate.id })
        await submit(await coordinator(), `/staff/exclusions/${id}`, { person: here.id }, `/staff/exclusions/${id}/link`)
        expect(await excludedBy({ candidateId: candidate.id, supporterId: here.id })).toHaveLength(1)
      }
      const page = await agent.get('/my/exclusions')
      pages.push([answer.status, answer.headers['location'], bare(page.text).replace(email, 'EMAIL')])
    }
    expect(pages[0]).toEqual(pages[1])
  })

  it('cannot guess all day', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    for (let i = 0; i < 10; i += 1) await aDeclaration({ candidateId: candidate.id }, { typedName: `Somebody ${String(i)}` })
    const answer = await submit(agent, '/my/exclusions/new', said)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('That is a lot in one day')
  })

  it('keeps away from somebody they are paired with, by one button and without a reason', async () => {
    const candidate = await aCandidate({ adult: true })
    const supporter = await aSupporter({ name: 'Amira Khan' })
    const { id } = await aPairing({ candidateId: candidate.id, supporterId: supporter.id })
    const agent = await signedInAs(candidate)
    await submit(agent, `/my/pairings/${id}/block`, {})
    expect(await stateOf(id)).toBe('paused')
    const page = await agent.get('/my/exclusions')
    expect(page.text).toContain('Amira')
    expect(page.text).not.toContain('Khan')
    const theirs = await (await signedInAs(supporter.account)).get('/supporting/declarations')
    expect(theirs.text).not.toContain(candidate.name.split(' ')[0])
  })

  it('learns nothing by it of a pairing that has not begun, or is not theirs', async () => {
    const candidate = await aCandidate({ adult: true })
    const waiting = await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' })
    const other = await aPairing()
    const agent = await signedInAs(candidate)
    for (const { id } of [waiting, other]) await agent.get(`/my/pairings/${id}/block`).expect(404)
  })

  it('opens nobody else’s', async () => {
    const supporter = await aSupporter()
    const candidate = await aCandidate({ adult: true })
    const { id } = await aDeclaration({ candidateId: candidate.id, supporterId: supporter.id }, { madeBy: 'supporter' })
    await (await signedInAs(candidate)).get(`/my/exclusions/${id}`).expect(404)
  })
})

describe('a supporter', () => {
  it('names a part in choosing people, and one person they interview', async () => {
    const supporter = await aSupporter()
    const agent = await signedInAs(supporter.account)
    await submit(agent, '/supporting/declarations/duty', { duty: 'interview', route: 'pcso', until: '' })
    await submit(agent, '/supporting/declarations/new', { name: 'Jo Bell', relation: 'interview' })
    const page = await agent.get('/supporting/declarations').expect(200)
    for (const words of ['Interviewing candidates', 'Jo Bell']) expect(page.text).toContain(words)
    const { id } = await db.selectionDuty.findFirstOrThrow({ where: { supporterId: supporter.id } })
    await submit(agent, '/supporting/declarations', {}, `/supporting/declarations/duty/${id}/end`)
    expect((await agent.get('/supporting/declarations')).text).toContain('You have named none')
  })

  it('who serves in professional standards is matched with nobody', async () => {
    const supporter = await aSupporter()
    const { id } = await aPairing({ supporterId: supporter.id })
    const agent = await signedInAs(supporter.account)
    await submit(agent, '/supporting/declarations/duty', { duty: 'professionalStandards', route: 'pcso' })
    expect(await stateOf(id)).toBe('paused')
  })
})

describe('the team', () => {
  it('sees what waits, leaves it open, and gets it back when somebody comes who may be meant', async () => {
    const candidate = await aCandidate({ name: 'Orla Finch', adult: true })
    const { id } = await aDeclaration({ candidateId: candidate.id }, { typedName: 'Tomasz Zielinski', kind: 'block' })
    const agent = await coordinator()
    expect((await agent.get('/staff/exclusions')).text).toContain('Orla Finch')
    await submit(agent, `/staff/exclusions/${id}`, {}, `/staff/exclusions/${id}/leave-open`)
    expect((await agent.get('/staff/exclusions')).text).not.toContain('Orla Finch')
    await aSupporter({ name: 'Tomasz Zieliński', volunteeredAt: new Date(now().getTime() + 1000) })
    expect((await agent.get('/staff/exclusions')).text).toContain('Orla Finch')
    expect((await agent.get(`/staff/exclusions/${id}`)).text).toContain('Tomasz Zieliński')
  })

  it('links somebody by their address, sees it in the history, and takes the link off', async () => {
    const candidate = await aCandidate({ adult: true })
    const supporter = await aSupporter({ email: 'linked.person@people.example' })
    const pair = { candidateId: candidate.id, supporterId: supporter.id }
    const { id: pairing } = await aPairing(pair)
    const { id } = await aDeclaration({ candidateId: candidate.id }, { typedName: 'My sergeant' })
    const agent = await coordinator()
    const none = await submit(agent, `/staff/exclusions/${id}`, { person: 'typed', typed: 'No One' }, `/staff/exclusions/${id}/link`)
    expect(none.status).toBe(422)
    await submit(
      agent,
      `/staff/exclusions/${id}`,
      { person: 'typed', typed: 'linked.person@people.example' },
      `/staff/exclusions/${id}/link`,
    )
    expect(await stateOf(pairing)).toBe('paused')
    expect((await agent.get(`/staff/exclusions/${id}`)).text).toContain('Linked to a person')
    await submit(agent, `/staff/exclusions/${id}`, {}, `/staff/exclusions/${id}/unlink`)
    expect(await excludedBy(pair)).toEqual([])
  })

  it('keeps two people apart itself, and ends it with a reason', async () => {
    const candidate = await aCandidate({ adult: true })
    const supporter = await aSupporter({ email: 'apart@people.example' })
    const agent = await coordinator()
    const both = {
      candidate: candidate.reference.toLowerCase(),
      supporter: 'apart@people.example',
      relation: 'lineManagement',
      until: '1/2/2027',
    }
    const made = await submit(agent, '/staff/exclusions/new', both)
    const at = String(made.headers['location']).split('?')[0] ?? ''
    expect(await excludedBy({ candidateId: candidate.id, supporterId: supporter.id })).toHaveLength(1)
    await submit(agent, at, { why: 'notSo' }, `${at}/end`)
    expect(await excludedBy({ candidateId: candidate.id, supporterId: supporter.id })).toEqual([])
  })

  it('ends a block only because whoever set it asked', async () => {
    const supporter = await aSupporter()
    const { candidateId } = await aPairing({ supporterId: supporter.id })
    const { id } = await aDeclaration({ candidateId, supporterId: supporter.id }, { kind: 'block', madeBy: 'supporter' })
    const agent = await coordinator()
    const refused = await submit(agent, `/staff/exclusions/${id}`, { why: 'over' }, `/staff/exclusions/${id}/end`)
    expect(refused.status).toBe(422)
    await submit(agent, `/staff/exclusions/${id}`, { why: 'asked' }, `/staff/exclusions/${id}/end`)
    expect((await only({ id })).endedWhy).toBe('asked')
  })

  it('never reads what was said about oneself, or may be', async () => {
    const both = await anAccount({ roles: ['coordinator', 'supporter'], name: 'Rowan Achterberg', email: 'rowan@people.example' })
    await db.supporter.upsert({
      where: { accountId: both.id },
      create: { accountId: both.id, volunteeredAt: now(), changedAt: now() },
      update: {},
    })
    const candidate = await aCandidate({ name: 'Petra Quill', adult: true })
    const linked = await aDeclaration({ candidateId: candidate.id, supporterId: both.id }, { kind: 'block' })
    const typed = await aDeclaration({ candidateId: candidate.id }, { typedName: 'Rowan Achterberg', kind: 'block' })
    const agent = await signedInAs(both, undefined, 'coordinator')
    expect((await agent.get('/staff/exclusions?show=all')).text).not.toContain('Petra Quill')
    for (const { id } of [linked, typed]) await agent.get(`/staff/exclusions/${id}`).expect(404)
    expect((await agent.get(`/staff/candidates/${candidate.id}/exclusions`)).text).toContain('Nothing.')
    await (await coordinator()).get(`/staff/exclusions/${typed.id}`).expect(200)
  })

  it('records safeguards for somebody under 18, and ends them', async () => {
    const candidate = await aCandidate({ adult: false })
    const pair = { candidateId: candidate.id, supporterId: (await aSupporter()).id }
    const agent = await coordinator()
    const page = `/staff/candidates/${candidate.id}/exclusions`
    const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(now())
    const inMay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(new Date(now().getTime() + 180 * 86_400_000))
    const values = {
      checkWhat: 'Spoke with school',
      checkBy: 'Sam Ngata',
      checkOn: today,
      guardianName: 'Ros Vale',
      guardianHow: 'call',
      guardianOn: today,
    }
    const refused = await submit(agent, page, { ...values, untilOn: '1/1/2099' }, `${page}/safeguards`)
    expect(refused.text).toContain('Check again within a year')
    await submit(agent, page, { ...values, untilOn: inMay }, `${page}/safeguards`)
    expect(await excludedBy(pair)).toEqual([])
    expect((await agent.get(page)).text).toContain('Ros Vale')
    await submit(agent, page, {}, `${page}/safeguards/end`)
    expect(await excludedBy(pair)).toEqual([{ reason: 'underage', private: false }])
  })

  it('shows a standing to the lead alone', async () => {
    const supporter = await aSupporter()
    const { id } = await aPairing({ supporterId: supporter.id })
    const page = `/staff/supporters/${supporter.id}/exclusions`
    const head = await lead()
    await submit(head, page, { standing: 'investigation' }, `${page}/standings`)
    expect(await stateOf(id)).toBe('paused')
    expect((await head.get(page)).text).toContain('Under investigation')
    const other = await coordinator()
    expect((await other.get(page).expect(200)).text).not.toMatch(/investigation|Standing/)
    await submit(other, page, { standing: 'restricted' }, `${page}/standings`).then(({ status }) => {
      expect(status).toBe(403)
    })
    const { id: standing } = await db.supporterStanding.findFirstOrThrow({ where: { supporterId: supporter.id } })
    await submit(head, page, {}, `${page}/standings/${standing}/end`)
    expect(await excludedBy({ candidateId: (await aCandidate({ adult: true })).id, supporterId: supporter.id })).toEqual([])
  })
})
