import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import { promptsToHelp, recentNoShows, type Said } from '../rules/no-shows.ts'

export type OwnAbsence = {
  candidateId: string
  placeId: string
  workshopId: string
  title: string
  startsAt: Date
  endsAt: Date
  state: string
  contested: boolean
}

const ABSENCES = `SELECT p.candidate_id AS "candidateId", p.id AS "placeId", w.id AS "workshopId", w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", p.state,
    EXISTS (SELECT FROM register_corrections c WHERE c.place_id = p.id AND c.answered_at IS NULL) AS contested
  FROM places p JOIN workshops w ON w.id = p.workshop_id AND w.state = 'held'
  WHERE p.candidate_id = ANY ($1) AND p.state = 'absent' ORDER BY w.starts_at DESC, p.id`

async function listAbsences(candidateIds: string[]): Promise<OwnAbsence[]> {
  if (candidateIds.length === 0) return []
  const { rows } = await pool.query<OwnAbsence>({ name: 'list-absences', text: ABSENCES, values: [candidateIds] })
  return rows
}

/** The workshops that a candidate missed lately without a word, where there are so many that somebody should ask how to help. */
export async function findPrompt(_actor: Team, candidateId: string): Promise<OwnAbsence[]> {
  const absences = await listAbsences([candidateId])
  return promptsToHelp(absences, now()) ? recentNoShows(absences, now()) : []
}

/** The same fact, for the person it is about. */
export async function findOwnPrompt({ candidateId }: Pick<Candidate, 'candidateId'>): Promise<OwnAbsence[]> {
  const absences = await listAbsences([candidateId])
  return promptsToHelp(absences, now()) ? recentNoShows(absences, now()) : []
}

/** Whom of these people somebody should ask how to help. */
export async function listPrompted(_actor: Team, candidateIds: string[]): Promise<Set<string>> {
  const absences = await listAbsences(candidateIds)
  const of = (id: string) => absences.filter(({ candidateId }) => candidateId === id)
  return new Set(absences.map(({ candidateId }) => candidateId).filter((id) => promptsToHelp(of(id), now())))
}

const ofPlace = { include: { workshop: true, candidate: { select: { id: true, name: true, reference: true } } } } as const

/** The latest thing that somebody said of an own mark, and what was answered. */
export async function findOwnCorrection({ candidateId }: Candidate, placeId: string) {
  const said = await db.registerCorrection.findFirst({ where: { placeId, candidateId }, orderBy: { askedAt: 'desc' } })
  return said ? { ...said, said: said.said as Said } : undefined
}

/** Mine are those of the cohorts that I coordinate. */
const waitingWhere = (actor: Team, whose: Whose) => ({
  answeredAt: null,
  candidate: { closedAt: null },
  ...(whose === 'mine' && { place: { workshop: { cohort: { coordinatorId: actor.accountId } } } }),
})

export const countCorrections = (actor: Team, whose: Whose) =>
  db.registerCorrection.aggregate({ where: waitingWhere(actor, whose), _count: true, _min: { askedAt: true } })

export const CORRECTIONS_A_PAGE = 25

/** Who says that a register is wrong and has no answer, who said it first first. */
export async function listCorrections(actor: Team, { whose, page }: { whose: Whose; page: number }) {
  const where = waitingWhere(actor, whose)
  const [total, rows] = await Promise.all([
    db.registerCorrection.count({ where }),
    db.registerCorrection.findMany({
      where,
      orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * CORRECTIONS_A_PAGE,
      take: CORRECTIONS_A_PAGE,
      include: { place: ofPlace },
    }),
  ])
  return { total, rows: rows.map((row) => ({ ...row, said: row.said as Said })) }
}

/** One that somebody said, with the place and workshop it is about. */
export async function findCorrection(_actor: Team, id: string) {
  const found = await db.registerCorrection.findUnique({ where: { id }, include: { place: ofPlace } })
  return found ? { ...found, said: found.said as Said } : undefined
}

/** For the letter that tells what became of it. */
export const findCorrectionToTell = (id: string) =>
  db.registerCorrection.findUnique({
    where: { id },
    include: { candidate: { select: { name: true } }, place: { select: { state: true, workshopId: true, workshop: true } } },
  })
