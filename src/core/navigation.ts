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
  { text: 'Tasks', href: '/staff/tasks' },
  { text: 'Supporters', href: '/staff/supporters' },
  { text: 'Placements', href: '/staff/placements' },
  { text: 'One-to-ones', href: '/staff/one-to-ones' },
]

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
    { text: 'My profile', href: '/supporting/profile' },
  ],
  coordinator: teamItems,
  lead: [...teamItems, { text: 'Concerns', href: '/staff/concerns' }, { text: 'Accounts', href: '/staff/accounts' }],
  recruiter: [
    { text: 'Support history', href: '/recruiting' },
    { text: 'My looks', href: '/recruiting/looks' },
    { text: 'How this works', href: '/recruiting/how' },
  ],
  administrator: [
    { text: 'Accounts', href: '/staff/accounts' },
    { text: 'Settings', href: '/staff/settings' },
  ],
}

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

export const ownNavigation = (role: Role, url: string): NavLink[] => marked(ownItems[role], url)

export const publicNavigation = (role: Role, url: string): NavLink[] => marked([...publicItems, homes[role]], url)
