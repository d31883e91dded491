import { date } from '../../core/dates.ts'
import type { ForceProfile, SupportKind } from '../../forces/profile.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findFollowUpToTell, findRecordToTell } from './queries/records.ts'
import { findStage, reapplyFrom } from './rules/records.ts'
import { isWithdrawReason, withdrawals } from './rules/withdrawals.ts'

const why = 'You get this e-mail because of what you told us about your application. It comes even if you said no to news.'

/** The names of the support that would help, as a sentence; none where nothing in particular would. */
function helpful(force: ForceProfile, kinds: SupportKind[]): string[] {
  const names = force.support.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name)
  return names.length === 0 ? [] : [`What may help: ${names.join(', ')}. You ask for it on your page, with one click.`]
}

/** Says neither which stage it was nor how it went where a family member could read it: the subject is neutral. */
const notPassed: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const record = aboutId === null ? null : await findRecordToTell(aboutId)
  if (record?.state !== 'notPassed') return undefined
  const again = reapplyFrom(force, record)
  const found = findStage(force, record)
  const usual = again?.confirmed === true ? 'You can apply again from' : 'People can usually apply again from about'
  return {
    subject: 'Your next step, whenever you want one',
    heading: 'This was one day, and it is not the last word',
    greeting: `Hello ${record.candidate.name},`,
    paragraphs: [
      'Thank you for telling us. Many who wear the uniform today did not get there at the first try.',
      ...(again ? [`${usual} ${date(again.from)}.${again.confirmed ? '' : ' Ask us before you plan around that day.'}`] : []),
      ...helpful(force, found.ok ? found.stage.support : []),
    ],
    button: { text: 'See what I can do meanwhile', href: `${baseUrl}/my/stages` },
    after: [`Would you rather talk? Write to ${force.contacts.team.email} or ring ${force.contacts.team.phone}.`],
    why,
  }
}

const withdrew: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const record = aboutId === null ? null : await findRecordToTell(aboutId)
  if (record?.state !== 'withdrew' || !isWithdrawReason(record.reason)) return undefined
  const { title, text, kinds, email } = withdrawals[record.reason]
  if (!email) return undefined
  const outside =
    record.reason === 'unwelcome'
      ? [`Somebody outside the team: ${force.contacts.safeguarding.name}, ${force.contacts.safeguarding.email}.`]
      : []
  return {
    subject: 'Thank you for telling us',
    heading: title,
    greeting: `Hello ${record.candidate.name},`,
    paragraphs: [text, ...helpful(force, kinds), ...outside],
    button: { text: 'Open my page', href: `${baseUrl}/my/stages` },
    after: ['There is nothing you need to do. Having withdrawn makes no difference to any later application.'],
    why,
  }
}

const deferral: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const found = aboutId === null ? null : await findFollowUpToTell(aboutId)
  if (!found) return undefined
  const own = found.record.source === 'candidate'
  return {
    subject: own ? 'A date that you asked us to remember' : 'A date that we kept for you',
    heading: 'Would you like to pick this up again?',
    greeting: `Hello ${found.candidate.name},`,
    paragraphs: [
      `Your application was put off until ${date(found.dueOn)}. There is no hurry: tell us how things are when it suits you.`,
      'If you need longer, say so on your page, and nothing is lost.',
    ],
    button: { text: 'Tell us where you are', href: `${baseUrl}/my/stages` },
    after: [`Would you rather talk? Write to ${force.contacts.team.email} or ring ${force.contacts.team.phone}.`],
    why: own ? why : 'You get this e-mail because we were told that your application was put off. It comes even if you said no to news.',
  }
}

/** Sent only to those who said that we may ask, on the day they were told. */
const askAgain: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const found = aboutId === null ? null : await findFollowUpToTell(aboutId)
  if (!found) return undefined
  return {
    subject: 'You said that we may ask again',
    heading: 'Is it a better time now?',
    greeting: `Hello ${found.candidate.name},`,
    paragraphs: [
      'Some time ago it was not the right moment, and you said that we may ask again about now. This is that one question: no other follows it.',
    ],
    button: { text: 'See what there is', href: `${baseUrl}/my` },
    after: [`If it is still not the time, leave this unanswered. Questions: ${force.contacts.team.email}.`],
    why: 'You get this e-mail because you ticked that we may ask you again.',
  }
}

export const stageEmails: Record<string, EmailKind> = {
  'stage.notPassed': notPassed,
  'stage.withdrew': withdrew,
  'stage.deferral': deferral,
  'stage.askAgain': askAgain,
}
