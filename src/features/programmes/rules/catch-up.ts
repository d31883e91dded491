import type { CompletionRule, Session } from './completion.ts'

/** The numbered sessions that somebody missed and may make up for elsewhere: none where the programme does not count that. */
export const missedSessions = ({ catchUp }: CompletionRule, sessions: readonly Session[]): (Session & { number: number })[] =>
  catchUp === true
    ? sessions.flatMap((session) => (session.state === 'missed' && session.number !== null ? [{ ...session, number: session.number }] : []))
    : []
