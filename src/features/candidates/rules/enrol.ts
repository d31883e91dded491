/** How somebody came to the team, where they did not register themselves; kept with what they agreed to, as how it was said. */
export const cameByWords = { phone: 'They rang us', event: 'At an event', other: 'Another way, such as in person or by letter' } as const
export type CameBy = keyof typeof cameByWords

/** How somebody would like to be reached. */
export const reachWords = { email: 'E-mail', call: 'A phone call', letter: 'A letter' } as const
export type ReachBy = keyof typeof reachWords

export type Reach = { email: string; phone: string; postalAddress: string; reachBy: ReachBy }
export type ReachRefusal = 'emailMissing' | 'phoneMissing' | 'addressMissing'

/** The way chosen has to work: there is an address to write to, or a number to ring. */
export function decideReach({ email, phone, postalAddress, reachBy }: Reach): { ok: true } | { ok: false; reason: ReachRefusal } {
  if (reachBy === 'email' && email === '') return { ok: false, reason: 'emailMissing' }
  if (reachBy === 'call' && phone === '') return { ok: false, reason: 'phoneMissing' }
  if (reachBy === 'letter' && postalAddress === '') return { ok: false, reason: 'addressMissing' }
  return { ok: true }
}

/** What somebody may agree to aloud. Monitoring answers are never taken by the team, and sharing with a supporter comes later. */
export const spokenPurposes = ['tailoring', 'shareHistory', 'news', 'stories', 'research'] as const
export type SpokenPurpose = (typeof spokenPurposes)[number]

export type Spoken = {
  routes: string[]
  areas: string[]
  kinds: string[]
  adult: boolean | undefined
  access: string
  purposes: SpokenPurpose[]
}

/** The questions that the person has answered by talking; the others are still to be asked, never taken as a no. */
export const answeredBy = ({ routes, areas, kinds, adult, access, purposes }: Spoken): string[] => [
  ...(routes.length > 0 ? ['routes'] : []),
  ...(areas.length > 0 ? ['areas'] : []),
  ...(kinds.length > 0 ? ['support'] : []),
  ...(adult === undefined ? [] : ['adult']),
  ...(access === '' ? [] : ['access']),
  ...purposes,
]
