import { daysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'

type Given = { now: Date; people: Map<string, string> }
type Said = { person: string; meets?: string; availability?: string[]; languages?: string[]; goals?: string[]; preference?: string }

const wishes: Said[] = [
  {
    ...{ person: 'Amara Okafor', meets: 'either', availability: ['weekdayEvenings', 'saturdays'], languages: ['en'] },
    ...{ goals: ['interview', 'homeLife', 'theJob'], preference: 'careerChange' },
  },
  { person: 'Jun-ho Park', meets: 'online', availability: ['weekdayEvenings'], goals: ['assessment', 'study'] },
  {
    person: 'Farah Siddiqui',
    availability: ['weekdayMornings', 'sundays'],
    languages: ['en', 'ur'],
    goals: ['standingOut', 'application'],
  },
  { person: 'Bethan Rhys-Jones', meets: 'inPerson', availability: ['saturdays'], languages: ['cy', 'en'], goals: ['fitness'] },
  { person: 'Samir Haddad', meets: 'online', languages: ['ar', 'en'], goals: ['choosing'], preference: 'recent' },
]

/** What some have lived through, told with the yes that they gave while registering. */
const lived: { person: string; code: string; forMatching: boolean }[] = [
  { person: 'Amara Okafor', code: 'firstInFamily', forMatching: true },
  { person: 'Amara Okafor', code: 'carer', forMatching: false },
]

/** What people look for in somebody beside them. */
export async function addWishes(tx: Tx, { now, people }: Given): Promise<void> {
  const updatedAt = daysAfter(now, -9)
  for (const { person, ...said } of wishes) {
    const candidateId = people.get(person)
    if (candidateId !== undefined) await tx.matchWish.create({ data: { candidateId, ...said, updatedAt }, select: { candidateId: true } })
  }
  for (const { person, code, forMatching } of lived) {
    const candidateId = people.get(person) ?? ''
    const agreed = await tx.consent.count({ where: { candidateId, purpose: 'tailoring', withdrawnAt: null } })
    if (agreed > 0) await tx.candidateExperience.create({ data: { candidateId, code, forMatching, updatedAt } })
  }
}
