import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anAccount, aWorkshop } from '../support/people.ts'
import { aDraftRationale, anApprovedRationale } from '../support/rationales.ts'

let lead: { id: string }
beforeAll(async () => {
  lead = await anAccount({ roles: ['lead'] })
})

const set = (id: string, data: object) => db.rationale.update({ where: { id }, data })
const approved = (approverId: string) => ({ state: 'approved', approverId, decidedAt: new Date() })

describe('the database itself', () => {
  it('lets nobody approve what they wrote or sent, nor anybody who is no lead', async () => {
    const author = await anAccount({ roles: ['lead'] })
    const coordinator = await anAccount()
    const { id } = await aDraftRationale({ authorId: author.id })
    const helper = await anAccount({ roles: ['lead'] })
    const change = { rationaleId: id, fromState: 'draft', toState: 'draft', byRole: 'lead', at: new Date() }
    await db.rationaleChange.create({ data: { ...change, what: 'edited', byId: helper.id } })
    await set(id, { state: 'submitted', submittedAt: new Date() })
    for (const who of [author, helper, coordinator]) await expect(set(id, approved(who.id))).rejects.toThrow()
    await expect(set(id, { state: 'approved' })).rejects.toThrow()
    await expect(set(id, approved(lead.id))).resolves.toMatchObject({ state: 'approved' })
  })

  it('keeps what was sent or approved as it is, and every version for the same group', async () => {
    const one = await anApprovedRationale()
    await expect(set(one.id, { evidence: 'Other' })).rejects.toThrow(/not changed any more/)
    await expect(set(one.id, { untilOn: new Date('2099-01-01T00:00:00Z') })).rejects.toThrow(/not changed any more/)
    await expect(set(one.id, { approverId: (await anAccount({ roles: ['lead'] })).id })).rejects.toThrow()
    await expect(set(one.id, { state: 'draft' })).rejects.toThrow(/cannot go/)
    await expect(aDraftRationale({ seriesId: one.seriesId, version: 2, groupKey: 'men', groupName: 'men' })).rejects.toThrow(/same group/)
    await aDraftRationale({ seriesId: one.seriesId, version: 2 })
    await expect(aDraftRationale({ seriesId: one.seriesId, version: 3 })).rejects.toThrow(/nique/)
  })

  it('begins no rationale as approved, forgets none, and rewrites no history', async () => {
    await expect(aDraftRationale({ state: 'approved', approverId: lead.id, decidedAt: new Date() })).rejects.toThrow()
    const { id } = await aDraftRationale()
    await expect(set(id, { state: 'withdrawn' })).rejects.toThrow()
    await expect(db.rationale.delete({ where: { id } })).rejects.toThrow()
    await expect(db.rationaleChange.deleteMany({ where: { rationaleId: id } })).rejects.toThrow()
    await expect(db.rationaleChange.updateMany({ where: { rationaleId: id }, data: { what: 'edited' } })).rejects.toThrow()
  })

  it('publishes nothing that is not open to all without a rationale that covers it', async () => {
    const draft = await aDraftRationale()
    const over = await anApprovedRationale({ fromOn: new Date('2020-01-01T00:00:00Z'), untilOn: new Date('2020-12-31T00:00:00Z') })
    const elsewhere = await anApprovedRationale({ routes: ['constable'] })
    for (const rationaleId of [null, draft.id, over.id, elsewhere.id])
      for (const openness of ['restricted', 'prioritised'])
        await expect(aWorkshop({ openness, rationaleId })).rejects.toThrow(/no approved rationale/)
    await expect(aWorkshop({ openness: 'restricted', rationaleId: elsewhere.id, routes: ['constable', 'staff'] })).rejects.toThrow()
    const held = await aWorkshop({ openness: 'restricted', rationaleId: elsewhere.id, routes: ['constable'] })
    expect(held.restricted).toBe(true)
    const plain = await aWorkshop()
    await expect(
      db.workshop.update({ where: { id: plain.id }, data: { openness: 'restricted', rationaleId: elsewhere.id } }),
    ).rejects.toThrow()
    await expect(db.workshop.update({ where: { id: held.id }, data: { openness: 'prioritised' } })).rejects.toThrow()
    const other = await anApprovedRationale()
    await expect(db.workshop.update({ where: { id: held.id }, data: { rationaleId: other.id } })).rejects.toThrow()
    await db.workshop.update({ where: { id: held.id }, data: { openness: 'all' } })
  })

  it('takes no label that gives the title or the group away, before or after publishing', async () => {
    const { id: rationaleId } = await anApprovedRationale({ groupKey: 'men', groupName: 'men' })
    const given = { openness: 'restricted', rationaleId, title: 'Into police staff' }
    for (const safeLabel of [' ', 'Into police staff', 'Workshop: into POLICE staff', 'Workshop for men'])
      await expect(aWorkshop({ ...given, safeLabel })).rejects.toThrow(/gives the title or the group away|safe_label/)
    const { id } = await aWorkshop({ ...given, safeLabel: 'Recruitment workshop' })
    await expect(db.workshop.update({ where: { id }, data: { safeLabel: 'For men' } })).rejects.toThrow()
    await expect(db.workshop.update({ where: { id }, data: { restricted: false } })).resolves.toMatchObject({ restricted: true })
  })
})
