export type Role = 'visitor' | 'candidate' | 'supporter' | 'coordinator' | 'lead' | 'recruiter' | 'administrator'
export type MemberRole = Exclude<Role, 'visitor'>

const everyone = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator'] as const
const members = ['candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator'] as const
const team = ['coordinator', 'lead'] as const
/** Everybody who works here, in whichever role. */
const colleagues = ['supporter', 'coordinator', 'lead', 'recruiter', 'administrator'] as const

/** Who may do what. Every route names exactly one of these permissions. */
const permissions = {
  'page.view': everyone,
  'contact.send': everyone,
  'account.register': everyone,
  'account.signIn': everyone,
  'account.recover': everyone,
  'account.signOut': members,
  'account.own': members,
  'workshop.view': everyone,
  'place.ask': ['candidate'],
  'place.own': ['candidate'],
  'candidate.own': ['candidate'],
  'staff.overview': team,
  'candidate.manage': team,
  'request.manage': team,
  'task.manage': team,
  'stage.import': team,
  'programme.manage': team,
  'rationale.manage': team,
  'matching.manage': team,
  'rationale.approve': ['lead'],
  'attendance.record': team,
  'contact.answer': team,
  'message.manage': team,
  'message.own': ['candidate'],
  'history.look': ['recruiter'],
  'accounts.manage': ['lead', 'administrator'],
  'settings.manage': ['administrator'],
  'supporting.view': ['supporter'],
  'supporting.book': ['supporter'],
  'supporting.own': ['supporter'],
  'supporter.manage': team,
  'volunteer.offer': everyone,
  'volunteer.invite': ['lead'],
  'pairing.manage': team,
  'pairing.own': ['candidate'],
  'pairing.support': ['supporter'],
  'exclusion.manage': team,
  'standing.manage': ['lead'],
  'concern.manage': ['lead'],
  'host.manage': team,
  'host.own': ['supporter'],
  'placement.manage': team,
  'placement.own': ['candidate'],
  'placement.host': ['supporter'],
  'incident.manage': ['lead'],
  'oneToOne.manage': team,
  'oneToOne.own': ['candidate'],
  'oneToOne.coach': ['supporter'],
  'preparing.own': ['candidate'],
  'guide.manage': team,
  'passport.own': ['candidate'],
  'passport.provide': ['supporter'],
  'passport.manage': team,
  'job.ask': ['candidate'],
  'job.manage': team,
  'barrier.own': ['candidate'],
  'barrier.manage': team,
  'network.own': ['candidate', 'supporter'],
  'network.manage': team,
  'training.own': colleagues,
  'training.manage': team,
  'training.register': ['lead'],
  'work.own': ['candidate'],
  'work.manage': team,
  'demo.mail': everyone,
} as const satisfies Record<string, readonly Role[]>

/** Whoever holds any role but that of a candidate sees other people's data, and proves who they are twice. */
export const holdsStaffRole = (roles: readonly MemberRole[]): boolean => roles.some((role) => role !== 'candidate')

export type Visitor = { role: 'visitor' }
type Person<R extends MemberRole> = {
  role: R
  accountId: string
  name: string
  roles: readonly MemberRole[]
  /** Have they set up codes, whether or not their roles ask for them? */
  secondFactor?: boolean
  /** Nobody has vouched for their staff access in time: they are known, and may act in no staff role. */
  lapsed?: true
}
export type Candidate = Person<'candidate'> & { candidateId: string }
export type Coordinator = Person<'coordinator'>
export type Lead = Person<'lead'>
export type Team = Coordinator | Lead
export type Recruiter = Person<'recruiter'>
export type Supporter = Person<'supporter'>
export type Administrator = Person<'administrator'>
export type Member = Candidate | Team | Recruiter | Supporter | Administrator
export type Actor = Visitor | Member
/** Who a change is put down to: a person in a role, or the clockwork. */
export type Doer = Member | { role: 'system' }

export type Permission = keyof typeof permissions
/** The people a permission lets in: naming one on a route types the actor its handler receives. */
export type Allowed<P extends Permission> = Extract<Actor, { role: (typeof permissions)[P][number] }>

export const visitor: Visitor = { role: 'visitor' }

export const isLapsed = (actor: Actor): boolean => 'lapsed' in actor && actor.role !== 'candidate'

/** Whoever's staff access has lapsed may do what every member may: see to their own account, sign out, read public pages. */
export const may = <P extends Permission>(actor: Actor, permission: P): actor is Allowed<P> => {
  const allowed = permissions[permission] as readonly Role[]
  return allowed.includes(actor.role) && (!isLapsed(actor) || members.every((role) => allowed.includes(role)))
}
