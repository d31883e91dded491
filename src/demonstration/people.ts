import type { MemberRole } from '../core/access.ts'
import type { SupportKind } from '../forces/profile.ts'

type StaffRole = Exclude<MemberRole, 'candidate'>

export const demoStaff: { name: string; role: StaffRole }[] = [
  { name: 'Priya Nair', role: 'coordinator' },
  { name: 'Marcus Bell', role: 'coordinator' },
  { name: 'Sian Prosser', role: 'lead' },
  { name: 'Ruth Adeyemi', role: 'lead' },
  { name: 'Tom Ellery', role: 'recruiter' },
  { name: 'Grace Holt', role: 'recruiter' },
  { name: 'Owen Farrell', role: 'administrator' },
  { name: 'Helen Marsh', role: 'supporter' },
  { name: 'Leon Carter', role: 'supporter' },
  { name: 'Aisha Bello', role: 'supporter' },
]

export type RequestState = 'requested' | 'accepted' | 'underway' | 'completed' | 'notOffered' | 'withdrawn'

export type DemoCandidate = {
  name: string
  reference: string
  registered: number // days ago
  route?: string
  requests?: { kind: SupportKind; state: RequestState; asked: number; reason?: string }[] // asked: days ago
  stages?: { stage: string; state: 'inProgress' | 'passed' | 'notPassed'; on: number }[] // on: days ago
  shares?: boolean
  fact?: string
  need?: string
  adult?: boolean
}

/** Twelve people at different points: so few that any figure about a group has to stay hidden. */
export const demoCandidates: DemoCandidate[] = [
  {
    name: 'Amara Okafor',
    reference: 'PA-4HJ7KQW',
    registered: 48,
    route: 'constable',
    requests: [
      { kind: 'insight', state: 'underway', asked: 47 },
      { kind: 'buddy', state: 'accepted', asked: 20 },
      { kind: 'application', state: 'requested', asked: 2 },
    ],
    stages: [
      { stage: 'interest', state: 'passed', on: 45 },
      { stage: 'eligibility', state: 'passed', on: 30 },
      { stage: 'application', state: 'inProgress', on: 9 },
    ],
    shares: true,
    need: 'A seat near the front, so that I can lip-read.',
    fact: 'I am the first in my family to think of policing, and I would like to talk to somebody who was too.',
    adult: true,
  },
  {
    name: 'Bethan Rhys-Jones',
    reference: 'PA-8MT3XVC',
    registered: 40,
    route: 'constable',
    requests: [{ kind: 'insight', state: 'underway', asked: 39 }],
    stages: [{ stage: 'interest', state: 'inProgress', on: 38 }],
    adult: true,
  },
  {
    name: 'Daniel Whitmore',
    reference: 'PA-2YB6RNF',
    registered: 36,
    route: 'pcso',
    requests: [
      { kind: 'insight', state: 'underway', asked: 35 },
      { kind: 'shadowing', state: 'notOffered', asked: 33, reason: 'No team can host before the spring; we will ask again then' },
    ],
    shares: true,
    adult: true,
  },
  {
    name: 'Farah Siddiqui',
    reference: 'PA-9CW4DJP',
    registered: 33,
    route: 'detective',
    requests: [
      { kind: 'insight', state: 'underway', asked: 32 },
      { kind: 'mentoring', state: 'requested', asked: 13 },
    ],
    stages: [
      { stage: 'application', state: 'passed', on: 21 },
      { stage: 'sift', state: 'inProgress', on: 12 },
    ],
    adult: true,
  },
  {
    name: 'Jun-ho Park',
    reference: 'PA-6QK2HTZ',
    registered: 30,
    route: 'special',
    requests: [
      { kind: 'insight', state: 'underway', asked: 29 },
      { kind: 'buddy', state: 'requested', asked: 11 },
    ],
    need: 'Large print for anything handed out.',
    adult: true,
  },
  {
    name: 'Kezia Thompson',
    reference: 'PA-5VN8BGM',
    registered: 27,
    route: 'constable',
    requests: [{ kind: 'insight', state: 'accepted', asked: 26 }],
    adult: true,
  },
  {
    name: 'Magdalena Nowak',
    reference: 'PA-3FX9PLD',
    registered: 24,
    route: 'staff',
    requests: [{ kind: 'skills', state: 'withdrawn', asked: 23, reason: 'My plans changed' }],
    adult: true,
  },
  {
    name: 'Samir Haddad',
    reference: 'PA-7DR5WJY',
    registered: 19,
    route: 'staff',
    requests: [
      { kind: 'skills', state: 'accepted', asked: 18 },
      { kind: 'barrier', state: 'requested', asked: 4 },
    ],
    adult: true,
  },
  {
    name: 'Ines Carvalho',
    reference: 'PA-4TG8ZQX',
    registered: 15,
    route: 'constable',
    requests: [{ kind: 'insight', state: 'requested', asked: 14 }],
    stages: [{ stage: 'sift', state: 'notPassed', on: 20 }],
    adult: true,
  },
  {
    name: 'Oluwaseun Balogun-Carr',
    reference: 'PA-9LJ3MCV',
    registered: 8,
    route: 'degree-holder',
    requests: [{ kind: 'insight', state: 'requested', asked: 3 }],
    adult: true,
  },
  {
    name: 'Niamh Byrne',
    reference: 'PA-2HP7FKB',
    registered: 3,
    route: 'pcso',
    requests: [{ kind: 'roleModel', state: 'requested', asked: 1 }],
    adult: false,
  },
  { name: 'Tao', reference: 'PA-6ZD4RXN', registered: 1 },
]
