import { startOfDay, weekday } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { countForReminder } from './queries/tasks.ts'

const tasks = (n: number) => (n === 1 ? '1 task' : `${String(n)} tasks`)

/** How many, and the way to them; what they are about is for the page, which asks who reads it. */
const dueEmail: EmailKind = async ({ accountId, data, baseUrl }) => {
  const day = data['day']
  if (accountId === null || typeof day !== 'string') return undefined
  const { due, before } = await countForReminder(accountId, day)
  if (due === 0) return undefined
  const older = before === 0 ? [] : [`${tasks(before)} from before ${before === 1 ? 'is' : 'are'} still open as well.`]
  return {
    subject: due === 1 ? 'A task of yours is due' : 'Tasks of yours are due',
    heading: `${tasks(due)} for ${weekday(startOfDay(day))}`,
    paragraphs: ['What they are stands in the portal.', ...older],
    button: { text: 'See my tasks', href: `${baseUrl}/staff/tasks?whose=mine` },
    why: 'You get this e-mail on the morning of a day on which a task of yours falls due.',
  }
}

export const taskEmails: Record<string, EmailKind> = { 'tasks.due': dueEmail }
