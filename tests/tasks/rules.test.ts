import { describe, expect, it } from 'vitest'
import { may, type Actor, type Role } from '../../src/core/access.ts'
import {
  changeWords,
  decideGiving,
  decideTask,
  giveReasons,
  giveReasonWords,
  taskEvents,
  taskEventsFor,
  taskStates,
  taskTime,
  type TaskEvent,
  type TaskState,
} from '../../src/features/tasks/rules.ts'

describe('a task', () => {
  const allowed: Record<TaskState, Partial<Record<TaskEvent, TaskState>>> = {
    open: { change: 'open', give: 'open', finish: 'done' },
    done: { reopen: 'open' },
  }
  it.each(taskStates.flatMap((state) => taskEvents.map((event) => [state, event] as const)))(
    'that is %s knows what becomes of it at %s',
    (state, event) => {
      const next = allowed[state][event]
      const reason = state === 'done' ? 'alreadyDone' : 'stillOpen'
      expect(decideTask(state, event)).toEqual(next === undefined ? { ok: false, reason } : { ok: true, state: next })
      expect(taskEventsFor(state).includes(event)).toBe(next !== undefined)
    },
  )

  it('is worked on by the team alone, by anybody of it', () => {
    const roles: Role[] = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']
    expect(roles.filter((role) => may({ role } as Actor, 'task.manage'))).toEqual(['coordinator', 'lead'])
  })

  it('is given to somebody else of the team, from whoever the page showed', () => {
    const given = { from: 'priya', to: 'marcus', seen: 'priya', toIsOfTeam: true }
    expect(decideGiving('open', given)).toEqual({ ok: true, state: 'open' })
    expect(decideGiving('done', given)).toEqual({ ok: false, reason: 'alreadyDone' })
    expect(decideGiving('open', { ...given, to: 'priya' })).toEqual({ ok: false, reason: 'alreadyTheirs' })
    expect(decideGiving('open', { ...given, seen: 'sian' })).toEqual({ ok: false, reason: 'movedMeanwhile' })
    expect(decideGiving('open', { ...given, toIsOfTeam: false })).toEqual({ ok: false, reason: 'notOfTeam' })
  })

  it('falls due before today, today, in the seven days after it, or later', () => {
    const at = (day: string) => taskTime(day, '2027-01-14', '2027-01-21')
    expect(['2027-01-13', '2027-01-14', '2027-01-15', '2027-01-21', '2027-01-22'].map(at)).toEqual([
      'overdue',
      'today',
      'week',
      'week',
      'later',
    ])
  })

  it('has words for each step and reason', () => {
    for (const what of ['made', 'changed', 'given', 'done', 'reopened']) expect(changeWords[what]).toMatch(/^[A-Z]/)
    for (const reason of Object.keys(giveReasons)) expect(giveReasonWords(reason)).toMatch(/^[A-Z]/)
    expect(giveReasonWords(null)).toBeUndefined()
  })
})
