import type { Network, NetworkTheme } from '../../../forces/profile.ts'
import { givesAway } from '../../rationales/rules.ts'

export const themeNames: Record<NetworkTheme, string> = {
  women: 'Women and gender',
  race: 'Race and ethnicity',
  lgbt: 'LGBT+',
  disability: 'Disability and neurodiversity',
  faith: 'Faith and belief',
  carers: 'Parents and carers',
  age: 'Age and menopause',
  health: 'Health',
  armedForces: 'Armed forces',
}

/**
 * What somebody agrees to by joining, word for word as it is shown and kept. It names the one person who is told, what, and what
 * ends it.
 */
export const joiningWords = ({ name, contact }: Pick<Network, 'name' | 'contact'>): string =>
  `I agree that ${contact.name}, the contact of ${name}, is told the name I give here, how to reach me, and what I add. Nobody else is told: not the positive action team unless I say so below, not my line manager, and never anybody who recruits. I can leave at any time. Then the contact can open this no more, and hears only that one person left.`

/** What is agreed to beside it by whoever lets the team know. */
export const TEAM_WORDS =
  'The positive action team may know that I belong to this network. It stands on my page with them, and I can take it back at any time.'

/** Does the label that recruiters see hold the title, the network's name, or a word that stands for it? */
export const namesNetwork = (
  label: string,
  title: string,
  { id, name, labelWords }: Pick<Network, 'id' | 'name' | 'labelWords'>,
): boolean => label.trim() === '' || givesAway(label, title, { name, labelWords: [...labelWords, id] })
