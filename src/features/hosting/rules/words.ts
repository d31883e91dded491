/** What kinds of work departments show, well beyond patrol. In the order in which the catalogue lists them. */
export const families = {
  neighbourhood: 'Neighbourhood policing',
  control: 'Control room and contact',
  response: 'Response and patrol',
  custody: 'Custody',
  investigation: 'Investigation',
  forensics: 'Forensics and crime scenes',
  digital: 'Digital and cyber',
  intelligence: 'Intelligence and analysis',
  roads: 'Roads policing',
  specialist: 'Dogs, search and other specialists',
  victims: 'Victim and witness care',
  staff: 'Staff roles: people, finance, law, estates, fleet',
} as const
export type Family = keyof typeof families
export const familyIds = Object.keys(families) as [Family, ...Family[]]

/** The name of a family; one that is no longer listed keeps its code. */
export const familyName = (family: string): string => (families as Record<string, string>)[family] ?? family

export const hostStates = ['draft', 'published', 'retired'] as const
export type HostState = (typeof hostStates)[number]
export const hostStateWords: Record<HostState, { text: string; colour: string }> = {
  draft: { text: 'Draft', colour: 'grey' },
  published: { text: 'Published', colour: 'green' },
  retired: { text: 'Hosts no more', colour: 'grey' },
}

export const opennesses = ['actively', 'interested', 'notNow'] as const
export type Openness = (typeof opennesses)[number]
export const opennessWords: Record<Openness | 'notAsked', { text: string; colour: string; hint: string }> = {
  actively: { text: 'Open', colour: 'green', hint: 'We would like people to come, and offer days' },
  interested: { text: 'Interested', colour: 'blue', hint: 'Ask us: we see case by case whether it fits' },
  notNow: { text: 'Not now', colour: 'orange', hint: 'Nobody new can ask. Visits that are agreed go ahead' },
  notAsked: { text: 'Not asked yet', colour: 'grey', hint: 'It has not said yet' },
}
export const openTo = (openness: string): (typeof opennessWords)[Openness] => opennessWords[openness as Openness]
