import type { HostState } from './words.ts'

export const hostEvents = ['publish', 'retire', 'reopen'] as const
export type HostEvent = (typeof hostEvents)[number]

/** The state table of a department. The database holds the same one. */
export const hostMoves: Record<HostState, Partial<Record<HostEvent, HostState>>> = {
  draft: { publish: 'published' },
  published: { retire: 'retired' },
  retired: { reopen: 'draft' },
}

type Facts = { state: HostState; about: string; area: string; people: number }
export type HostRefusal = 'notNow' | 'nothingSaid' | 'nobodyHosts'
export type HostResult = { ok: true; state: HostState } | { ok: false; reason: HostRefusal }

/** A department goes into the catalogue once it says what one would see and where, and somebody hosts there. */
export function decideHost({ state, about, area, people }: Facts, event: HostEvent): HostResult {
  const to = hostMoves[state][event]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  if (event === 'publish' && (about === '' || area === '')) return { ok: false, reason: 'nothingSaid' }
  if (event === 'publish' && people === 0) return { ok: false, reason: 'nobodyHosts' }
  return { ok: true, state: to }
}

/** What can be done to a department now, as far as its state says. */
export const hostEventsFor = (state: HostState): HostEvent[] => hostEvents.filter((event) => hostMoves[state][event] !== undefined)
