export const templatePurposes = ['service', 'reminder', 'news'] as const
export type TemplatePurpose = (typeof templatePurposes)[number]

export const purposeWords: Record<TemplatePurpose, { name: string; text: string }> = {
  service: { name: 'Service', text: 'About support somebody has. It comes always, so keep it to what they need.' },
  reminder: { name: 'Reminder', text: 'Something they may have forgotten. People can turn reminders off.' },
  news: { name: 'News', text: 'Workshops, events, openings. Only to those who said yes to news, with a one-click way out.' },
}

/** What a template may leave open. Those of a person stand in the text only: a subject is one that anybody may read. */
export const placeholders = {
  firstName: 'Their first name',
  name: 'Their whole name',
  reference: 'Their reference with us',
  force: 'The name of the force',
  teamName: 'The name of the team',
  teamPhone: 'The team’s phone number',
  teamEmail: 'The team’s e-mail address',
} as const
export type Placeholder = keyof typeof placeholders
const ofPerson: readonly string[] = ['firstName', 'name', 'reference']

export type Filling = Record<Placeholder, string>

/** Everything in curly brackets, whether it means something or not. */
const found = (words: string): string[] => [...words.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '')

const isKnown = (name: string): name is Placeholder => Object.hasOwn(placeholders, name)

/** What is wrong with the open places of some words, or undefined. */
export function faultIn(words: string, where: 'subject' | 'body'): string | undefined {
  const names = found(words)
  const unknown = names.find((name) => !isKnown(name))
  if (unknown !== undefined)
    return `{${unknown}} is not something we can fill in. Use ${Object.keys(placeholders)
      .map((name) => `{${name}}`)
      .join(', ')}`
  if (/[{}]/.test(words.replaceAll(/\{[^{}]*\}/g, ''))) return 'A curly bracket stands alone. Write placeholders as {firstName}'
  const personal = where === 'subject' ? names.find((name) => ofPerson.includes(name)) : undefined
  return personal === undefined ? undefined : `Take {${personal}} out of the subject: a subject names nobody, as others may see it`
}

/** The words with their open places filled. What is filled in is never looked at again, so a name cannot bring a place of its own. */
export const fillIn = (words: string, filling: Filling): string =>
  words.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => (isKnown(name) ? filling[name] : whole))

type Person = { name: string; reference: string }
type Force = { name: string; contacts: { team: { name: string; phone: string; email: string } } }

export const fillingFor = ({ name, reference }: Person, { name: force, contacts: { team } }: Force): Filling => ({
  ...{ firstName: name.trim().split(/\s+/)[0] ?? '', name, reference, force },
  ...{ teamName: team.name, teamPhone: team.phone, teamEmail: team.email },
})

/** Somebody who does not exist, for a preview. */
export const madeUp: Person = { name: 'Alex Morgan', reference: 'PA-0EXAMPL' }

/** The paragraphs of a text: what blank lines part. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

export type TemplateRefusal = 'nameTaken' | 'changedMeanwhile'
export type TemplateDecision = { ok: true; id: string } | { ok: false; reason: TemplateRefusal }
