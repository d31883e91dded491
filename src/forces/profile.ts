import { z } from 'zod'

/** Every kind of support a force offers. `training` is for staff who hire, so a candidate reads about it but never asks for it. */
export const supportKinds = [
  'insight',
  'skills',
  'buddy',
  'mentoring',
  'coaching',
  'roleModel',
  'shadowing',
  'application',
  'adjustments',
  'barrier',
  'inwork',
  'feedback',
  'networks',
  'training',
] as const
export type SupportKind = (typeof supportKinds)[number]

/** What a person may agree to, purpose by purpose. Having an account is not among them: it needs no consent. */
export const consentPurposes = ['tailoring', 'monitoring', 'shareHistory', 'shareFields', 'news', 'stories', 'research'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

const once = (values: readonly string[]) => new Set(values).size === values.length
/** What can stand in somebody's way that the team can help with. */
export const barrierKinds = ['credentialRecognition', 'childcare', 'transport', 'caring', 'faith', 'cost', 'digital', 'other'] as const
export type BarrierKind = (typeof barrierKinds)[number]
const barrierDays = z.object({ answer: z.int().positive(), outcome: z.int().positive() }).refine(({ answer, outcome }) => answer <= outcome)

const words = z.string().trim().min(1)
const paragraphs = z.array(words).min(1)
const id = z.string().regex(/^[a-z][A-Za-z0-9-]*$/)
const colour = z.string().regex(/^#[0-9a-f]{6}$/)
const kind = z.enum(supportKinds)
const email = z.email().endsWith('.example')
const phone = z.string().regex(/^01632 960 \d{3}$/, 'a number kept for stories, never a real one')
const person = z.object({ name: words, email, phone })

/** After how long somebody who did not pass can apply again. Until the force has confirmed it, pages say "usually" and "ask us". */
const reapply = z.object({ months: z.int().positive(), confirmed: z.boolean() })

const stage = z.object({
  id,
  name: words,
  /** What a candidate can do to be ready for it. */
  prepare: words,
  support: z.array(kind).min(1),
  /** Stages with the same group run side by side, in any order. */
  group: words.optional(),
  /** Where it differs from that of the route. */
  reapply: reapply.optional(),
})

const route = z.object({
  id,
  name: words,
  family: z.enum(['officer', 'staff']),
  summary: words,
  reapply,
  stages: z.array(stage).min(3),
})

const support = z.object({
  kind,
  name: words,
  strand: id,
  /** One or two sentences, for a card. */
  text: words,
  about: paragraphs,
  /** How and when it runs. */
  meta: words,
  /** What a recruiter may read in its place; without one it is never shared. */
  recruiterLabel: words.optional(),
})

const consent = z.object({
  purpose: z.enum(consentPurposes),
  version: words,
  title: words,
  /** Kept word for word beside each answer. */
  text: words,
  askedAt: z.enum(['registration', 'later']),
})

const retention = z.object({
  inactiveMonths: z.int().positive(),
  warnDaysBefore: z.array(z.int().positive()),
  unsuccessfulMonths: z.int().positive(),
  appointedMonths: z.int().positive(),
  accessNeedsMonths: z.int().positive(),
  emergencyContactDays: z.int().positive(),
  recordCheckMonths: z.int().positive(),
  messageMonths: z.int().positive(),
  auditYears: z.int().positive(),
})

/** For how many months each check for a placement holds, from the day on which it was made or signed. */
const checkMonths = z.object({
  age: z.int().positive(),
  eligibility: z.int().positive(),
  confidentiality: z.int().positive(),
  emergencyContact: z.int().positive(),
  accessNeeds: z.int().positive(),
  recordCheck: z.int().positive(),
  briefing: z.int().positive(),
  insurance: z.int().positive(),
  riskAssessment: z.int().positive(),
})

/** A group that a workshop may be kept for, or give a head start, and the words in which a person says that it is theirs. */
const group = z.object({
  id,
  name: words,
  /** What a label for recruiters may not hold, as it would name the group. */
  labelWords: z.array(words.toLowerCase()).min(1),
  restricted: words,
  prioritised: words,
  me: words,
})

/** What a staff network is about: what its directory is narrowed by. */
export const networkThemes = ['women', 'race', 'lgbt', 'disability', 'faith', 'carers', 'age', 'health', 'armedForces'] as const
export type NetworkTheme = (typeof networkThemes)[number]

const network = z.object({
  id,
  name: words,
  theme: z.enum(networkThemes),
  summary: words,
  /** Who may join, allies among them where that is so. */
  openTo: words,
  about: paragraphs,
  meets: words,
  /** The one person who is told of who joins. They need no account here. */
  contact: person,
  /** What members may grow into, in a few words each. */
  leading: z.array(words).min(1),
  /** What a label for recruiters may not hold, as it would name the network. */
  labelWords: z.array(words.toLowerCase()).min(1),
  /** May somebody join who has not begun to work here? */
  candidates: z.boolean(),
})

const question = z
  .object({
    id,
    text: words,
    options: z
      .array(z.object({ id, text: words }))
      .min(3)
      .max(5),
    right: id,
    /** Read after the check, whether or not the answer was right. */
    why: words,
  })
  .refine(({ options, right }) => once(options.map((each) => each.id)) && options.some((each) => each.id === right), 'one right option')

/** A training for colleagues: a session, something to read, and a knowledge check. */
const course = z.object({
  id,
  title: words,
  /** Those who hire, those who host visits, and those who stand beside candidates. */
  for: z.array(z.enum(['hire', 'host', 'support'])).min(1),
  about: paragraphs,
  meta: words,
  /** For how long a certificate holds. */
  months: z.int().min(6).max(30),
  materials: z.array(z.object({ title: words, paragraphs })).min(1),
  check: z.object({
    version: z.int().positive(),
    /** Per cent of the answers that have to be right. */
    passMark: z.int().min(50).max(100),
    questions: z
      .array(question)
      .min(6)
      .max(8)
      .refine((all) => once(all.map((each) => each.id)), 'ids once'),
  }),
})

const landing = z.object({
  eyebrow: words,
  title: words,
  lead: words,
  note: words,
  supportTitle: words,
  supportLead: words,
  /** What the cards of the first page show: a few kinds of support, best first, or the strands with all they hold. */
  cards: z.union([z.array(kind).min(4), z.literal('strands')]),
  steps: z.array(z.object({ title: words, text: words })).length(4),
  workshopsTitle: words,
  forMe: paragraphs,
  faqs: z.array(z.object({ question: words, answer: words })).min(3),
  closingTitle: words,
  closingText: words,
})

export const profileSchema = z
  .object({
    id: z.enum(['cheshire', 'hampshire']),
    name: words,
    service: words,
    strapline: words,
    colours: z.object({ deep: colour, primary: colour, accent: colour, tint: colour, paper: colour }),
    /** The drawing inside the brand's square, on a grid of 40, painted by class. */
    mark: words,
    area: words,
    /** A closed area can be chosen no more; what was said of it before keeps its name. */
    areas: z.array(z.object({ id, name: words, closed: z.boolean().optional() })).min(3),
    routes: z.array(route),
    groups: z.array(group).min(1),
    networks: z.array(network).min(4),
    strands: z.array(z.object({ id, name: words, text: words })),
    support: z.array(support),
    words: z.object({
      programme: words,
      programmeShort: words,
      workshops: words,
      buddy: words,
      buddyScheme: words,
      /** How a rule of the programme names a full run of workshops. */
      cohort: words,
    }),
    contacts: z.object({
      team: person,
      press: person,
      safeguarding: person,
      professionalStandards: person,
      dataProtection: person,
      /** Who arranges adjustments in recruitment and in the job, outside the portal: never a recruiter of the portal. */
      adjustments: person,
      address: words,
    }),
    workingHours: z.object({ text: words, opens: z.int().min(0).max(23), closes: z.int().min(1).max(24) }),
    /** The hours in London between which nobody is written to by what can wait. */
    quietHours: z.object({ from: z.int().min(18).max(23), until: z.int().min(6).max(10) }),
    /** Working days within which a person hears from the team. */
    replyDays: z.int().positive(),
    /** Within how many working days somebody whose way is barred gets a first answer, and an outcome, by what it is. */
    barrierDays: z.record(z.enum(barrierKinds), barrierDays),
    /** What those who came to a workshop are asked: a few ratings from 1 to 5, and two questions in words. */
    feedback: z.object({
      questions: z
        .array(z.object({ id, text: words, low: words, high: words }))
        .min(1)
        .max(5),
      good: words,
      better: words,
    }),
    retention,
    checkMonths,
    /** After how many months somebody who withdrew is asked again, where they said that we may. */
    askAgainMonths: z.int().positive(),
    supportRunsTo: z.enum(['application', 'firstYear']),
    consents: z.array(consent),
    stories: z.array(z.object({ title: words, role: words, paragraphs, support: z.array(kind).min(1) })).min(2),
    landing,
    courses: z.array(course).min(1),
  })
  .refine(({ support }) => once(support.map((each) => each.kind)) && support.length === supportKinds.length, 'offer each kind once')
  .refine(
    ({ consents }) => once(consents.map((each) => each.purpose)) && consents.length === consentPurposes.length,
    'word each purpose once',
  )
  .refine(
    ({ routes }) => once(routes.map((each) => each.id)) && routes.every(({ stages }) => once(stages.map((each) => each.id))),
    'ids once',
  )
  .refine(({ networks }) => once(networks.map((each) => each.id)) && once(networks.map((each) => each.contact.email)), 'networks once')
  .refine(({ courses }) => once(courses.map((each) => each.id)), 'ids once')
  .refine(({ support, strands }) => support.every(({ strand }) => strands.some((each) => each.id === strand)), 'a strand that exists')

export type ForceProfile = z.infer<typeof profileSchema>
export type ForceId = ForceProfile['id']
export type Support = ForceProfile['support'][number]
export type Network = ForceProfile['networks'][number]
export type Group = ForceProfile['groups'][number]
export type Route = ForceProfile['routes'][number]
export type Course = ForceProfile['courses'][number]
export type Stage = Route['stages'][number]
export type Reapply = Route['reapply']
