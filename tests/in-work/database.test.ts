import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { createApp } from '../../src/app.ts'
import { blankForm } from '../../src/core/form.ts'
import { decideOffer, offerEvents, offerSides, offerStates } from '../../src/features/inWork/rules/offers.ts'
import { decideWish, wishEvents, wishSides, wishStates } from '../../src/features/inWork/rules/progress.ts'
import { profileOf } from '../../src/forces/find.ts'
import { asOwner } from '../support/database.ts'
import { aCandidate, anAccount, anApp, asActor } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const AT = new Date('2027-03-01T10:00:00Z')
const steps = async (name: string, from: string, to: string) =>
  (await asOwner<{ ok: boolean }>(`SELECT ${name}($1, $2) AS ok`, [from, to]))[0]?.ok

it('the database lets an offer and a wish take the steps of the rules, and no other', async () => {
  const offers = { untilOn: '2027-06-01', whats: ['coaching'], taken: [] as string[] }
  for (const from of offerStates)
    for (const to of offerStates.filter((state) => state !== from)) {
      const ways = offerEvents.flatMap((event) =>
        offerSides.map((side) =>
          decideOffer({ ...offers, state: from }, event, side, {
            today: event === 'expire' ? '2027-06-01' : '2027-05-01',
            what: 'coaching',
          }),
        ),
      )
      const rules = ways.some((way) => way.ok && way.state === to)
      expect([from, to, await steps('support_offer_step', from, to)]).toEqual([from, to, rules])
    }
  for (const from of wishStates)
    for (const to of wishStates.filter((state) => state !== from)) {
      const ways = wishEvents.flatMap((event) => wishSides.map((side) => decideWish({ state: from, another: false }, event, side)))
      const rules = ways.some((way) => way.ok && way.state === to)
      expect([from, to, await steps('progress_wish_step', from, to)]).toEqual([from, to, rules])
    }
})

const aWish = (candidateId: string, given = {}) =>
  db.progressWish.create({
    data: { candidateId, kind: 'promotion', wantedAt: AT, dueAt: AT, changedAt: AT, changedByRole: 'candidate', ...given },
  })
const anOffer = async (candidateId: string) => {
  const deferred = {
    candidateId,
    route: 'constable',
    stage: 'sift',
    state: 'deferred',
    source: 'coordinator',
    happenedOn: AT,
    recordedAt: AT,
  }
  await db.stageRecord.create({ data: { ...deferred, until: new Date('2027-06-01') }, select: { id: true } })
  return db.supportOffer.findFirstOrThrow({ where: { candidateId } })
}
const moved = (state: string, changedAt = AT) => ({ state, changedAt, changedByRole: 'candidate' })

it('holds what an offer was made of, its last day, and that taking takes something', async () => {
  const { id: candidateId } = await aCandidate()
  const { id } = await anOffer(candidateId)
  const update = (data: object) => db.supportOffer.update({ where: { id }, data, select: { id: true } })
  await expect(update(moved('taken'))).rejects.toThrow('nothing of this offer was taken')
  await expect(update(moved('expired'))).rejects.toThrow('expires on its last day')
  await expect(update(moved('declined', new Date('2027-06-01T10:00:00Z')))).rejects.toThrow('expires on its last day')
  const take = (what: string, takenAt = AT) => db.supportOfferTake.create({ data: { offerId: id, what, takenAt } })
  await expect(take('insight')).rejects.toThrow('this is not offered now')
  await expect(take('coaching', new Date('2027-06-02T10:00:00Z'))).rejects.toThrow('this is not offered now')
  await update(moved('declined'))
  await expect(take('coaching')).rejects.toThrow('this is not offered now')
  await expect(update(moved('expired', new Date('2027-06-02T10:00:00Z')))).rejects.toThrow('does not become expired')
})

it('holds one living wish of a kind, its steps, and what was said', async () => {
  const { id: candidateId } = await aCandidate()
  const { id } = await aWish(candidateId)
  await expect(aWish(candidateId)).rejects.toThrow()
  await expect(db.progressWish.update({ where: { id }, data: moved('done') })).rejects.toThrow('does not become done')
  await expect(db.progressWish.update({ where: { id }, data: moved('arranged') })).rejects.toThrow()
  const said = { candidateId, kind: 'leaving', reason: 'study', source: 'candidate', saidAt: AT }
  await expect(db.workReason.create({ data: { ...said, reader: 'counted', words: 'why' } })).rejects.toThrow('work_reasons_counted')
  const { id: reasonId } = await db.workReason.create({ data: { ...said, reader: 'team' }, select: { id: true } })
  await expect(asOwner(`UPDATE work_reasons SET reason = 'other' WHERE id = $1`, [reasonId])).rejects.toThrow('stays as it was')
})

it('leaves nothing of whoever is erased', async () => {
  const { id: candidateId } = await aCandidate()
  await anOffer(candidateId)
  await aWish(candidateId)
  await db.workReason.create({ data: { candidateId, kind: 'leaving', reason: 'study', source: 'candidate', saidAt: AT, reader: 'team' } })
  await asOwner(`UPDATE candidates SET reference = $2 WHERE id = $1`, [candidateId, `erased-${randomUUID()}`])
  const where = { candidateId }
  expect([await db.supportOffer.count({ where }), await db.progressWish.count({ where }), await db.workReason.count({ where })]).toEqual([
    0, 0, 0,
  ])
})

it('begins a request for support in work that is accepted after something was arranged', async () => {
  const owner = await anAccount()
  const { id: candidateId } = await aCandidate({ ownerId: owner.id })
  const { id } = await aWish(candidateId)
  await db.progressWish.update({ where: { id }, data: { ...moved('arranged'), arranged: 'Ann rings you.' } })
  const request = await aRequest(candidateId, { kind: 'inwork', state: 'accepted', ownerId: owner.id, answeredAt: AT })
  const [begun] = await asOwner<{ ok: boolean }>(`SELECT begin_accepted_request($1, $2) AS ok`, [request.id, new Date()])
  expect([begun?.ok, (await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).state]).toEqual([true, 'underway'])
  for (const kind of ['adjustments', 'barrier', 'networks']) {
    const other = await aRequest(candidateId, { kind, state: 'accepted', ownerId: owner.id, answeredAt: AT })
    expect(await asOwner(`SELECT begin_accepted_request($1, $2) AS ok`, [other.id, new Date()])).toEqual([{ ok: false }])
  }
})

it('tells the truth where support ends with the application', async () => {
  const person = await aCandidate()
  const app: ReturnType<typeof createApp> = anApp()
  const force = { ...profileOf('cheshire'), supportRunsTo: 'application' }
  const page = await new Promise<string>((resolve, reject) => {
    const locals = {
      runs: false,
      standing: { startedOn: AT },
      offer: null,
      form: blankForm(),
      force,
      actor: asActor(person),
      url: '/my/work',
      csrfToken: () => '',
    }
    app.render('in-work/not-yet', locals, (error: Error | null, html: string) => {
      if (error) reject(error)
      else resolve(html)
    })
  })
  expect(page).toContain('Our support ends with the application')
})
