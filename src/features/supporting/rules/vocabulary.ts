/**
 * The words in which a supporter offers and a candidate looks for the same thing, so that the two can be compared. A code that has
 * been used stays: what was said keeps its words.
 */
export const slots = {
  weekdayMornings: 'Weekday mornings',
  weekdayAfternoons: 'Weekday afternoons',
  weekdayEvenings: 'Weekday evenings',
  saturdays: 'Saturdays',
  sundays: 'Sundays',
} as const

export const meetings = { online: 'Online', inPerson: 'In person', either: 'Online or in person' } as const

/** What a candidate would like help with, and a supporter offers to help with. */
export const goals = {
  theJob: 'What the job is really like',
  choosing: 'Choosing a role or a route',
  application: 'Writing an application',
  interview: 'Confidence at interview',
  assessment: 'Getting ready for an assessment',
  fitness: 'Getting ready for the fitness test',
  study: 'Study habits and managing time',
  homeLife: 'Shifts, caring and life at home',
  standingOut: 'Being the first, or the only one',
  tryingAgain: 'Trying again after a no',
  firstYear: 'Settling in during the first year',
} as const

/** How somebody came to the job: what a supporter may say of their path, and a candidate may prefer. */
export const paths = {
  careerChange: 'Changed career',
  university: 'Joined from university or college',
  school: 'Joined from school or first job',
  armedForces: 'Came from the armed forces',
  staffToOfficer: 'Was police staff, PCSO or special first',
  cameBack: 'Came back after a break',
  parent: 'Joined while bringing up children',
  recent: 'Joined in the last three years',
  long: 'Has served ten years or more',
} as const

/**
 * What somebody may have lived through and may choose to share. It says much about a person, so nobody is asked for it, and
 * matching uses it only where both sides ticked exactly that.
 */
export const experiences = {
  firstInFamily: 'First in the family to think of policing',
  ethnicMinority: 'Being from an ethnic minority community',
  faith: 'Faith in daily life and at work',
  disability: 'Living with a disability or long-term condition',
  neurodivergence: 'Being neurodivergent',
  lgbt: 'Being lesbian, gay, bi or trans',
  womanInPolicing: 'Being a woman in policing',
  carer: 'Caring for somebody',
  cameToUk: 'Moving to the UK from elsewhere',
  careExperience: 'Growing up in care',
  joiningLater: 'Joining later in life',
} as const

/** Languages by their code of ISO 639, and British Sign Language. */
export const languages = {
  en: 'English',
  bfi: 'British Sign Language',
  cy: 'Welsh',
  ar: 'Arabic',
  bn: 'Bengali',
  yue: 'Cantonese',
  cs: 'Czech',
  fa: 'Farsi',
  fr: 'French',
  de: 'German',
  el: 'Greek',
  gu: 'Gujarati',
  hi: 'Hindi',
  hu: 'Hungarian',
  it: 'Italian',
  ku: 'Kurdish',
  lt: 'Lithuanian',
  cmn: 'Mandarin',
  ne: 'Nepali',
  ps: 'Pashto',
  pl: 'Polish',
  pt: 'Portuguese',
  pa: 'Punjabi',
  ro: 'Romanian',
  ru: 'Russian',
  so: 'Somali',
  es: 'Spanish',
  ta: 'Tamil',
  tr: 'Turkish',
  uk: 'Ukrainian',
  ur: 'Urdu',
  vi: 'Vietnamese',
} as const
