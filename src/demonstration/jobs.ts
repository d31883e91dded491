import { dayAfter, daysAfter, londonDay, startOfDay, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { demoJobs, type DemoClaim, type DemoJob } from './job-profiles.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; staff: Map<string, string> }
type Team = { force: ForceProfile; now: Date; writer: string; checker: string }

const YEAR = 365
const asDay = (day: string) => new Date(`${day}T00:00:00Z`)

/** Jobs that are published, with claims fresh, due, too old to be shown and not checked yet; and what people asked about them. */
export async function addJobs(tx: Tx, { force, now, people, staff }: World): Promise<void> {
  const team = { force, now, writer: staff.get('Priya Nair') ?? '', checker: staff.get('Sian Prosser') ?? '' }
  const ids = new Map<string, string>()
  for (const job of demoJobs) ids.set(job.title, await addJob(tx, job, team))
  await addReviews(tx, now, ids)
  await addQuestions(tx, { now, people, ids, teamId: team.writer })
}

async function addJob(tx: Tx, job: DemoJob, { force, now, writer, checker }: Team): Promise<string> {
  const { title, family, routes, area, hours, about, fixed, claims } = job
  const [ownerName, ownerTitle] = job.owner
  const owner = { ownerName, ownerTitle, ownerEmail: `${ownerName.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@${force.id}.example` }
  const made = daysAfter(now, -520)
  const known = force.routes.filter(({ id }) => routes.includes(id)).map(({ id }) => id)
  const place = area === undefined ? '' : (force.areas[area]?.id ?? '')
  const { id } = await tx.jobProfile.create({
    data: {
      ...{ title, family, routes: known, area: place, hours, about, fixed, ...owner, change: 'First version' },
      ...{ madeAt: made, changedAt: made, changedById: writer },
    },
    select: { id: true },
  })
  for (const claim of claims) await addClaim(tx, { jobId: id, claim, owner }, { now, writer, checker })
  const publishedAt = daysAfter(now, -400)
  await tx.jobProfile.update({ where: { id }, data: { state: 'published', publishedAt, changedAt: publishedAt, changedById: checker } })
  return id
}

type Owner = { ownerName: string; ownerTitle: string; ownerEmail: string }
type Given = { jobId: string; claim: DemoClaim; owner: Owner }

async function addClaim(tx: Tx, { jobId, claim, owner }: Given, { now, writer, checker }: Omit<Team, 'force'>): Promise<void> {
  const { ago, ...words } = claim
  const writtenAt = daysAfter(now, -(ago ?? 1) - 2)
  const by = { changedById: writer, changedByRole: 'coordinator' }
  const data = { jobId, ...words, ...owner, writtenAt, writtenById: writer, changedAt: writtenAt, ...by }
  const { id } = await tx.jobClaim.create({ data, select: { id: true } })
  if (ago === undefined) return
  const checkedAt = daysAfter(now, -ago)
  const reviewDay = dayAfter(londonDay(checkedAt), YEAR)
  const checked = { state: 'checked', checkedOn: asDay(londonDay(checkedAt)), checkedById: checker, reviewOn: asDay(reviewDay) }
  await tx.jobClaim.update({ where: { id }, data: { ...checked, changedAt: checkedAt, changedById: checker, changedByRole: 'lead' } })
  if (reviewDay > londonDay(now)) return
  const dueAt = startOfDay(reviewDay)
  await tx.jobClaim.update({ where: { id }, data: { state: 'due', changedAt: dueAt, changedById: null, changedByRole: 'system' } })
}

/** One owner has answered, and waits for the team; another was asked and has not. */
async function addReviews(tx: Tx, now: Date, ids: Map<string, string>): Promise<void> {
  const claimOf = async (title: string, kind: string) =>
    (await tx.jobClaim.findFirst({ where: { jobId: ids.get(title) ?? '', kind }, select: { id: true } }))?.id ?? ''
  const answered = {
    ...{
      claimId: await claimOf('Crime scene investigator', 'flexibleHours'),
      askedAt: daysAfter(now, -23),
      answeredAt: daysAfter(now, -2),
    },
    ...{ answer: 'changed', words: 'Since the summer it is between 7am and 9:30am.' },
  }
  await tx.jobReview.create({ data: answered, select: { id: true } })
  const asked = { claimId: await claimOf('Response officer', 'faithRoom'), askedAt: daysAfter(now, -14) }
  await tx.jobReview.create({ data: asked, select: { id: true } })
}

type Asked = {
  who: string
  title: string
  about?: string
  kind: 'question' | 'suggestion'
  words: string
  ago: number
  answer?: [words: string, after: number]
}

const asked: Asked[] = [
  {
    ...{ who: 'Amara Okafor', title: 'Response officer', about: 'partTime', kind: 'question', ago: 21 },
    words: 'Could I begin the tutor period with fewer hours too, or only after it?',
    answer: [
      'The tutor period is full time so that it does not last a year. You can ask for it to begin in school holidays or after them.',
      6,
    ],
  },
  {
    ...{ who: 'Amara Okafor', title: 'Neighbourhood officer', about: 'flexibleHours', kind: 'question', ago: 3 },
    words: 'Can the two shifts I plan myself both be early ones?',
  },
  {
    ...{ who: 'Ines Carvalho', title: 'Control room operator', about: 'equipment', kind: 'suggestion', ago: 24 },
    words: 'It would help me if the calls could be shown as text while somebody speaks.',
  },
]

type Questions = { now: Date; people: Map<string, string>; ids: Map<string, string>; teamId: string }

async function addQuestions(tx: Tx, { now, people, ids, teamId }: Questions): Promise<void> {
  for (const { who, title, about, kind, words, ago, answer } of asked) {
    const [candidateId, jobId] = [people.get(who) ?? '', ids.get(title) ?? '']
    const askedAt = daysAfter(now, -ago)
    const claim = about === undefined ? null : await tx.jobClaim.findFirst({ where: { jobId, kind: about }, select: { id: true } })
    const data = { jobId, candidateId, claimId: claim?.id ?? null, kind, words, askedAt, dueAt: workingDaysAfter(askedAt, 10) }
    const { id } = await tx.jobQuestion.create({ data: { ...data, changedAt: askedAt, changedByRole: 'candidate' }, select: { id: true } })
    if (answer === undefined) continue
    const answeredAt = daysAfter(askedAt, answer[1])
    const said = { state: 'answered', answer: answer[0], answeredAt, answeredBy: 'owner', changedAt: answeredAt, changedByRole: 'owner' }
    await tx.jobQuestion.update({ where: { id }, data: said })
    const published = {
      question: 'Can the first months be part time?',
      answer: 'The months with a tutor are full time. When they begin can be agreed.',
    }
    await tx.jobAnswer.create({
      data: { jobId, questionId: id, ...published, publishedAt: daysAfter(answeredAt, 1), publishedById: teamId },
      select: { id: true },
    })
  }
}
