import type { Reapply, Route, Stage, SupportKind } from './profile.ts'

/** Six months is what is said of the national assessment. No force has confirmed it yet, for any of its routes. */
const reapply: Reapply = { months: 6, confirmed: false }

const stage = (id: string, name: string, prepare: string, support: SupportKind[], group?: string): Stage => ({
  id,
  name,
  prepare,
  support,
  ...(group !== undefined && { group }),
})

const checks = 'Checks, in any order'

const interest = stage('interest', 'Finding out', 'Meet people who do the job and ask what a week is really like.', [
  'insight',
  'roleModel',
  'shadowing',
])
const eligibility = stage(
  'eligibility',
  'Checking you can apply',
  'Read what the route asks for, and bring us anything you are unsure about.',
  ['application', 'barrier'],
)
const application = stage(
  'application',
  'Application',
  'Set aside an evening, gather dates and references, and have one other person read it through.',
  ['application', 'skills', 'buddy'],
)
const interview = stage('interview', 'Interview', 'Practise telling short, true stories about what you did, aloud, more than once.', [
  'skills',
  'mentoring',
  'adjustments',
])
const vetting = (group?: string) =>
  stage(
    'vetting',
    'Vetting',
    'Start a list of addresses and jobs now. Answer fully and truthfully: nobody on our team advises on the answers.',
    ['application', 'buddy'],
    group,
  )
const references = (group?: string) =>
  stage('references', 'References', 'Tell the people you name to expect a request, and check their details.', ['application'], group)
const medical = (group?: string) =>
  stage(
    'medical',
    'Medical',
    'Have your health history to hand, and say early if something would help on the day.',
    ['adjustments', 'buddy'],
    group,
  )
const biometrics = (group?: string) =>
  stage('biometrics', 'Fingerprints, DNA and drugs test', 'Bring identification and a list of any medicine you take.', ['buddy'], group)
const start = stage('start', 'Start date', 'Plan travel, caring and uniform fitting, and meet your first team if you can.', [
  'buddy',
  'adjustments',
  'inwork',
])
const vettingReferences = stage(
  'vettingReferences',
  'Vetting and references',
  'Gather addresses, jobs and referees early, and answer fully and truthfully.',
  ['application'],
)

const constableStages: Stage[] = [
  interest,
  eligibility,
  application,
  stage('sift', 'National sift', 'Try practice questions that ask what you would do, and how you tend to work.', [
    'skills',
    'application',
    'adjustments',
  ]),
  stage('onlineAssessment', 'Online assessment', 'It has an interview, a written task and a briefing. Practise each against the clock.', [
    'skills',
    'application',
    'adjustments',
  ]),
  { ...interview, name: 'Interview with the force' },
  stage('conditionalOffer', 'Conditional offer', 'Read the conditions, and tell us about anything that might be hard to meet.', [
    'buddy',
    'barrier',
  ]),
  vetting(checks),
  references(checks),
  medical(checks),
  stage(
    'fitness',
    'Fitness test',
    'A 15 metre shuttle run to level 5, shuttle 4. Build up over several weeks.',
    ['insight', 'buddy', 'adjustments'],
    checks,
  ),
  biometrics(checks),
  stage('finalOffer', 'Final offer', 'Agree a start date and sort out notice, travel and care.', ['buddy', 'barrier']),
  start,
  stage('firstYear', 'First year', 'Say early when something is hard. That is what check-ins are for.', ['inwork', 'buddy', 'networks']),
  stage('confirmed', 'Confirmed', 'Think about what comes next, and whether you would be a buddy for someone else.', [
    'coaching',
    'networks',
    'feedback',
  ]),
]

const pcsoStages: Stage[] = [
  interest,
  application,
  stage('interviewFitness', 'Interview and fitness', 'Practise your examples aloud, and build up your running over several weeks.', [
    'skills',
    'buddy',
    'adjustments',
  ]),
  medical(),
  vettingReferences,
  start,
]

const specialStages: Stage[] = [
  interest,
  application,
  interview,
  stage('fitness', 'Fitness test', 'A shuttle run. Build up over several weeks, with company if you like.', [
    'insight',
    'buddy',
    'adjustments',
  ]),
  biometrics(),
  medical(),
  vetting(),
  start,
]

const staffStages: Stage[] = [
  interest,
  application,
  stage('shortlist', 'Shortlist', 'While you wait, start gathering examples of your work for an interview.', ['skills', 'mentoring']),
  { ...interview, name: 'Interview or assessment' },
  vettingReferences,
  start,
]

const volunteerStages: Stage[] = [interest, application, { ...interview, name: 'Conversation' }, vettingReferences, start]

/** The stages that each way in has nationally; a force's own file names the ways in that it offers. */
export const standardRoutes: Route[] = [
  {
    id: 'constable',
    name: 'Police constable entry',
    family: 'officer',
    summary: 'Paid training from your first day, without a degree before or after.',
    reapply,
    stages: constableStages,
  },
  {
    id: 'apprenticeship',
    name: 'Degree apprenticeship',
    family: 'officer',
    summary: 'Work as an officer and earn a degree in policing while you do.',
    reapply,
    stages: constableStages,
  },
  {
    id: 'degree-holder',
    name: 'Degree holder entry',
    family: 'officer',
    summary: 'You have a degree in any subject, and train for policing on the job.',
    reapply,
    stages: constableStages,
  },
  {
    id: 'detective',
    name: 'Detective entry',
    family: 'officer',
    summary: 'Train as a constable first, then towards investigating serious crime.',
    reapply,
    stages: constableStages,
  },
  {
    id: 'transferee',
    name: 'Transferee or rejoiner',
    family: 'officer',
    summary: 'You have been a police officer, here or elsewhere, and would like to come back or move.',
    reapply,
    stages: constableStages.filter(({ id }) => !['sift', 'onlineAssessment', 'firstYear', 'confirmed'].includes(id)),
  },
  {
    id: 'special',
    name: 'Special constable',
    family: 'officer',
    summary: 'A volunteer with the powers of an officer, in your spare time.',
    reapply,
    stages: specialStages,
  },
  {
    id: 'staff',
    name: 'Police staff',
    family: 'staff',
    summary: 'From the control room and forensics to data, law, estates and people.',
    reapply,
    stages: staffStages,
  },
  {
    id: 'pcso',
    name: 'Police community support officer (PCSO)',
    family: 'staff',
    summary: 'In uniform, on foot and known by name, in one neighbourhood.',
    reapply,
    stages: pcsoStages,
  },
  {
    id: 'volunteer',
    name: 'Police support volunteer',
    family: 'staff',
    summary: 'Give a few hours a month to something you care about, and see policing from inside.',
    reapply,
    stages: volunteerStages,
  },
]
