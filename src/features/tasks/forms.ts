import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { londonDay, monthsAfter, readDay } from '../../core/dates.ts'
import { giveReasons, taskTimes, type GiveReason, type TaskRefusal } from './rules.ts'
import { whoseThings } from '../../core/waiting.ts'

const TITLE_MOST = 200
const MONTHS_AHEAD = 24

const taskTitle = z
  .string('Say what has to be done')
  .trim()
  .min(1, 'Say what has to be done')
  .max(TITLE_MOST, `What has to be done must be ${String(TITLE_MOST)} characters or fewer`)

const taskDue = z.string('Enter the day it is due').transform((typed, context) => {
  const day = readDay(typed.slice(0, 40))
  const wrong = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (typed.trim() === '') return wrong('Enter the day it is due')
  if (day === undefined) return wrong('Enter a day like 14/1/2027')
  if (day < londonDay(now())) return wrong('The day must be today or later')
  return day > londonDay(monthsAfter(now(), MONTHS_AHEAD)) ? wrong('The day must be within two years') : day
})

const taskOwner = z.uuid('Choose who does it')

export const taskForm = z.object({
  taskTitle,
  taskDue,
  taskOwner,
  /** The candidate whom it is about; left out where it is about nobody. */
  about: z.preprocess(
    (typed) => (typed === '' ? undefined : typed),
    z.uuid('Open the form again from the page of the candidate').optional(),
  ),
})
export type TaskInput = z.infer<typeof taskForm>

export const changeForm = z.object({ taskTitle, taskDue })
export type ChangeInput = z.infer<typeof changeForm>

const reasons = Object.keys(giveReasons) as [GiveReason, ...GiveReason[]]
export const giveForm = z.object({
  taskOwner,
  giveReason: z.enum(reasons, 'Choose why somebody else does it'),
  seen: z.uuid('Open this task again, and choose who does it'),
})
export type GiveInput = z.infer<typeof giveForm>

/** Where the button stood that was pressed. */
const from = z.enum(['list', 'candidate']).optional().catch(undefined)
export const doneForm = z.object({ from })
export type DoneInput = z.infer<typeof doneForm>

export const taskParams = z.object({ taskId: z.uuid() })
export type TaskParams = z.infer<typeof taskParams>

export const taskNotices = {
  made: 'The task is on the list.',
  changed: 'Saved.',
  given: 'Somebody else has this task now.',
  done: 'Done.',
  reopened: 'The task is open again.',
}
const notice = z.enum(['made', 'changed', 'given', 'done', 'reopened']).optional().catch(undefined)

export const taskQuery = z.object({ notice })
export type TaskQuery = z.infer<typeof taskQuery>
export const newTaskQuery = z.object({ about: z.uuid().optional().catch(undefined) })
export type NewTaskQuery = z.infer<typeof newTaskQuery>

export const tasksQuery = z.object({
  whose: z.enum(whoseThings).catch('team'),
  when: z
    .enum([...taskTimes, 'done'])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice,
  undo: z.uuid().optional().catch(undefined),
})
export type TasksQuery = z.infer<typeof tasksQuery>

export const taskRefusals: Record<TaskRefusal, string> = {
  alreadyDone: 'Somebody has done this task meanwhile. Open it again if more is needed',
  stillOpen: 'This task is open already',
  notOfTeam: 'Choose somebody who is in the team now',
  alreadyTheirs: 'That is who has this task already',
  movedMeanwhile: 'Somebody else has given this task away since you opened this page. Look again, then choose',
}
