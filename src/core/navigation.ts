import type { Role } from './access.ts'

type NavItem = { text: string; href: string }
export type NavLink = NavItem & { current: boolean }

const signIn = { text: 'Sign in', href: '/sign-in' }

const publicItems: NavItem[] = [
  { text: 'Support', href: '/support' },
  { text: 'Police officer', href: '/police-officer' },
  { text: 'Police staff', href: '/police-staff' },
  { text: 'Workshops', href: '/workshops' },
  { text: 'Contact', href: '/contact' },
]

const teamItems: NavItem[] = [
  { text: 'Today', href: '/staff' },
  { text: 'Candidates', href: '/staff/candidates' },
  { text: 'Cohorts', href: '/staff/cohorts' },
  { text: 'Workshops', href: '/staff/workshops' },
  { text: 'Matching', href: '/staff/matching' },
  { text: 'Messages', href: '/staff/messages' },
  { text: 'Supporters', href: '/staff/supporters' },
  { text: 'Placements', href: '/staff/placements' },
]
const more = { text: 'More', href: '/staff/more' }

/** What each role finds in the navigation of its own pages. */
const ownItems: Record<Role, NavItem[]> = {
  visitor: [signIn],
  candidate: [
    { text: 'My support', href: '/my' },
    { text: 'Workshops', href: '/workshops' },
    { text: 'Messages', href: '/my/messages' },
    { text: 'My details', href: '/my/details' },
    { text: 'Privacy', href: '/my/privacy' },
  ],
  supporter: [
    { text: 'My supporting', href: '/supporting' },
    { text: 'Hosting', href: '/supporting/hosting' },
    { text: 'One-to-ones', href: '/supporting/one-to-ones' },
    { text: 'Training', href: '/training' },
    { text: 'My profile', href: '/supporting/profile' },
  ],
  coordinator: [...teamItems, more],
  lead: [...teamItems, { text: 'Concerns', href: '/staff/concerns' }, { text: 'Accounts', href: '/staff/accounts' }, more],
  recruiter: [
    { text: 'Support history', href: '/recruiting' },
    { text: 'My looks', href: '/recruiting/looks' },
    { text: 'How this works', href: '/recruiting/how' },
    { text: 'Training', href: '/training' },
  ],
  administrator: [
    { text: 'Accounts', href: '/staff/accounts' },
    { text: 'Settings', href: '/staff/settings' },
    { text: 'Training', href: '/training' },
  ],
}

type Described = NavItem & { about: string; only?: Role }

/** Every list of the team that has a page of its own, by what it is about: what the tabs have no room for. */
const teamPages: { title: string; items: Described[] }[] = [
  {
    title: 'People and what they asked for',
    items: [
      { text: 'Candidates', href: '/staff/candidates', about: 'Everybody who registered, with filters, batches and files.' },
      { text: 'Support requests', href: '/staff/requests', about: 'What was asked for, who has it, and what waits for an answer.' },
      { text: 'Tasks', href: '/staff/tasks', about: 'What somebody of the team has to do, by when.' },
      { text: 'Cases', href: '/staff/barriers', about: 'What stands in somebody’s way, who has it, and what was promised by when.' },
      {
        text: 'Systemic barriers',
        href: '/staff/systemic',
        about: 'What stands in the way of many: evidence, decision, change, measured again, told in public.',
      },
      {
        text: 'Adjustments',
        href: '/staff/adjustments',
        about: 'What people asked to have arranged, for what, and what waits for an answer.',
      },
      { text: 'To tell by phone or letter', href: '/staff/to-tell', about: 'Those whom no e-mail reaches.' },
    ],
  },
  {
    title: 'People beside them',
    items: [
      { text: 'Supporters', href: '/staff/supporters', about: 'Buddies, mentors, coaches and hosts, and what they offer.' },
      { text: 'Matching', href: '/staff/matching', about: 'Many people paired at once, each pair explained.' },
      { text: 'Departments that host', href: '/staff/hosts', about: 'Where people can spend a day, and on which days.' },
      { text: 'Placements', href: '/staff/placements', about: 'Visits, from the wish to looking back.' },
      { text: 'Checks', href: '/staff/checks', about: 'What has to be signed or looked at before a visit.' },
      { text: 'One-to-ones', href: '/staff/one-to-ones', about: 'Times with a coach.' },
      {
        text: 'Staff networks',
        href: '/staff/networks',
        about: 'Their events, what can be led in them, and who would like to. Never who belongs.',
      },
    ],
  },
  {
    title: 'In the job',
    items: [
      { text: 'People in work', href: '/staff/in-work', about: 'Everybody who has started: their first year, deferrals, and who leaves.' },
      { text: 'First years', href: '/staff/first-year', about: 'What check-ins raised, and what to look at.' },
      { text: 'Offers of support', href: '/staff/in-work/offers', about: 'What was offered to people who wait, and what they took.' },
      {
        text: 'After the first year',
        href: '/staff/in-work/progress',
        about: 'Who wants what: promotion, another role, leading, mentoring.',
      },
      {
        text: 'Why people leave or defer',
        href: '/staff/in-work/reasons',
        about: 'The reasons counted. Nothing is shown of fewer than five people.',
      },
    ],
  },
  {
    title: 'Letters and pages',
    items: [
      { text: 'Messages', href: '/staff/messages', about: 'Conversations, templates and letters to many.' },
      {
        text: 'Pages that prepare',
        href: '/staff/guides',
        about: 'What candidates read about each stage, and when it was last looked over.',
      },
      {
        text: 'Jobs shaped to fit',
        href: '/staff/jobs',
        about: 'What is possible in each job, who answers for it, and when it was checked.',
      },
      { text: 'What is said of jobs', href: '/staff/jobs/claims', about: 'Every claim, with those to check or to look at again.' },
      { text: 'Questions about jobs', href: '/staff/jobs/questions', about: 'What candidates ask and suggest, and who has it.' },
    ],
  },
  {
    title: 'Workshops',
    items: [
      { text: 'Cohorts', href: '/staff/cohorts', about: 'Groups that go through a programme together.' },
      { text: 'Workshops', href: '/staff/workshops', about: 'Days, places, waiting lists and registers.' },
    ],
  },
  {
    title: 'Training of colleagues',
    items: [
      { text: 'Training register', href: '/staff/training', about: 'Whose training is in date, ends soon or has run out.', only: 'lead' },
      { text: 'Training sessions', href: '/staff/training/sessions', about: 'Sessions for colleagues, who comes, and their registers.' },
      { text: 'My training', href: '/training', about: 'Your own courses, checks and certificates.' },
    ],
  },
]

/** What this role finds on the page that lists everything. */
export const allPages = (role: Role) =>
  teamPages.map(({ title, items }) => ({ title, items: items.filter(({ only }) => only === undefined || only === role) }))

/** The way from a public page to one's own pages. */
const homes: Record<Role, NavItem> = {
  visitor: signIn,
  candidate: { text: 'My support', href: '/my' },
  supporter: { text: 'My supporting', href: '/supporting' },
  coordinator: { text: 'Staff pages', href: '/staff' },
  lead: { text: 'Staff pages', href: '/staff' },
  recruiter: { text: 'Support history', href: '/recruiting' },
  administrator: { text: 'Accounts', href: '/staff/accounts' },
}

/** Where each role starts after signing in. */
export const homeOf = (role: Role): string => homes[role].href

const isUnder = (url: string, href: string) => url === href || url.startsWith(`${href}/`)

/** The item whose address is the longest beginning of this page's address is the current one. */
function marked(items: NavItem[], url: string): NavLink[] {
  const here = items.map(({ href }) => href).filter((href) => isUnder(url, href))
  const longest = here.reduce((best, href) => (href.length > best.length ? href : best), '')
  return items.map((item) => ({ ...item, current: item.href === longest }))
}

/** Of the team's own pages: one that has no tab of its own is found under More. */
function tabOf(role: Role, url: string): string {
  const listed = teamPages.flatMap(({ items }) => items.map(({ href }) => href)).filter((href) => isUnder(url, href))
  return listed.length === 0 || ownItems[role].some(({ href }) => href !== '/staff' && isUnder(url, href)) ? url : more.href
}

export const ownNavigation = (role: Role, url: string): NavLink[] => marked(ownItems[role], tabOf(role, url))

export const publicNavigation = (role: Role, url: string): NavLink[] => marked([...publicItems, homes[role]], url)

const caseGone = 'What you told us is not at this address now.'
type WayBack = NavItem & { role: Role; under: string; why: string }
const visitGone = 'This visit, or this page of it, is not there now: it may have been taken back, moved or be over.'
const talkGone = 'This one-to-one is not there now: it may have been moved or called off.'
const shareGone = 'It was taken back, or it is over. What was shared is theirs again.'
const networkGone = 'This is not there now: it may have closed, or be for members of something that you do not belong to.'
const pairGone = 'What you were asked here has been answered, taken back or run out.'

const offerGone = 'What was offered here is no longer there.'

/** Where those look who follow an old link of a letter. The words are the same whether or not there ever was anything. */
const waysBack: WayBack[] = [
  {
    role: 'candidate',
    under: '/jobs',
    why: 'This job is not on the pages now: it may have been renamed or be over.',
    text: 'See every job',
    href: '/jobs',
  },
  { role: 'candidate', under: '/my/barriers', why: caseGone, text: 'See what you told us', href: '/my/barriers' },
  { role: 'candidate', under: '/my/placements', why: visitGone, text: 'See your visits', href: '/my/placements' },
  { role: 'candidate', under: '/my/one-to-ones', why: talkGone, text: 'See your one-to-ones', href: '/my/one-to-ones' },
  {
    role: 'candidate',
    under: '/my/passport',
    why: 'This part of your passport is not there any more.',
    text: 'See your passport',
    href: '/my/passport',
  },
  { role: 'candidate', under: '/my/pairings', why: pairGone, text: 'See the people beside you', href: '/my/pairings' },
  { role: 'candidate', under: '/my/work', why: offerGone, text: 'See your support in work', href: '/my/work' },
  { role: 'candidate', under: '/my/networks', why: networkGone, text: 'See your networks', href: '/my/networks' },
  { role: 'supporter', under: '/supporting/networks', why: networkGone, text: 'See your networks', href: '/supporting/networks' },
  { role: 'supporter', under: '/supporting/placements', why: visitGone, text: 'See your visitors', href: '/supporting/placements' },
  { role: 'supporter', under: '/supporting/visits', why: visitGone, text: 'See the visits you host', href: '/supporting/visits' },
  { role: 'supporter', under: '/supporting/one-to-ones', why: talkGone, text: 'See your one-to-ones', href: '/supporting/one-to-ones' },
  {
    role: 'supporter',
    under: '/supporting/adjustments',
    why: shareGone,
    text: 'See what is shared with you',
    href: '/supporting/adjustments',
  },
  { role: 'supporter', under: '/supporting/proposals', why: pairGone, text: 'See what waits for you', href: '/supporting' },
]

/** What to say, and where to lead, at an address that is not there; undefined where there is nothing better than the usual words. */
export const wayBack = (role: Role, url: string): WayBack | undefined =>
  waysBack.find((way) => way.role === role && isUnder(url, way.under))
