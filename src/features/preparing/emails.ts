import { date, startOfDay } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { countDue } from './queries/guides.ts'
import { findForReminder } from './queries/own.ts'

/** Says nothing of what is planned: a plan may tell more than a family member should read. */
const stepDue: EmailKind = async ({ candidateId, data, baseUrl, force }) => {
  const day = data['day']
  if (candidateId === null || typeof day !== 'string') return undefined
  const found = await findForReminder(candidateId, day)
  if (!found) return undefined
  return {
    subject: 'Something you planned comes up',
    heading: found.count === 1 ? 'One thing in your plan comes up' : `${String(found.count)} things in your plan come up`,
    greeting: `Hello ${found.name},`,
    paragraphs: [
      `You wished to be reminded of what is for ${date(startOfDay(day))}. It is in your plan.`,
      'Not the right moment? Choose another day there, or take it out. Nobody minds.',
    ],
    button: { text: 'Open my plan', href: `${baseUrl}/my/plan` },
    why: `You get this e-mail because you ticked “Remind me” in your plan on the portal of ${force.name}. Take the tick away, and none comes; you can turn such e-mails off under Messages too.`,
  }
}

const guidesDue: EmailKind = async ({ baseUrl, force }) => {
  const { count } = await countDue(force, 'overdue')
  if (count === 0) return undefined
  const pages = count === 1 ? '1 page' : `${String(count)} pages`
  return {
    subject: 'Pages about stages to look over',
    heading: `${pages} about stages ${count === 1 ? 'has' : 'have'} not been looked over for six months`,
    paragraphs: [
      'Whoever reads them prepares for an important day by them, and each says how old it is. Read one, and say that it is right or put it right: it takes a few minutes.',
    ],
    button: { text: 'See which', href: `${baseUrl}/staff/guides?show=overdue` },
    why: 'You get this e-mail once a month while pages are overdue, because you are in the positive action team.',
  }
}

export const preparingEmails: Record<string, EmailKind> = { 'preparing.stepDue': stepDue, 'preparing.guidesDue': guidesDue }
