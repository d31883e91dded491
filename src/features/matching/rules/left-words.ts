import { date } from '../../../core/dates.ts'
import type { Exchange, LeftOut } from './explain.ts'
import { barredWords, barrierSaid } from './words.ts'

export type Names = { candidates: ReadonlyMap<string, string>; supporters: ReadonlyMap<string, string> }
type Said = { why: string; fix: string }

const signed = (n: number): string => (n > 0 ? `+${String(n)}` : n < 0 ? `−${String(-n)}` : '0')

/** A change of the whole run, as people, worst pair and total. */
export const changeSaid = ({ people, worst, total }: Exchange['change']): string =>
  `${people === 0 ? 'as many people matched' : `people matched ${signed(people)}`}, weakest pair ${worst === null ? 'none' : signed(worst)}, total ${signed(total)} points`

const several = (names: readonly string[]): string => {
  const [last, ...first] = [...names].reverse()
  return first.length === 0 ? (last ?? '') : `${first.reverse().join(', ')} and ${last ?? ''}`
}
const NAMED = 4
const listed = (ids: readonly string[], names: ReadonlyMap<string, string>): string => {
  const known = ids.flatMap((id) => names.get(id) ?? [])
  return known.length <= NAMED ? several(known) : several([...known.slice(0, NAMED), `${String(known.length - NAMED)} more`])
}
const supporters = (n: number) => (n === 1 ? '1 supporter fits' : `${String(n)} supporters fit`)
const barriersSaid = ({ barriers }: LeftOut): string => barriers.map(({ why, count }) => barrierSaid(why, count)).join('; ')

const said: Record<LeftOut['reason'], (left: LeftOut, names: Names, name: string) => Said> = {
  takenOut: ({ words }) => ({ why: `Taken out of this run by hand: ${words ?? ''}`, fix: 'They go on waiting, from the day they asked.' }),
  noneOffers: () => ({
    why: 'No approved supporter offers this.',
    fix: 'A supporter who offers it would change it: invite one, or ask one to offer it too.',
  }),
  barred: ({ barrier }) =>
    barredWords[barrier ?? ''] ?? {
      why: 'A rule stands between this person and any pairing just now.',
      fix: 'Look at the rules on pairs of this person.',
    },
  noPair: (left) => ({ why: `Nobody fits. Of those who offer it, ${barriersSaid(left)}.`, fix: fixForNoPair(left) }),
  noPlaces: (left) => ({
    why: `No place free. ${supporters(left.fitting)}, and ${left.fitting === 1 ? 'is' : 'all are'} at the number they can take.${besides(left)}`,
    fix:
      left.freeOn === undefined
        ? 'When a place comes free is not known. One more place with any of them would change it.'
        : `A place may come free on ${date(new Date(left.freeOn))}, when a proposal to one of them runs out.`,
  }),
  full: (left, names, name) => ({
    why: `${supporters(left.fitting)}, and every place goes to somebody else in this run. ${String(left.people?.length ?? 0)} people fit only ${listed(left.over ?? [], names.supporters)}, who have ${String(left.places ?? 0)} ${left.places === 1 ? 'place' : 'places'} between them.${besides(left)}`,
    fix: `One more place with any of these would change it. ${insteadSaid(left.exchange, names, name)}`,
  }),
}

const besides = (left: LeftOut): string => (left.barriers.length === 0 ? '' : ` Besides, ${barriersSaid(left)}.`)

function fixForNoPair({ barriers, backOn }: LeftOut): string {
  const has = (why: string) => barriers.some((each) => each.why === why)
  if (has('trainingLapsed')) return 'Recording the training of a supporter who waits for it would change it.'
  if (backOn !== undefined) return `The first who is away is back after ${date(new Date(`${backOn}T12:00:00Z`))}.`
  if (has('nothing')) return 'Nothing that is weighed fits. Other weights, or a supporter of another kind, would change it.'
  return 'A supporter whom no rule excludes would change it, perhaps from another area, online.'
}

function insteadSaid(exchange: Exchange | undefined, names: Names, name: string): string {
  if (!exchange) return ''
  const into = new Set(exchange.made.map(({ candidate }) => candidate))
  const out = exchange.gone.filter(({ candidate }) => !into.has(candidate)).map(({ candidate }) => candidate)
  const who = out.length === 0 ? '' : ` in place of ${listed(out, names.candidates)}`
  return `Having ${name} in it${who} would mean: ${changeSaid(exchange.change)}.`
}

/** Why somebody is left out, and what would change it, in plain words. A reason that is private is only counted. */
export const leftSaid = (left: LeftOut, names: Names, name: string): Said => said[left.reason](left, names, name)
