import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findRequestToTell } from './queries/letters.ts'
import { reasonWords } from './rules/requests.ts'

/** A request as its e-mails tell of it; undefined where it has moved on meanwhile. */
async function find({ aboutId, force }: EmailAbout, state: string) {
  if (aboutId === null) return undefined
  const request = await findRequestToTell(aboutId)
  if (request?.state !== state) return undefined
  return { ...request, name: force.support.find(({ kind }) => kind === request.kind)?.name ?? 'Support' }
}
type Request = NonNullable<Awaited<ReturnType<typeof find>>>
type Words = Omit<EmailContent, 'greeting' | 'button' | 'why'>

const about =
  (state: string, write: (request: Request, email: EmailAbout) => Words): EmailKind =>
  async (email) => {
    const request = await find(email, state)
    if (!request) return undefined
    return {
      ...write(request, email),
      greeting: `Hello ${request.candidate.name},`,
      button: { text: 'See my request', href: `${email.baseUrl}/my/support/${request.id}` },
      why: 'You get this e-mail because you asked for this support. It comes even if you said no to news.',
    }
  }

const accepted = about('accepted', (request) => ({
  subject: 'We have answered what you asked for',
  heading: 'We said yes',
  paragraphs: ['Thank you for asking. Somebody from the team is arranging it, and will be in touch about when and where.'],
  facts: [{ label: 'You asked for', value: request.name }],
}))

const notOffered = about('notOffered', (request, { force }) => ({
  subject: 'We have answered what you asked for',
  heading: 'We cannot offer this now',
  paragraphs: ['We are sorry: we cannot offer this at present. It says nothing about you, and it changes nothing about any application.'],
  facts: [
    { label: 'You asked for', value: request.name },
    { label: 'Why', value: reasonWords(request.reason) ?? 'We will tell you when we talk' },
  ],
  after: [`There is other support you can choose, and you can ask for this again at any time. Questions: ${force.contacts.team.email}.`],
}))

export const requestEmails: Record<string, EmailKind> = { 'request.accepted': accepted, 'request.notOffered': notOffered }
