export const declarationStates = ['open', 'leftOpen', 'linked', 'ended'] as const
/** Open until the team looked; then linked to a person, or left open as nobody is known by that name yet. */
export type DeclarationState = (typeof declarationStates)[number]

export const declarationEvents = ['link', 'leaveOpen', 'unlink', 'takeBack', 'end'] as const
export type DeclarationEvent = (typeof declarationEvents)[number]

export const declarationSides = ['declarer', 'team', 'other'] as const
/** Who made it, somebody of the team, or anybody else: above all the person it names. */
export type DeclarationSide = (typeof declarationSides)[number]

export type DeclarationRefusal =
  'notYours' | 'ended' | 'alreadyLinked' | 'notLinked' | 'notTyped' | 'theirsToEnd' | 'noSuchPerson' | 'several' | 'tooMany'
export type DeclarationDecision = { ok: true } | { ok: false; reason: DeclarationRefusal }

/** Why the team ends one. A block is ended by the team only where whoever set it asked for that. */
export const endReasons = { asked: 'They asked us to', notSo: 'It is not so', over: 'It is no longer so' } as const
export type EndReason = keyof typeof endReasons

/** More than anybody has to say in a day, and fewer than guessing needs. */
export const MOST_A_DAY = 10
export const MOST_LIVE = 60

type Facts = { candidateId: string | null; supporterId: string | null; reviewedAt: Date | null; endedAt: Date | null }

export function declarationState({ candidateId, supporterId, reviewedAt, endedAt }: Facts): DeclarationState {
  if (endedAt) return 'ended'
  if (candidateId !== null && supporterId !== null) return 'linked'
  return reviewedAt ? 'leftOpen' : 'open'
}

const sides: Record<DeclarationEvent, DeclarationSide> = {
  link: 'team',
  leaveOpen: 'team',
  unlink: 'team',
  takeBack: 'declarer',
  end: 'team',
}

type About = { state: DeclarationState; side: DeclarationSide; kind: string; typed: boolean; why?: EndReason }

/** Decides what may still be done about something declared, and by whom. */
export function decideDeclaration(event: DeclarationEvent, { state, side, kind, typed, why }: About): DeclarationDecision {
  if (sides[event] !== side) return { ok: false, reason: 'notYours' }
  if (state === 'ended') return { ok: false, reason: 'ended' }
  const reason = event === 'end' ? refuseEnd(kind, why) : refuseMatching(event, state, typed)
  return reason === undefined ? { ok: true } : { ok: false, reason }
}

const refuseEnd = (kind: string, why: EndReason | undefined): DeclarationRefusal | undefined =>
  kind === 'block' && why !== 'asked' ? 'theirsToEnd' : undefined

function refuseMatching(event: DeclarationEvent, state: DeclarationState, typed: boolean): DeclarationRefusal | undefined {
  if ((event === 'link' || event === 'leaveOpen') && state === 'linked') return 'alreadyLinked'
  if (event !== 'unlink') return undefined
  if (state !== 'linked') return 'notLinked'
  return typed ? undefined : 'notTyped'
}
