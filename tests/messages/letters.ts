import { createHash } from 'node:crypto'
import type { MemberRole } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import type { PlaceState } from '../../src/features/programmes/rules/places.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import type { aCandidate } from '../support/people.ts'
import { anAccount, aWorkshop } from '../support/people.ts'

/** Whom the letters are for, somebody of the team, and a third person, who is in no letter. */
export const NAME = 'Zebedee Quillfeather'
export const STAFF = 'Perpetua Vane'
export const OTHER = 'Ottoline Fernsby'

/** A morning after the clocks went forward: London is an hour ahead of every instant here. */
export const NOW = new Date('2027-03-30T10:00:00Z')
/** 6:30pm by the clocks of London. */
export const SUMMER = new Date('2027-04-05T17:30:00Z')
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export type Person = Awaited<ReturnType<typeof aCandidate>>
export type Addressee = { accountId: string; candidateId?: string } | { address: string; candidateId?: string }
/** What a letter is asked for with, who follows its links, and what it has to say. */
export type Asked = {
  about?: string
  data?: Record<string, string | string[]>
  /** The person themselves, where nothing is said. */
  to?: Addressee
  /** Whoever gets it, where nothing is said; a visitor has not signed in. */
  reader?: { accountId: string; role?: MemberRole } | 'visitor'
  says?: string[]
}
export type Case = (person: Person, force: ForceId) => Promise<Asked>
export type Cases = Record<string, Case>

export const nothing: Case = () => Promise.resolve({})

/** Somebody with a role, to whom a letter of the team goes. */
export async function toStaff(role: MemberRole = 'coordinator') {
  const { id: accountId } = await anAccount({ roles: [role], name: STAFF })
  return { accountId, to: { accountId }, reader: { accountId, role } }
}

type Given = Record<string, unknown>
/** A place in some state at a workshop in summer time. */
export const place =
  (state: PlaceState, more: Given = {}, ofWorkshop: Given = {}, asked: Omit<Asked, 'about'> = {}): Case =>
  async (person) => {
    const workshop = await aWorkshop({ startsAt: SUMMER, capacity: 2, ...ofWorkshop })
    const base = { workshopId: workshop.id, candidateId: person.id, arrival: 1, askedAt: NOW, state }
    const { id } = await db.place.create({ data: { ...base, ...more } })
    return { about: id, says: ['6:30pm', 'Fitness test practice'], ...asked }
  }

export const anAddress = (of: string) => `${createHash('sha256').update(of).digest('hex').slice(0, 12)}@letters.example`
