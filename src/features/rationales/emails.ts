import { dateRange } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findDecided, findReopened } from './queries/letters.ts'

const decided: EmailKind = async ({ aboutId, baseUrl }) => {
  const rationale = aboutId === null ? null : await findDecided(aboutId)
  if (!rationale) return undefined
  const approved = rationale.state === 'approved'
  return {
    subject: approved ? 'A rationale of yours is approved' : 'A rationale of yours was returned',
    heading: approved ? 'It is approved' : 'It was returned, to be changed',
    paragraphs: approved
      ? ['Workshops can rest on it from its first day to its last. It stays as it is: a change is a new version.']
      : [`What has to be different: ${rationale.reason ?? ''}`],
    facts: [{ label: 'Rationale', value: rationale.title }],
    button: { text: 'See the rationale', href: `${baseUrl}/staff/rationales/${rationale.id}` },
    why: 'You get this e-mail because you wrote this rationale.',
  }
}

const reopened: EmailKind = async ({ aboutId, baseUrl }) => {
  const workshop = aboutId === null ? null : await findReopened(aboutId)
  if (!workshop) return undefined
  return {
    subject: 'A workshop is open to all now',
    heading: 'This workshop is open to all now',
    paragraphs: [
      'The rationale it rested on has ended or no longer covers it, so everybody can ask for a place, and the order is that of asking. Nobody has lost a place.',
      'Its page says so already. You can leave it open, or write a new version of the rationale and have it approved.',
    ],
    facts: [
      { label: 'Workshop', value: workshop.title },
      { label: 'When', value: dateRange(workshop.startsAt, workshop.endsAt) },
      ...(workshop.rationale ? [{ label: 'Rationale', value: workshop.rationale.title }] : []),
    ],
    button: { text: 'See what can be done', href: `${baseUrl}/staff/rationales/reopened` },
    why: 'You get this e-mail because you lead the team or coordinate the cohort of this workshop.',
  }
}

export const rationaleEmails: Record<string, EmailKind> = { 'rationale.decided': decided, 'rationale.reopened': reopened }
