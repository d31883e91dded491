/** What a need is about: what somebody does, and never what they have. */
export const needKinds = {
  hearing: 'Hearing',
  seeing: 'Seeing',
  moving: 'Moving around',
  concentrating: 'Concentrating',
  reading: 'Reading and writing',
  speaking: 'Speaking',
  energy: 'Energy',
  newPlaces: 'Calm in new places',
  time: 'Time',
  other: 'Something else',
} as const
export type NeedKind = keyof typeof needKinds
export const needCodes = Object.keys(needKinds) as [NeedKind, ...NeedKind[]]

export const NEEDS_MOST = 20
/** For how many days something taken out can be brought back. */
export const UNDO_DAYS = 1

const conditions = [
  ...['autis', 'adhd', 'asperger', 'dyslexi', 'dyspraxi', 'dyscalculi', 'tourette', 'bipolar', 'schizo', 'depressi', 'ptsd', 'ocd\\b'],
  ...['diabet', 'epilep', 'asthma', 'arthriti', 'cancer', 'hiv\\b', 'crohn', 'colitis', 'endometrios', 'fibromyalgi', 'parkinson'],
  ...['multiple sclerosis', 'cerebral palsy', 'chronic fatigue', 'long covid', 'lupus', 'syndrome', 'disorder', 'diagnos', 'menopaus'],
  ...['medication', 'tablets', 'doctor', 'consultant', 'hospital', 'therap', 'surgery'],
]
const pattern = new RegExp(`\\b(?:${conditions.join('|')})`, 'iu')

/** Do these words read as if they named a condition or its treatment? A hint is all that follows: nobody is refused their own words. */
export const readsLikeDiagnosis = (...texts: (string | null | undefined)[]): boolean => texts.some((text) => pattern.test(text ?? ''))
