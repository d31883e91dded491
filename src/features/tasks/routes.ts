import type { Response } from 'express'
import { now } from '../../core/clock.ts'
import { londonDay, startOfDay, typedDay } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { blankForm, refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../core/http.ts'
import { listTeam } from '../accounts/queries/team.ts'
import { addTask, changeTask, finishTask, giveTask, lookAtTask, reopenTask } from './commands/tasks.ts'
import * as forms from './forms.ts'
import { countTasks, findSubject, findTask, listTasks } from './queries/tasks.ts'
import { changeWords, giveReasons, giveReasonWords, type TaskDecision } from './rules.ts'

const showTasks: Page<'task.manage', unknown, forms.TasksQuery> = async ({ actor, query }, res) => {
  const [list, counts] = await Promise.all([listTasks(actor, query), countTasks(actor, query.whose)])
  res.render('tasks/list', {
    ...list,
    counts,
    query,
    notice: query.notice && forms.taskNotices[query.notice],
    today: startOfDay(londonDay(now())),
  })
}

/** A blank form, or the one that was refused; about the candidate of the address, or of the form itself. */
const showNew: Page<'task.manage', unknown, forms.NewTaskQuery | undefined> = async ({ actor, query, form }, res) => {
  const given = query?.about ?? form.values['about']
  const about = forms.newTaskQuery.parse({ about: given }).about
  const [candidate, team] = await Promise.all([about === undefined ? undefined : findSubject(actor, about), listTeam(actor)])
  if (about !== undefined && !candidate) throw new NotFound()
  res.render('tasks/new', { candidate, team, form: form.errors.length > 0 ? form : blankForm({ taskOwner: actor.accountId }) })
}

const showNewAgain: Page<'task.manage'> = (visit, res) => showNew({ ...visit, query: undefined }, res)

const submitNew: Submission<'task.manage', unknown, forms.TaskInput> = async (visit, res) => {
  const { taskTitle: title, taskDue: dueOn, taskOwner: ownerId, about: candidateId } = visit.input
  const made = await addTask(visit.actor, { title, dueOn, ownerId, candidateId })
  if (!made) throw new NotFound()
  if (made.ok)
    res.redirect(303, candidateId === undefined ? '/staff/tasks?notice=made' : `/staff/candidates/${candidateId}?notice=task#tasks`)
  else await showNewAgain({ ...visit, form: refusedForm(visit.form, 'taskOwner', forms.taskRefusals[made.reason]) }, res.status(422))
}

const showTask: Page<'task.manage', forms.TaskParams, Partial<forms.TaskQuery>> = async ({ actor, params, query, form }, res) => {
  const task = await findTask(actor, params.taskId)
  if (!task) throw new NotFound()
  if (task.candidate) await lookAtTask(actor, task.candidate.id)
  const kept = form.errors.length > 0 ? form : blankForm({ taskTitle: task.title, taskDue: typedDay(task.dueOn) })
  const notice = query.notice && forms.taskNotices[query.notice]
  res.render('tasks/one', { task, form: kept, notice, changeWords, giveReasons, giveReasonWords, typedDay })
}

const showAgain: Page<'task.manage', forms.TaskParams> = (visit, res) => showTask({ ...visit, query: {} }, res)

type OnTask = Visit<'task.manage', forms.TaskParams>

async function answer(visit: OnTask, decision: TaskDecision | undefined, { field, next }: { field: string; next: string }, res: Response) {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, next)
  else await showAgain({ ...visit, form: refusedForm(visit.form, field, forms.taskRefusals[decision.reason]) }, res.status(422))
}

const here = ({ params }: OnTask, notice: string) => `/staff/tasks/${params.taskId}?notice=${notice}`

const submitChange: Submission<'task.manage', forms.TaskParams, forms.ChangeInput> = async (visit, res) => {
  const { taskTitle: title, taskDue: dueOn } = visit.input
  const decision = await changeTask(visit.actor, visit.params.taskId, { title, dueOn })
  await answer(visit, decision, { field: 'taskTitle', next: here(visit, 'changed') }, res)
}

const submitGive: Submission<'task.manage', forms.TaskParams, forms.GiveInput> = async (visit, res) => {
  const { taskOwner: to, giveReason: reason, seen } = visit.input
  const decision = await giveTask(visit.actor, visit.params.taskId, { to, seen, reason })
  await answer(visit, decision, { field: 'taskOwner', next: here(visit, 'given') }, res)
}

/** Back to where the button stood, with a way to take it back. */
async function submitStep(visit: OnTask & { input: forms.DoneInput }, step: 'done' | 'reopened', res: Response): Promise<void> {
  const { actor, params, input } = visit
  const decision = await (step === 'done' ? finishTask : reopenTask)(actor, params.taskId)
  const task = decision?.ok === true ? await findTask(actor, params.taskId) : undefined
  const undo = step === 'done' ? `&undo=${params.taskId}` : ''
  const list = `/staff/tasks?notice=${step}${undo}`
  const person = `/staff/candidates/${task?.candidate?.id ?? ''}?notice=task-${step}#tasks`
  const next = input.from === 'candidate' && task?.candidate ? person : input.from === 'list' ? list : here(visit, step)
  await answer(visit, decision, { field: '', next }, res)
}

const submitDone: Submission<'task.manage', forms.TaskParams, forms.DoneInput> = (visit, res) => submitStep(visit, 'done', res)
const submitReopen: Submission<'task.manage', forms.TaskParams, forms.DoneInput> = (visit, res) => submitStep(visit, 'reopened', res)

const team = { can: 'task.manage' } as const
const one = { ...team, params: forms.taskParams } as const

export const taskRoutes = [
  get('/staff/tasks', { ...team, query: forms.tasksQuery }, showTasks),
  get('/staff/tasks/new', { ...team, query: forms.newTaskQuery }, showNew),
  post('/staff/tasks', { ...team, form: forms.taskForm, invalid: showNewAgain }, submitNew),
  get('/staff/tasks/:taskId', { ...one, query: forms.taskQuery }, showTask),
  post('/staff/tasks/:taskId/change', { ...one, form: forms.changeForm, invalid: showAgain }, submitChange),
  post('/staff/tasks/:taskId/give', { ...one, form: forms.giveForm, invalid: showAgain }, submitGive),
  post('/staff/tasks/:taskId/done', { ...one, form: forms.doneForm, invalid: showAgain }, submitDone),
  post('/staff/tasks/:taskId/reopen', { ...one, form: forms.doneForm, invalid: showAgain }, submitReopen),
]
