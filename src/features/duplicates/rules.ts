/** Why two records may be one person, as the team reads it. */
export const whyWords: Record<string, string> = {
  sameEmail: 'the same e-mail address',
  samePhone: 'the same phone number and a name like it',
  likeName: 'a name like it, and an area or a route in common',
  claimed: 'they told us so: both were reached from one mailbox',
}

/** For how many days two records that were joined can be made two again. */
export const UNDO_DAYS = 30

/** What one record says of a person, and with what they sign in. */
export type Side = {
  id: string
  name: string
  phone: string | null
  email: string | null
  postalAddress: string | null
  reachBy: string | null
  adult: boolean | null
  routes: string[]
  areas: string[]
  answered: string[]
  account: { id: string; roles: string[] } | null
  consents: { purpose: string; withdrawnAt: Date | null }[]
}

export const singleFields = ['name', 'phone', 'email', 'postalAddress', 'reachBy', 'adult'] as const
export type SingleField = (typeof singleFields)[number]
/** Whose value is kept: the record's that stays, or the other's. */
export type Whose = 'mine' | 'theirs'

/** The fields in which both say something and not the same: somebody has to choose. A gap is filled without asking. */
export const fieldsToChoose = (mine: Side, theirs: Side): SingleField[] =>
  singleFields.filter((field) => mine[field] !== null && theirs[field] !== null && mine[field] !== theirs[field])

const columns: Record<SingleField, string> = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  postalAddress: 'postal_address',
  reachBy: 'reach_by',
  adult: 'adult',
}

const both = (mine: string[], theirs: string[]) => [...new Set([...mine, ...theirs])]

/** What the kept record says from now on, by column: what was chosen, gaps filled, and every route and area of either. */
export function mergedValues(mine: Side, theirs: Side, chosen: Partial<Record<SingleField, Whose>>): Record<string, unknown> {
  const values = singleFields.map((field) => {
    const taken = mine[field] === null || (chosen[field] === 'theirs' && theirs[field] !== null) ? theirs[field] : mine[field]
    return [columns[field], taken]
  })
  return {
    ...(Object.fromEntries(values) as Record<string, unknown>),
    routes: both(mine.routes, theirs.routes),
    areas: both(mine.areas, theirs.areas),
  }
}

const isStaff = (side: Side) => side.account?.roles.some((role) => role !== 'candidate') ?? false

export type SignIn = { asked: boolean; keep: Whose | undefined } | 'bothStaff'

/** Which sign-in stays: the only one; that of a member of staff, as it opens more than this; else somebody chooses. */
export function signInOf(mine: Side, theirs: Side): SignIn {
  if (isStaff(mine) && isStaff(theirs)) return 'bothStaff'
  if (mine.account && theirs.account && !isStaff(mine) && !isStaff(theirs)) return { asked: true, keep: 'mine' }
  if (!mine.account && !theirs.account) return { asked: false, keep: undefined }
  return { asked: false, keep: isStaff(theirs) || !mine.account ? 'theirs' : 'mine' }
}

const saysYes = ({ consents }: Side, purpose: string) => consents.some((each) => each.purpose === purpose && each.withdrawnAt === null)
const saidNo = (side: Side, purpose: string) =>
  !saysYes(side, purpose) && (side.answered.includes(purpose) || side.consents.some((each) => each.purpose === purpose))

/**
 * What becomes of each yes: one of the kept record stays unless the other said no to it; one that only the other had ends.
 * Joining records never makes a yes wider. The database does the same; a test holds the two together.
 */
export function consentsAfter(mine: Side, theirs: Side, purposes: readonly string[]) {
  const yes = purposes.filter((purpose) => saysYes(mine, purpose) || saysYes(theirs, purpose))
  const stay = yes.filter((purpose) => saysYes(mine, purpose) && !saidNo(theirs, purpose))
  return { stay, end: yes.filter((purpose) => !stay.includes(purpose)) }
}

export type MergeRefusal = 'gone' | 'own' | 'bothStaff'
/** The other record stays where it has an account and this one has none, or else came first. */
export const staysFirst = (one: { account: unknown; registeredAt: Date }, other: { account: unknown; registeredAt: Date }): boolean =>
  Boolean(one.account) === Boolean(other.account) ? one.registeredAt <= other.registeredAt : Boolean(one.account)
