export const toldStates = ['proposed', 'published', 'returned', 'unpublished'] as const
export type ToldState = (typeof toldStates)[number]
export const toldEvents = ['approve', 'return', 'unpublish'] as const
export type ToldEvent = (typeof toldEvents)[number]

const moves: Record<ToldState, Partial<Record<ToldEvent, ToldState>>> = {
  proposed: { approve: 'published', return: 'returned' },
  published: { unpublish: 'unpublished' },
  returned: {},
  unpublished: {},
}
export type ToldDecision = { ok: true; state: ToldState } | { ok: false; reason: 'notNow' | 'ownWords' }

/** What an event makes of words for the public. Whoever wrote them does not approve them; taking them away needs nobody else. */
export function decideTold(state: ToldState, event: ToldEvent, own: boolean): ToldDecision {
  const to = moves[state][event]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  return event === 'approve' && own ? { ok: false, reason: 'ownWords' } : { ok: true, state: to }
}

const small = '(?:[1-9]|one|two|three|four|five|six|seven|eight|nine|a (?:single|couple of)|only one)'
const people =
  '(?:people|persons?|candidates?|applicants?|wom[ae]n|m[ae]n|mothers?|fathers?|parents?|carers?|officers?|of you|of us|somebody|cases?)'
const fewPeople = new RegExp(`\\b${small}\\s+(?:\\p{L}+\\s+){0,2}?${people}\\b`, 'iu')
const anAddress = /[^\s@]+@[^\s@]+\.[^\s@]+/
const aReference = /\bPA-[0-9A-Z]{4,}\b/i
const aNumber = /\b0\d[\d ]{8,}\b/

export type Unsafe = 'few' | 'contact' | 'name'
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Why words are not safe to show to everybody: they count fewer than ten people, hold an address, number or reference, or a name
 * of somebody whose case shows it. Undefined where nothing was found; a second person reads them in any case.
 */
export function unsafeIn(words: string, names: readonly string[]): Unsafe | undefined {
  if (anAddress.test(words) || aReference.test(words) || aNumber.test(words)) return 'contact'
  const parts = names.flatMap((name) => name.split(/[\s-]+/)).filter((part) => part.length > 2)
  const named = parts.some((part) => new RegExp(`(?<!\\p{L})${escaped(part)}(?!\\p{L})`, 'u').test(words))
  if (named) return 'name'
  return fewPeople.test(words) ? 'few' : undefined
}
