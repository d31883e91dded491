import request from 'supertest'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signOutsideLink } from '../../src/core/links.ts'
import { sweepClaims } from '../../src/features/jobs/commands/reviews.ts'
import { findJobsWaiting } from '../../src/features/jobs/queries/waiting.ts'
import { aJob, OWNER } from '../support/jobs.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const app = anApp()
type Agent = Awaited<ReturnType<typeof signedInAs>>
let asPriya: Agent
let asSian: Agent
const team = async () => {
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
  asSian = await signedInAs(await anAccount({ roles: ['lead'], name: 'Sian Prosser' }))
}
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  await team()
})
afterAll(() => {
  vi.useRealTimers()
})

const profile = {
  ...{
    title: '',
    family: 'staff',
    routes: ['staff', 'pcso'],
    area: 'crewe',
    hours: 'Days and nights',
    about: 'You answer calls.',
    fixed: '',
  },
  ...{ change: '', ownerId: '', ...OWNER },
}
const claim = { kind: 'homeWorking', statement: 'Two days at home.', evidence: 'Six do it.', evidenceLink: '', ownerId: '', ...OWNER }
const location = (res: { headers: Record<string, unknown> }) => String(res.headers['location'])
const public_ = async (path: string) => (await request(app).get(path).expect(200)).text
const linkTo = async (aboutId: string) =>
  `/jobs/answer/${signOutsideLink((await db.outsideLink.findFirstOrThrow({ where: { aboutId, endedAt: null }, orderBy: { sentAt: 'desc' } })).id)}`
const outside = (path: string, values: object = {}) => request(app).post(path).type('form').send(values)
const waitingFor = async (what: RegExp) =>
  (await findJobsWaiting({ role: 'lead', accountId: '', name: '', roles: ['lead'] })).find((row) => what.test(row.what))

it('the team writes a job, another of it checks what is said, it is published, found by what matters, and kept version by version', async () => {
  const title = 'Call taker at Crewe'
  const made = location(await submit(asPriya, '/staff/jobs/new', { ...profile, title }))
  const at = made.replace('?notice=made', '')
  const id = at.split('/').at(-1) ?? ''
  expect((await submit(asPriya, at, {}, `${at}/publish`)).text).toContain('Nothing of it has been checked yet')
  const written = location(await submit(asPriya, `${at}/claims/new`, claim)).replace('?notice=written', '')
  const own = await submit(asPriya, written, { reviewOn: '14/1/2028' }, `${written}/check`)
  expect([own.status, own.text.includes('somebody else of the team checks them')]).toEqual([422, true])
  for (const reviewOn of ['14/1/2027', '15/1/2029', 'soon'])
    expect((await submit(asSian, written, { reviewOn }, `${written}/check`)).status).toBe(422)
  expect(location(await submit(asSian, written, { reviewOn: '14/1/2028' }, `${written}/check`))).toContain('notice=checked')
  expect((await request(app).get(`/jobs/${id}`)).status).toBe(404)
  expect(location(await submit(asSian, at, {}, `${at}/publish`))).toContain('notice=published')
  expect(await public_('/jobs?kind=homeWorking&route=pcso&area=crewe&family=staff')).toContain(title)
  expect(await public_('/jobs?kind=jobShare')).not.toContain(title)
  expect(await public_('/jobs?area=chester')).not.toContain(title)
  const page = await public_(`/jobs/${id}`)
  expect(page).toMatch(/Two days at home[\s\S]*Checked on <strong>14\s+January\s+2027[\s\S]*Looked at again by <strong>14\s+January\s+2028/)
  expect(page).toContain('Head of the contact centre')
  expect(page).not.toMatch(/Gwen|parry|Priya|Sian/)
  expect(await public_('/police-staff')).toContain(title)
  expect(await public_('/police-officer')).not.toContain(title)
  expect(await public_('/sitemap.xml')).toContain(`/jobs/${id}`)
  const edited = { ...profile, title, hours: 'Days alone', change: 'Nights have ended', basedOn: '1' }
  await submit(asPriya, `${at}/edit`, edited)
  expect((await submit(asPriya, `${at}/edit`, { ...edited, hours: 'Other', basedOn: '1' })).text).toContain('a newer version')
  expect(await db.jobVersion.findMany({ where: { jobId: id }, select: { number: true, hours: true }, orderBy: { number: 'asc' } })).toEqual(
    [
      { number: 1, hours: 'Days and nights' },
      { number: 2, hours: 'Days alone' },
    ],
  )
  expect((await asPriya.get(at).expect(200)).text).toMatch(/Version 2: <span dir="auto">Nights have ended[\s\S]*Days and nights/)
})

it('two jobs never have one name, no job says a thing of one kind twice, and an owner is a real address or a supporter who is here', async () => {
  const { title, id } = await aJob({ title: 'Twice named' })
  expect((await submit(asPriya, '/staff/jobs/new', { ...profile, title: title.toUpperCase() })).text).toContain('Another job has this name')
  const at = `/staff/jobs/${id}/claims/new`
  expect((await submit(asPriya, at, { ...claim, kind: 'partTime' })).text).toContain('something of that kind already')
  expect((await submit(asPriya, at, { ...claim, ownerEmail: 'no address', ownerName: '' })).status).toBe(422)
  expect((await submit(asPriya, at, { ...claim, evidenceLink: 'http://plain.example' })).text).toContain('begins with https://')
  const helen = await aSupporter({ name: 'Helen Marsh' })
  const made = await submit(asPriya, at, { ...claim, ownerId: helen.id, ownerName: '', ownerTitle: '', ownerEmail: '' })
  expect(location(made)).toContain('notice=written')
  expect(await db.jobClaim.findFirst({ where: { jobId: id, kind: 'homeWorking' } })).toMatchObject({
    ...{ ownerName: 'Helen Marsh', ownerAccountId: helen.id, ownerEmail: helen.account.email },
  })
})

it('new words are checked again before anybody reads them, another owner is not, and what is withdrawn can be taken back', async () => {
  const job = await aJob({}, { writtenById: (await anAccount()).id })
  const at = `/staff/jobs/${job.id}/claims/${job.claim.id}`
  const same = { ...claim, kind: 'partTime', statement: 'From 18 hours a week.', evidence: 'Nine do it now.' }
  expect((await submit(asPriya, `${at}/edit`, same)).text).toContain('That is what it says already')
  expect(location(await submit(asPriya, `${at}/edit`, { ...same, ownerName: 'Somebody New' }))).toContain('notice=handed')
  expect(await public_(`/jobs/${job.id}`)).toContain('From 18 hours')
  expect(location(await submit(asPriya, `${at}/edit`, { ...same, statement: 'From 16 hours a week.' }))).toContain('notice=changed')
  expect(await public_(`/jobs/${job.id}`)).not.toMatch(/From 1[68] hours/)
  expect((await waitingFor(/second person/))?.count).toBeGreaterThan(0)
  expect((await asPriya.get('/staff/jobs/claims?show=draft').expect(200)).text).toContain('From 16 hours')
  expect((await submit(asSian, at, { reason: '' }, `${at}/withdraw`)).status).toBe(422)
  await submit(asSian, at, { reason: 'Not any more' }, `${at}/withdraw`)
  expect((await asSian.get(`/staff/jobs/${job.id}`).expect(200)).text).toContain('Not any more')
  expect(location(await submit(asSian, at, {}, `${at}/restore`))).toContain('notice=restored')
  const steps = await db.jobClaimStep.findMany({ where: { claimId: job.claim.id }, orderBy: { id: 'asc' } })
  expect(steps.map(({ toState }) => toState)).toEqual(['draft', 'checked', 'checked', 'draft', 'withdrawn', 'draft'])
})

it('an owner is written to before and on the day, once each; they answer from outside, and the team settles it', async () => {
  const title = 'Due in March'
  const job = await aJob({ title }, { reviewDay: '2027-03-01', writtenById: (await anAccount()).id })
  const letters = () => db.email.count({ where: { kind: 'job.review', address: OWNER.ownerEmail, aboutId: { in: ids } } })
  let ids: string[] = []
  const sweep = async (on: string) => {
    vi.setSystemTime(new Date(`${on}T08:00:00Z`))
    await sweepClaims()
    await sweepClaims()
    ids = (await db.outsideLink.findMany({ where: { aboutId: job.claim.id } })).map(({ id }) => id)
    return letters()
  }
  expect(await sweep('2027-01-29')).toBe(0)
  expect(await sweep('2027-01-30')).toBe(1)
  expect(await sweep('2027-03-01')).toBe(2)
  expect(await db.jobClaim.findUnique({ where: { id: job.claim.id } })).toMatchObject({ state: 'due' })
  const page = await public_(`/jobs/${job.id}`)
  expect(page).toMatch(/Being checked again[\s\S]*Was to be looked at again by 1\s+March\s+2027, and has not been yet/)
  expect(await sweep('2027-03-15')).toBe(3)
  const at = await linkTo(job.claim.id)
  expect((await request(app).get(at).expect(200)).text).not.toContain(title)
  expect((await outside(at).expect(200)).text).toMatch(new RegExp(`${title}[\\s\\S]*From 18 hours a week`))
  expect((await outside(`${at}/review`, { answer: 'changed', words: '' })).status).toBe(422)
  expect((await outside(`${at}/review`, { answer: 'changed', words: 'Now from 20 hours' }).expect(200)).text).toContain(
    'You said: it has changed',
  )
  expect((await outside(`${at}/review`, { answer: 'noLonger', words: 'Second thoughts' })).status).toBe(422)
  expect(await sweep('2027-03-22')).toBe(3)
  await team()
  const staff = `/staff/jobs/${job.id}/claims/${job.claim.id}`
  expect((await asSian.get('/staff/jobs/claims?show=answered').expect(200)).text).toContain(title)
  expect((await asSian.get(staff).expect(200)).text).toMatch(/The owner says: it has changed[\s\S]*Now from 20 hours/)
  expect((await submit(asSian, staff, {}, `${staff}/ask`)).text).toContain('The owner has answered already')
  expect(location(await submit(asSian, staff, { reviewOn: '1/3/2028' }, `${staff}/check`))).toContain('notice=checked')
  expect((await outside(at)).status).toBe(404)
  expect(await public_(`/jobs/${job.id}`)).toMatch(/Looked at again by <strong>1\s+March\s+2028/)
})

it('what is three months overdue is hidden from everybody outside the team, and counted', async () => {
  const job = await aJob({ title: 'Long forgotten' }, { reviewDay: '2027-02-01' })
  vi.setSystemTime(new Date('2027-04-30T10:00:00Z'))
  expect(await public_(`/jobs/${job.id}`)).toContain('Being checked again')
  vi.setSystemTime(new Date('2027-05-01T10:00:00Z'))
  await team()
  expect(await public_(`/jobs/${job.id}`)).toMatch(/Nothing confirmed just now[\s\S]*too old to rely on/)
  expect(await public_('/police-staff')).not.toContain('Long forgotten')
  expect(await public_('/jobs?kind=partTime')).not.toContain('Long forgotten')
  const file = (await asPriya.get('/staff/jobs/file?q=Long+forgotten').expect(200)).text
  expect(file).toMatch(/Long forgotten.*,0,0,0,1,0,1\r\n$/)
  expect((await asPriya.get('/staff/jobs/claims?show=hidden').expect(200)).text).toContain('Long forgotten')
})

it('a candidate asks, the owner answers from outside without learning who, and the candidate reads it and gets a letter', async () => {
  const job = await aJob()
  const zed = await aCandidate({ name: 'Zebedee Quillfeather' })
  const asZed = await signedInAs(zed)
  const ask = `/jobs/${job.id}/ask`
  const question = { kind: 'question', claimId: job.claim.id, words: 'Could it be 16 hours?' }
  expect((await request(app).get(ask)).headers['location']).toContain('/sign-in')
  for (const words of ['I am Zebedee Quillfeather', 'Ring 01632 960 177', ''])
    expect((await submit(asZed, ask, { ...question, words })).status).toBe(422)
  expect(location(await submit(asZed, ask, question))).toBe('/my/job-questions?notice=asked')
  const { id } = await db.jobQuestion.findFirstOrThrow({ where: { candidateId: zed.id } })
  const at = await linkTo(id)
  const opened = (await outside(at).expect(200)).text
  expect(opened).toMatch(/Could it be 16 hours\?/)
  const staffPage = (await asPriya.get(`/staff/jobs/questions/${id}`).expect(200)).text
  const list = (await asPriya.get('/staff/jobs/questions').expect(200)).text
  for (const text of [opened, staffPage, list, (await asPriya.get('/staff/jobs/questions/file').expect(200)).text])
    expect(text).not.toMatch(/Zebedee|Quillfeather|PA-/)
  expect(staffPage).toMatch(/Opened 14\s+January/)
  expect((await outside(`${at}/question`, { answer: '' })).status).toBe(422)
  expect((await outside(`${at}/question`, { answer: 'Yes, from April.' }).expect(200)).text).toContain('It is answered')
  expect((await outside(`${at}/question`, { answer: 'No.' })).status).toBe(422)
  expect((await asZed.get('/my/job-questions').expect(200)).text).toMatch(/Could it be 16 hours[\s\S]*Yes, from April\./)
  expect(await db.email.count({ where: { candidateId: zed.id, kind: 'job.answered' } })).toBe(1)
  expect(await db.event.count({ where: { candidateId: zed.id, name: { startsWith: 'jobQuestion' } } })).toBe(0)
  expect(await db.look.count({ where: { candidateId: zed.id } })).toBe(0)
})

it('after ten working days a question is overdue; the team takes it over, answers, publishes it reworded, and takes it off again', async () => {
  const job = await aJob({ title: 'Asked about' })
  const zed = await aCandidate({ name: 'Zebedee Quillfeather' })
  const asZed = await signedInAs(zed)
  await submit(asZed, `/jobs/${job.id}/ask`, { kind: 'suggestion', claimId: '', words: 'A lift to the second floor would help me.' })
  const { id } = await db.jobQuestion.findFirstOrThrow({ where: { candidateId: zed.id } })
  const at = await linkTo(id)
  vi.setSystemTime(new Date('2027-01-28T09:59:00Z'))
  const before = (await waitingFor(/without an answer in time/))?.count ?? 0
  vi.setSystemTime(new Date('2027-01-28T10:00:00Z'))
  expect((await waitingFor(/without an answer in time/))?.count).toBeGreaterThan(before)
  await team()
  expect((await asSian.get('/staff/jobs/questions?show=overdue').expect(200)).text).toContain('A lift to the second floor')
  const staff = `/staff/jobs/questions/${id}`
  expect((await submit(asSian, staff, { answer: 'Soon' }, `${staff}/answer`)).status).toBe(422)
  await submit(asSian, staff, {}, `${staff}/take-over`)
  expect((await outside(at)).status).toBe(404)
  await submit(asSian, staff, {}, `${staff}/give-back`)
  expect((await outside(await linkTo(id)).expect(200)).text).toContain('A lift to the second floor')
  await submit(asSian, staff, {}, `${staff}/take-over`)
  expect((await submit(asSian, staff, { question: 'Lift?', answer: 'Yes' }, `${staff}/publish`)).status).toBe(422)
  expect(location(await submit(asSian, staff, { answer: 'It is being built.' }, `${staff}/answer`))).toContain('notice=answered')
  const named = await submit(asSian, staff, { question: 'Zebedee Quillfeather asks', answer: 'Yes' }, `${staff}/publish`)
  expect([named.status, named.text.includes('Take out the name')]).toEqual([422, true])
  await submit(asSian, staff, { question: 'Is there a lift?', answer: 'From summer on.' }, `${staff}/publish`)
  const page = await public_(`/jobs/${job.id}`)
  expect(page).toMatch(/Is there a lift\?[\s\S]*From summer on\./)
  expect(page).not.toMatch(/second floor|being built|Zebedee/)
  await submit(asSian, staff, {}, `${staff}/unpublish`)
  expect(await public_(`/jobs/${job.id}`)).not.toContain('Is there a lift?')
})

it('whoever asked takes it back, nobody else can; five wait at a time, and only about jobs that are published', async () => {
  const job = await aJob()
  const [zed, other] = [await aCandidate(), await aCandidate()]
  const [asZed, asOther] = [await signedInAs(zed), await signedInAs(other)]
  const ask = { kind: 'question', claimId: '', words: 'May I?' }
  for (let n = 0; n < 5; n += 1) expect((await submit(asZed, `/jobs/${job.id}/ask`, ask)).status).toBe(303)
  expect((await submit(asZed, `/jobs/${job.id}/ask`, ask)).text).toContain('You have 5 questions that wait')
  const { id } = await db.jobQuestion.findFirstOrThrow({ where: { candidateId: zed.id } })
  const at = await linkTo(id)
  expect((await submit(asOther, '/my/job-questions', {}, `/my/job-questions/${id}/withdraw`)).status).toBe(404)
  expect(location(await submit(asZed, '/my/job-questions', {}, `/my/job-questions/${id}/withdraw`))).toContain('notice=withdrawn')
  expect((await outside(at)).status).toBe(404)
  const staff = `/staff/jobs/${job.id}`
  expect((await asPriya.get(`${staff}/retire`).expect(200)).text).toContain('4 questions wait')
  await submit(asPriya, `${staff}/retire`, {})
  expect((await asOther.get(`/jobs/${job.id}/ask`)).status).toBe(404)
  expect((await request(app).get(`/jobs/${job.id}`)).status).toBe(404)
})

it('the list of jobs and its file hold the same ones, safe for a spreadsheet', async () => {
  await aJob({ title: '=cmd()', about: 'Zyzzyva' })
  expect((await asPriya.get('/staff/jobs?q=Zyzzyva').expect(200)).text).toContain('1 job found')
  const file = (await asPriya.get('/staff/jobs/file?q=Zyzzyva').expect(200)).text
  expect(file.trim().split('\r\n')).toHaveLength(2)
  expect(file).toContain("'=cmd()")
  for (const [list, of] of [
    ['claims?show=all', 'claims/file?show=all'],
    ['questions?show=all', 'questions/file?show=all'],
  ]) {
    const total = /pa-pagehead__meta"><span>(\d+) /.exec((await asPriya.get(`/staff/jobs/${list ?? ''}`).expect(200)).text)?.[1]
    const rows = (await asPriya.get(`/staff/jobs/${of ?? ''}`).expect(200)).text.trim().split('\r\n')
    expect(rows).toHaveLength(Number(total) + 1)
  }
})
