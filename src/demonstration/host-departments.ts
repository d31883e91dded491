import type { Family, HostState, Openness } from '../features/hosting/rules/words.ts'

export type DemoHost = {
  name: string
  family: Family
  state: HostState
  about: string
  routes: string[]
  area: number // which of the force's
  site: string
  access: string
  dress: string
  travel: string
  patrol?: true
  flexible?: true
  flexibleWords?: string
  capacity: number
  people: string[]
  answers: { openness: Openness; why?: string; ago: number }[] // days ago, oldest first
  asked?: number // days ago
  /** Working days ahead, or weekdays back where negative; `by` is the place of whoever receives people among `people`. */
  days: { in: number; from: string; hours: number; capacity?: number; by?: number; withdrawn?: true }[]
}

const noUniform = 'Something comfortable. No football shirts, no slogans.'
const yes = (ago: number) => ({ openness: 'actively' as const, ago })

/** Invented. Far beyond patrol, as most of the work of a force is. */
export const demoHosts: DemoHost[] = [
  {
    ...{ name: 'Neighbourhood team', family: 'neighbourhood', state: 'published', area: 0, capacity: 2 },
    about:
      'A morning of walking a beat with officers and PCSOs who know every shopkeeper: a drop-in at the library, a school gate, and a street where neighbours do not get on.',
    ...{
      routes: ['constable', 'apprenticeship', 'pcso', 'special'],
      site: 'Police station, front counter',
      dress: 'Flat shoes and a coat. You are outdoors for an hour or two.',
    },
    access:
      'The station has a step-free entrance and a lift. The walk is up to a mile; we choose a shorter one with you if that is better.',
    travel: 'Ten minutes on foot from the railway station. No parking at the door, a car park two streets away.',
    people: ['Helen Marsh', 'Tamsin Cole'],
    answers: [yes(420), yes(55)],
    days: [
      { in: -22, from: '09:30', hours: 4, capacity: 2 },
      { in: -4, from: '09:30', hours: 4, capacity: 2 },
      { in: 6, from: '09:30', hours: 4, capacity: 2 },
      { in: 13, from: '13:00', hours: 4, capacity: 2, by: 1 },
      { in: 27, from: '09:30', hours: 4, capacity: 2 },
    ],
  },
  {
    ...{ name: 'Force control room', family: 'control', state: 'published', area: 1, capacity: 2 },
    about:
      'Sit beside a call handler with a second headset, then beside a dispatcher. You hear how somebody is calmed down, what is asked first and why, and how a car is found for them.',
    ...{ routes: ['staff', 'constable'], site: 'Headquarters, main reception', dress: noUniform },
    access: 'Step-free throughout. Adjustable desks, quiet room next door. Tell us about hearing aids: we have a headset that suits them.',
    travel: 'A bus from the railway station every 20 minutes. Visitor parking has to be booked; say so when you ask.',
    ...{
      people: ['Naomi Fletcher'],
      answers: [yes(380), yes(20)],
      flexible: true,
      flexibleWords: 'Most weekday evenings, when it is busiest, with two weeks’ notice.',
    },
    days: [
      { in: -9, from: '18:00', hours: 4, capacity: 2 },
      { in: 8, from: '18:00', hours: 4, capacity: 2 },
      { in: 18, from: '10:00', hours: 3, capacity: 2 },
    ],
  },
  {
    ...{ name: 'Crime scene investigation', family: 'forensics', state: 'published', area: 1, capacity: 1 },
    about:
      'A day at the unit, not at a scene: photographing, lifting fingerprints from a practice window, packing what was found so that a court can rely on it. Ask how people came into it.',
    ...{ routes: ['staff'], site: 'Scientific support building', dress: 'Clothes that may get dusty. We lend you a suit and gloves.' },
    access: 'Laboratory on the ground floor. One bench can be lowered. Latex-free gloves are there.',
    travel: 'On an industrial estate, so best by car or taxi; the last bus leaves at 5:40pm.',
    ...{ people: ['Mei Tan'], answers: [yes(41)] },
    days: [
      { in: -14, from: '10:00', hours: 5 },
      { in: 10, from: '10:00', hours: 5 },
      { in: 20, from: '10:00', hours: 5 },
      { in: 16, from: '10:00', hours: 5, withdrawn: true },
    ],
  },
  {
    ...{ name: 'Digital forensics', family: 'digital', state: 'published', area: 3, capacity: 1 },
    about: 'What a phone remembers, and how it is read without changing it. You see made-up cases only, and a lot of patience.',
    ...{ routes: ['staff', 'detective', 'degree-holder'], site: 'Headquarters, digital unit', dress: noUniform },
    access: 'Step-free. Screens can be enlarged and darkened. No phones or smart watches in the room; there is a locker.',
    travel: 'A bus from the railway station every 20 minutes.',
    ...{
      people: ['Mei Tan'],
      answers: [{ openness: 'interested', ago: 30 }],
      flexible: true,
      flexibleWords: 'Tuesdays or Thursdays in term time.',
    },
    days: [],
  },
  {
    ...{ name: 'Custody suite', family: 'custody', state: 'published', area: 2, capacity: 1 },
    about:
      'How somebody is booked in, what they are entitled to, who looks after their health. You stay behind the desk with the sergeant, and leave whenever you like.',
    ...{ routes: ['constable', 'staff'], site: 'Custody suite, visitors’ door', dress: 'No scarves, lanyards or open shoes.' },
    access: 'Step-free. It can be loud and has no daylight; there is a quiet room, and breaks whenever you say.',
    travel: 'Parking outside. Fifteen minutes on foot from the railway station.',
    ...{ people: ['Leon Carter'], answers: [yes(64)] },
    days: [
      { in: 9, from: '13:00', hours: 3 },
      { in: 23, from: '13:00', hours: 3 },
    ],
  },
  {
    ...{ name: 'Intelligence and analysis', family: 'intelligence', state: 'published', area: 0, capacity: 2 },
    about:
      'Maps, tables and the question behind them: where will it happen next, and what would help? Bring curiosity; nobody expects code.',
    ...{ routes: ['staff', 'degree-holder'], site: 'Headquarters, second floor', dress: noUniform },
    access: 'Lift to every floor, step-free. Large screens. A hearing loop in the meeting room.',
    travel: 'A bus from the railway station every 20 minutes. Cycle stands at the gate.',
    ...{ people: ['Ellen Frost'], answers: [{ openness: 'interested', ago: 400 }, yes(35)] },
    days: [
      { in: 7, from: '10:00', hours: 3, capacity: 2 },
      { in: 21, from: '14:00', hours: 3, capacity: 2 },
    ],
  },
  {
    ...{ name: 'Roads policing patrol', family: 'roads', state: 'published', area: 2, capacity: 1, patrol: true },
    about:
      'In the back of a marked car for half a shift, on motorways and lanes. You see stops, talk and paperwork, and you stay in the car at anything that moves fast.',
    ...{
      routes: ['constable', 'transferee'],
      site: 'Roads policing base',
      dress: 'Dark trousers, flat shoes, a warm layer. We lend you a high-visibility jacket.',
    },
    access: 'You need to get in and out of a saloon car. If that is hard, ask: the base and its control desk can be shown instead.',
    travel: 'By car; visitors park inside the gate.',
    ...{ people: ['Gareth Lloyd'], answers: [yes(44)] },
    days: [
      { in: 11, from: '14:00', hours: 5 },
      { in: 25, from: '07:00', hours: 5 },
    ],
  },
  {
    ...{ name: 'Response patrol', family: 'response', state: 'published', area: 1, capacity: 1, patrol: true },
    about: 'Half a shift with the officers who come when somebody dials 999: briefing, calls, and the writing up that follows.',
    ...{
      routes: ['constable', 'apprenticeship', 'special'],
      site: 'Police station, front counter',
      dress: 'Dark trousers, flat shoes, a warm layer.',
    },
    access: 'You need to get in and out of a car quickly. The station itself is step-free.',
    travel: 'Five minutes from the bus station.',
    ...{
      people: ['Leon Carter', 'Kate Ormerod'],
      answers: [{ openness: 'interested', ago: 25 }],
      flexible: true,
      flexibleWords: 'Early shifts on weekdays, one visitor a month.',
    },
    days: [],
  },
  {
    ...{ name: 'Dog section', family: 'specialist', state: 'published', area: 4, capacity: 2 },
    about: 'Handlers, dogs and the training field. Loud, muddy and mostly praise.',
    ...{ routes: ['constable'], site: 'Kennels and training field', dress: 'Boots, and clothes that can be washed.' },
    ...{ access: 'The field is rough grass; the kennels have a firm path.', travel: 'By car only.' },
    ...{
      people: ['Rory Baptiste'],
      answers: [yes(395), { openness: 'notNow', why: 'Two new dogs are in training until the summer.', ago: 28 }],
    },
    days: [],
  },
  {
    ...{ name: 'Serious crime investigation', family: 'investigation', state: 'published', area: 0, capacity: 1 },
    about: 'How detectives plan an enquiry, on a closed case with everything that could name anybody taken out.',
    ...{ routes: ['detective', 'constable'], site: 'Headquarters, east wing', dress: 'What you would wear to an office.' },
    ...{
      access: 'Lift and step-free. Written summaries of everything that is said, if that helps.',
      travel: 'A bus from the railway station every 20 minutes.',
    },
    ...{ people: ['Sunita Verma'], answers: [yes(394)], asked: 30, days: [] },
  },
  {
    ...{ name: 'Fleet and workshops', family: 'staff', state: 'draft', area: 3, capacity: 2 },
    about: 'Cars, vans, drones and the people who keep them going.',
    ...{ routes: ['staff'], site: 'Workshops', access: '', dress: 'Closed shoes. We lend you a coat.', travel: '' },
    ...{ people: ['Dominic Shaw'], answers: [], days: [] },
  },
]
