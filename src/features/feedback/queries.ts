import { z } from 'zod'
import type { Candidate, Team } from '../../core/access.ts'
import { db } from '../../core/db.ts'
import { cameStates } from '../programmes/rules/attendance.ts'
import type { Answer } from './rules.ts'

const came = { state: { in: [...cameStates] }, workshop: { state: 'held' } }
const aboutWorkshop = { select: { id: true, title: true, startsAt: true, endsAt: true } } as const
const ratings = z.record(z.string(), z.number()).catch({})

type Stored = { ratings: unknown; good: string; better: string }
const answerOf = (stored: Stored): Answer => ({ ratings: ratings.parse(stored.ratings), good: stored.good, better: stored.better })

/** The candidate's own place at a workshop that they came to, and what they said of it. Undefined for everybody else. */
export async function findOwnFeedback({ candidateId }: Candidate, workshopId: string) {
  const place = await db.place.findFirst({
    where: { workshopId, candidateId, ...came },
    select: { id: true, workshop: aboutWorkshop, feedback: true },
  })
  if (!place) return undefined
  const { feedback, workshop } = place
  return { workshop, given: feedback ? { ...answerOf(feedback), at: feedback.givenAt } : undefined }
}

/** What people said of one workshop, oldest first and without who said it; `came` is how many could say something. */
export async function findFeedback(_actor: Team, workshopId: string) {
  const workshop = await db.workshop.findFirst({ where: { id: workshopId, audience: 'candidates', state: 'held' }, ...aboutWorkshop })
  if (!workshop) return undefined
  const of = { workshopId, state: { in: [...cameStates] } }
  const [answers, count] = await Promise.all([
    db.feedback.findMany({
      where: { place: of },
      orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
      select: { ratings: true, good: true, better: true },
    }),
    db.place.count({ where: of }),
  ])
  return { workshop, came: count, answers: answers.map(answerOf) }
}

/** Who to ask about which workshop; undefined where they did not come after all, or have answered. */
export async function findPlaceToAsk(placeId: string) {
  const place = await db.place.findFirst({
    where: { id: placeId, feedback: null, ...came },
    select: { candidate: { select: { name: true } }, workshop: aboutWorkshop },
  })
  return place ?? undefined
}
