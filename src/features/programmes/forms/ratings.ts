import { z } from 'zod'
import { topics, type RatingRefusal, type Scores, type Topic } from '../rules/ratings.ts'

const score = z
  .enum(['1', '2', '3', '4', '5', ''], 'Choose one of the answers')
  .default('')
  .transform((typed) => (typed === '' ? undefined : Number(typed)))

export const ratingForm = z
  .object({
    confidence: score,
    cvWriting: score,
    interview: score,
    digital: score,
    share: z.literal('yes', 'Tick this once, or leave it').optional(),
  })
  .transform(({ share, ...scores }) => ({ share: share === 'yes', scores: given(scores) }))
export type RatingInput = z.infer<typeof ratingForm>

const given = (scores: Record<Topic, number | undefined>): Scores =>
  Object.fromEntries(topics.flatMap((topic) => (scores[topic] === undefined ? [] : [[topic, scores[topic]]])))

export const ratingRefusals: Record<RatingRefusal, string> = {
  tooEarly: 'We ask for this once the last workshop is over',
  closed: 'This has closed, and what you said before is kept as it is',
}
