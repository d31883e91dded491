/** SHA-256 of a text as lower-case hexadecimal: given, as rules import no machinery. */
export type Sha256 = (text: string) => string

export const policies = ['firstCome', 'lottery'] as const

/** Those drawn still have an offer to answer, so asking for a lottery closes at least so long before the start. */
export const LOTTERY_CLOSES_HOURS = 72

/** May places be drawn by lot where asking closes so many hours before the start? */
export const lotteryClosesInTime = (policy: string, closesHours: number): boolean =>
  policy !== 'lottery' || closesHours >= LOTTERY_CLOSES_HOURS

/** What places a ticket in the draw. Nobody knows it before the seed is shown, and nobody can choose it. */
export const ticketHash = (seed: string, ticket: number, sha256: Sha256): string => sha256(`${seed}:${String(ticket)}`)

/** The draw: tickets by the SHA-256 of seed, colon and ticket, smallest first. */
export const drawOrder = (seed: string, tickets: readonly number[], sha256: Sha256): number[] =>
  tickets
    .map((ticket) => ({ ticket, hash: ticketHash(seed, ticket, sha256) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ ticket }) => ticket)
