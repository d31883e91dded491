import { splitName, type LivingState } from './pairs.ts'

export const shareFields = ['surname', 'phone', 'email'] as const
export type ShareField = (typeof shareFields)[number]

/** What somebody says yes to, field by field; kept with the yes as its exact wording. */
export const shareWording: Record<ShareField, string> = {
  surname: 'Show my surname to the person I am paired with, until I take this back or the pairing ends.',
  phone: 'Show this phone number to the person I am paired with, until I take this back or the pairing ends.',
  email: 'Show my e-mail address to the person I am paired with, until I take this back or the pairing ends.',
}

export type Shared = { field: string; phone: string | null }
type Owner = { name: string; email: string | null; shares: Shared[] }
export type Shown = { first: string; surname?: string; phone?: string; email?: string }

/**
 * What one side sees of the other: a first name, and beyond it what its owner ticked and has not taken back. Only while the two are a
 * pair: resting or ended, everything falls back to the first name.
 */
export function shownOf({ name, email, shares }: Owner, state: LivingState): Shown {
  const { first, rest } = splitName(name)
  const given = new Map(state === 'active' ? shares.map((share) => [share.field, share]) : [])
  const phone = given.get('phone')?.phone
  return {
    first,
    ...(given.has('surname') && rest !== '' && { surname: rest }),
    ...(phone != null && { phone }),
    ...(given.has('email') && email !== null && { email }),
  }
}

/** Which yeses begin and which end, where somebody ticks these now. Another number is a new yes. */
export function changesOf(
  live: Shared[],
  wanted: { fields: ShareField[]; phone: string },
): { given: { field: ShareField; phone: string | null }[]; withdrawn: ShareField[] } {
  const held = new Map(live.map((share) => [share.field, share.phone]))
  const same = (field: ShareField) => held.has(field) && (field !== 'phone' || held.get(field) === wanted.phone)
  return {
    given: wanted.fields.filter((field) => !same(field)).map((field) => ({ field, phone: field === 'phone' ? wanted.phone : null })),
    withdrawn: shareFields.filter((field) => held.has(field) && !(wanted.fields.includes(field) && same(field))),
  }
}
