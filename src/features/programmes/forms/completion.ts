import { z } from 'zod'
import type { CompletionRule } from '../rules/completion.ts'

const sessionNumber = z.int().min(1).max(99)

/** The rule as it is stored beside its programme. */
const storedRule = z
  .object({
    atLeast: sessionNumber.optional(),
    of: sessionNumber.optional(),
    includingFirst: z.boolean().optional(),
    including: z.array(sessionNumber).optional().catch(undefined),
    catchUp: z.boolean().optional(),
  })
  .catch({})
export const readRule = (stored: unknown): CompletionRule => storedRule.parse(stored)

const optionalNumber = z
  .string('Enter a whole number')
  .trim()
  .default('')
  .refine((typed) => typed === '' || /^[1-9]\d?$/.test(typed), 'Enter a whole number from 1 to 99, or leave it empty')
  .transform((typed) => (typed === '' ? undefined : Number(typed)))

const numbers = z
  .string('Enter the numbers of sessions')
  .trim()
  .max(100, 'Use 100 characters or fewer')
  .default('')
  .refine((typed) => typed === '' || /^[1-9]\d?([\s,]+(and\s+)?[1-9]\d?)*$/.test(typed), 'Enter numbers of sessions, such as 1, 3')
  .transform((typed) => [...new Set((typed.match(/\d+/g) ?? []).map(Number))].sort((a, b) => a - b))

const ticked = z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean)

export const ruleFields = { atLeast: optionalNumber, of: optionalNumber, includingFirst: ticked, including: numbers, catchUp: ticked }
type RuleInput = { atLeast?: number | undefined; of?: number | undefined; includingFirst: boolean; including: number[]; catchUp: boolean }

const needsNumber = ({ of, includingFirst, including, catchUp }: RuleInput): boolean =>
  of !== undefined || includingFirst || including.length > 0 || catchUp

export function checkRule(rule: RuleInput, ctx: z.RefinementCtx): void {
  const { atLeast, of, including } = rule
  const wrong = (path: string, message: string) => {
    ctx.addIssue({ code: 'custom', path: [path], message })
  }
  if (atLeast === undefined) {
    if (needsNumber(rule)) wrong('atLeast', 'Enter how many workshops complete the programme')
    return
  }
  if (of !== undefined && of < atLeast) wrong('of', 'There must be at least as many workshops as are asked for')
  if (of !== undefined && including.some((number) => number > of)) wrong('including', `There are ${String(of)} sessions in all`)
  if (including.length > atLeast) wrong('including', 'These are more sessions than are asked for')
}

/** What is stored of a rule: nothing that was left empty. */
export const ruleOf = ({ atLeast, of, includingFirst, including, catchUp }: RuleInput): CompletionRule =>
  atLeast === undefined
    ? {}
    : {
        atLeast,
        ...(of !== undefined && { of }),
        includingFirst,
        ...(including.length > 0 && { including }),
        ...(catchUp && { catchUp }),
      }
