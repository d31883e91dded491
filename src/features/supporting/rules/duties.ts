import { date } from '../../../core/dates.ts'

/** One thing that waits for a supporter, and the way to it. */
export type Waits = { title: string; text: string; href: string; button: string }

export type DutyKind = 'mark' | 'answer' | 'day' | 'risk' | 'met' | 'lookBack' | 'feedback' | 'adjustment' | 'promise' | 'open'
/** `name`: of the department; in what is about a one-to-one, the first name of whom they meet, or of the campaigns. */
export type Duty = { kind: DutyKind; id: string; name: string; at: Date }

const words: Record<DutyKind, (duty: Duty) => Waits> = {
  mark: ({ id, name, at }) => ({
    title: `Did they come on ${date(at)}?`,
    text: `${name}. One press says it, and both of you can look back.`,
    ...{ href: `/supporting/visits/${id}`, button: 'Say whether they came' },
  }),
  answer: ({ id, name }) => ({
    title: `Somebody would like to visit ${name}`,
    text: 'See what they hope for, then offer a day or say no. Both are fair answers.',
    ...{ href: `/supporting/placements/${id}`, button: 'Read more and answer' },
  }),
  day: ({ id, name }) => ({
    title: `Find a day for a visit to ${name}`,
    text: 'They said yes. Offer a day that suits you, and they are told at once.',
    ...{ href: `/supporting/placements/${id}`, button: 'Offer a day' },
  }),
  risk: ({ id, name, at }) => ({
    title: `Write the risk assessment for ${date(at)}`,
    text: `${name}. If you have written one before, it is there to begin with. The visit cannot be confirmed without it.`,
    ...{ href: `/supporting/placements/${id}/risk`, button: 'Write it' },
  }),
  met: ({ id, name, at }) => ({
    title: `Did you and ${name} meet on ${date(at)}?`,
    text: 'Your one-to-one. One press says it.',
    ...{ href: `/supporting/one-to-ones/${id}`, button: 'Say how it was' },
  }),
  lookBack: ({ id, name, at }) => ({
    title: `How did the visit on ${date(at)} go?`,
    text: `${name}. Looking back takes a few minutes.`,
    ...{ href: `/supporting/visits/${id}/debrief`, button: 'Look back' },
  }),
  adjustment: ({ id, name, at }) => ({
    title: `${name} shared what would help`,
    text: `Read it, and say by ${date(at)} what can be arranged.`,
    ...{ href: `/supporting/adjustments/${id}`, button: 'Read and answer' },
  }),
  feedback: ({ id, name }) => ({
    title: `Tell ${name} what you saw`,
    text: 'Your one-to-one. While it is fresh, five minutes are enough.',
    ...{ href: `/supporting/one-to-ones/${id}/feedback`, button: 'Give feedback' },
  }),
  promise: ({ name }) => ({
    title: 'Promise once for your one-to-ones',
    text: `${name}. Until then nobody can book your times for it.`,
    ...{ href: '/supporting/one-to-ones/promise', button: 'Read and promise' },
  }),
  open: ({ id, name }) => ({
    title: `Is ${name} open to hosting this year?`,
    text: 'One press is enough, and “not now” is a fair answer. Any one of you may answer for all.',
    ...{ href: `/supporting/hosting/${id}/openness`, button: 'Answer' },
  }),
}

/** What visits and one-to-ones ask of a supporter, in the order given. */
export const dutiesOf = (duties: readonly Duty[]): Waits[] => duties.map((duty) => words[duty.kind](duty))
