import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { outsideLinksOf } from '../../outside/queries.ts'
import type { QuestionShow, QuestionsQuery } from '../forms/questions.ts'
import { questionEventsFor, type QuestionState } from '../rules/questions.ts'

export const QUESTIONS_A_PAGE = 25

/** One condition behind the list, its total, its file and what waits. Whoever has left asked nothing. */
function whereOf({ show, kind }: { show: QuestionShow; kind?: QuestionsQuery['kind'] }): Prisma.JobQuestionWhereInput {
  const shows: Record<QuestionShow, Prisma.JobQuestionWhereInput> = {
    waiting: { state: { in: ['asked', 'takenOver'] } },
    overdue: { state: { in: ['asked', 'takenOver'] }, dueAt: { lte: now() } },
    takenOver: { state: 'takenOver' },
    answered: { state: 'answered' },
    all: {},
  }
  return { ...shows[show], ...(kind !== undefined && { kind }), candidate: { closedAt: null } }
}

export const countQuestions = (_actor: Team, show: QuestionShow): Promise<number> => db.jobQuestion.count({ where: whereOf({ show }) })

export async function oldestQuestion(_actor: Team, show: QuestionShow): Promise<Date | undefined> {
  const { _min } = await db.jobQuestion.aggregate({ where: whereOf({ show }), _min: { dueAt: true } })
  return _min.dueAt ?? undefined
}

/** Everything of a question but who asked it: the team need not know. */
const shown = {
  ...{ id: true, kind: true, words: true, state: true, askedAt: true, dueAt: true, answer: true, answeredAt: true, answeredBy: true },
  job: { select: { id: true, title: true, state: true, ownerName: true, ownerTitle: true } },
  claim: { select: { id: true, kind: true, state: true, ownerName: true, ownerTitle: true } },
  published: { where: { endedAt: null }, select: { id: true, question: true, answer: true, publishedAt: true } },
} as const
type Shown = Prisma.JobQuestionGetPayload<{ select: typeof shown }>

const withOwner = ({ job, claim, ...rest }: Shown) => {
  const { ownerName, ownerTitle } = claim === null || claim.state === 'withdrawn' ? job : claim
  return { ...rest, job, claim, ownerName, ownerTitle, isOverdue: ['asked', 'takenOver'].includes(rest.state) && rest.dueAt <= now() }
}
export type ListedQuestion = ReturnType<typeof withOwner>

const orderOf = (show: QuestionShow): Prisma.JobQuestionOrderByWithRelationInput[] =>
  show === 'answered' || show === 'all' ? [{ askedAt: 'desc' }, { id: 'desc' }] : [{ dueAt: 'asc' }, { id: 'asc' }]

/** One page of questions and suggestions, those that wait longest first. */
export async function listQuestions(actor: Team, { page, ...filter }: QuestionsQuery) {
  const where = whereOf(filter)
  const window = { skip: (page - 1) * QUESTIONS_A_PAGE, take: QUESTIONS_A_PAGE }
  const [total, rows, waiting, overdue, takenOver] = await Promise.all([
    db.jobQuestion.count({ where }),
    db.jobQuestion.findMany({ where, orderBy: orderOf(filter.show), ...window, select: shown }),
    countQuestions(actor, 'waiting'),
    countQuestions(actor, 'overdue'),
    countQuestions(actor, 'takenOver'),
  ])
  const counts = new Map<string, number>(Object.entries({ waiting, overdue, takenOver }))
  return { total, counts, rows: rows.map(withOwner), pages: Math.max(1, Math.ceil(total / QUESTIONS_A_PAGE)) }
}

const MOST_IN_FILE = 10_000
export const listQuestionsForFile = async (_actor: Team, filter: Omit<QuestionsQuery, 'page'>): Promise<ListedQuestion[]> =>
  (await db.jobQuestion.findMany({ where: whereOf(filter), orderBy: orderOf(filter.show), take: MOST_IN_FILE, select: shown })).map(
    withOwner,
  )

/** One question for the team, its steps, the letters to its owner, and what can be done now. */
export async function findQuestion(_actor: Team, id: string) {
  const question = await db.jobQuestion.findFirst({
    where: { id, candidate: { closedAt: null } },
    select: { ...shown, steps: { orderBy: { id: 'desc' } } },
  })
  if (!question) return undefined
  const { steps, ...rest } = question
  const [names, links] = await Promise.all([
    namesOf(steps.map(({ byId, byRole }) => (byRole === 'candidate' ? null : byId))),
    outsideLinksOf('job', id),
  ])
  const who: Record<string, string> = { candidate: 'Whoever asked', owner: 'The owner' }
  const facts = { state: question.state as QuestionState, side: 'team', published: question.published.length > 0 } as const
  return {
    ...{ ...withOwner(rest), state: question.state as QuestionState, links, events: questionEventsFor(facts) },
    steps: steps.map(({ id: step, toState, byId, byRole, at }) => ({
      ...{ id: String(step), toState: toState as QuestionState, at },
      by: who[byRole] ?? (byId === null ? 'The portal' : (names.get(byId) ?? LEFT)),
    })),
  }
}

/** One page of a candidate's own questions, newest first. */
export async function listOwnQuestions({ candidateId }: Candidate, page: number) {
  const where = { candidateId }
  const [total, rows] = await Promise.all([
    db.jobQuestion.count({ where }),
    db.jobQuestion.findMany({
      where,
      orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * QUESTIONS_A_PAGE,
      take: QUESTIONS_A_PAGE,
      select: {
        ...{ id: true, kind: true, words: true, state: true, askedAt: true, dueAt: true, answer: true, answeredAt: true, answeredBy: true },
        job: { select: { id: true, title: true, state: true } },
        claim: { select: { kind: true } },
      },
    }),
  ])
  return {
    total,
    pages: Math.max(1, Math.ceil(total / QUESTIONS_A_PAGE)),
    rows: rows.map((row) => ({ ...row, state: row.state as QuestionState })),
  }
}

/** Was this answered? For the letter that says so: it says nothing more. */
export const isAnswered = async (id: string): Promise<boolean> => (await db.jobQuestion.count({ where: { id, state: 'answered' } })) > 0

/** What somebody outside is asked: about a question, or whether a claim is still so. Never who asked. */
export async function shownOutside(aboutId: string, tx: Pick<Tx, 'jobQuestion' | 'jobClaim'> = db) {
  const question = await tx.jobQuestion.findUnique({
    where: { id: aboutId },
    select: {
      ...{ kind: true, words: true, state: true, askedAt: true, dueAt: true },
      job: { select: { title: true } },
      claim: { select: { kind: true, statement: true } },
    },
  })
  if (question) return { question, claim: undefined }
  const claim = await tx.jobClaim.findUnique({
    where: { id: aboutId },
    select: {
      ...{ kind: true, statement: true, evidence: true, evidenceLink: true, state: true, checkedOn: true, reviewOn: true },
      job: { select: { title: true } },
      reviews: { where: { settledAt: null }, select: { answer: true, words: true, answeredAt: true } },
    },
  })
  return claim ? { question: undefined, claim } : undefined
}
