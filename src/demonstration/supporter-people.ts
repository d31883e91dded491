type Profile = {
  kinds: string[]
  title: string
  routes: string[]
  stages: string[]
  meets: 'online' | 'inPerson' | 'either'
  availability: string[]
  languages: string[]
  goals: string[]
  paths: string[]
  about: string
  capacity: number
}
type Shared = { code: string; forMatching: boolean; shownTo: 'nobody' | 'paired' | 'directory' }

export type DemoSupporter = {
  name: string
  /** Has one of the accounts that a visitor can use. */
  signsIn?: true
  state?: 'volunteered' | 'declined'
  since: number // days ago
  areas: number[] // which of the force's
  trained?: number // days from now until which it holds
  away?: number // days from now
  declined?: string
  directory?: true
  experiences?: Shared[]
  profile: Profile
}

const evenings = ['weekdayEvenings', 'saturdays']
const offered = (profile: Partial<Profile> & Pick<Profile, 'kinds' | 'title'>): Profile => ({
  ...{ routes: ['constable'], stages: ['application', 'interview'], meets: 'either', availability: evenings, languages: ['en'] },
  ...{ goals: ['theJob', 'interview'], paths: ['careerChange'], about: '', capacity: 2 },
  ...profile,
})
const said = (code: string, shownTo: Shared['shownTo'], forMatching = true): Shared => ({ code, forMatching, shownTo })

/** Invented. The first three are those of `demoStaff` who support. */
export const demoSupporters: DemoSupporter[] = [
  {
    ...{ name: 'Helen Marsh', signsIn: true, since: 80, areas: [0, 1], trained: 300, directory: true },
    experiences: [said('womanInPolicing', 'directory'), said('carer', 'paired')],
    profile: offered({
      kinds: ['buddy', 'mentoring', 'roleModel'],
      title: 'Sergeant, neighbourhood policing',
      routes: ['constable', 'apprenticeship', 'pcso'],
      goals: ['theJob', 'interview', 'homeLife', 'firstYear'],
      paths: ['careerChange', 'parent', 'long'],
      about:
        'I joined at thirty-four with two small children and left a job in a bank. Ask me about shifts, school runs and the first year.',
      capacity: 3,
    }),
  },
  {
    ...{ name: 'Leon Carter', signsIn: true, since: 85, areas: [1, 2], trained: 210, directory: true },
    experiences: [said('ethnicMinority', 'directory'), said('firstInFamily', 'directory')],
    profile: offered({
      kinds: ['buddy', 'roleModel'],
      title: 'PC, response',
      routes: ['constable', 'degree-holder'],
      stages: ['application', 'sift', 'assessment', 'interview'],
      availability: ['weekdayMornings', 'weekdayEvenings'],
      goals: ['theJob', 'application', 'assessment', 'standingOut'],
      paths: ['university', 'recent'],
      about:
        'Nobody at home had ever spoken to the police for a good reason. I have now done the job for three years, and I still have questions.',
    }),
  },
  {
    ...{ name: 'Aisha Bello', signsIn: true, since: 60, areas: [0, 3], trained: 20, directory: true },
    experiences: [said('faith', 'directory'), said('womanInPolicing', 'paired'), said('cameToUk', 'nobody')],
    profile: offered({
      kinds: ['buddy', 'mentoring', 'roleModel'],
      title: 'Detective constable',
      routes: ['constable', 'detective'],
      availability: ['weekdayAfternoons', 'sundays'],
      languages: ['en', 'ar', 'so'],
      goals: ['choosing', 'assessment', 'standingOut', 'study'],
      paths: ['university', 'staffToOfficer'],
      about: 'I began in the control room and became a detective four years later. I can tell you how fasting and late shifts go together.',
    }),
  },
  {
    ...{ name: 'Naomi Fletcher', since: 70, areas: [2], trained: 400 },
    profile: offered({
      ...{ kinds: ['mentoring', 'coaching'], title: 'Inspector, training', routes: ['constable', 'detective', 'transferee'] },
      ...{ meets: 'online', goals: ['interview', 'study', 'tryingAgain', 'firstYear'], paths: ['university', 'long'], capacity: 3 },
    }),
  },
  {
    ...{ name: 'Gareth Lloyd', since: 66, areas: [0, 2, 3], trained: 365 },
    experiences: [said('disability', 'paired')],
    profile: offered({
      ...{ kinds: ['coaching', 'mentoring'], title: 'Sergeant, roads policing', languages: ['en', 'cy'], meets: 'inPerson' },
      ...{ goals: ['fitness', 'interview', 'tryingAgain'], paths: ['armedForces', 'long'], availability: ['saturdays', 'sundays'] },
    }),
  },
  {
    ...{ name: 'Tamsin Cole', since: 58, areas: [1], trained: 150 },
    profile: offered({
      ...{ kinds: ['buddy'], title: 'PCSO', routes: ['pcso', 'constable'], stages: ['interview', 'fitness'], meets: 'inPerson' },
      ...{ goals: ['theJob', 'fitness', 'interview'], paths: ['school', 'recent'], availability: ['weekdayAfternoons', 'saturdays'] },
    }),
  },
  {
    ...{ name: 'Yusuf Rahman', since: 52, areas: [1, 2], trained: 95, directory: true },
    experiences: [said('ethnicMinority', 'paired'), said('faith', 'directory')],
    profile: offered({
      kinds: ['buddy', 'roleModel'],
      title: 'PC, safer schools',
      routes: ['constable', 'apprenticeship'],
      languages: ['en', 'bn', 'ur'],
      goals: ['theJob', 'application', 'fitness', 'standingOut'],
      paths: ['careerChange', 'recent'],
      about: 'I taught maths before this. I now go back to schools in uniform, and the questions have not become easier.',
    }),
  },
  {
    ...{ name: 'Ellen Frost', since: 50, areas: [0], trained: 500, directory: true },
    experiences: [said('neurodivergence', 'directory')],
    profile: offered({
      kinds: ['mentoring', 'roleModel'],
      title: 'Crime analyst',
      routes: ['staff'],
      stages: ['application', 'shortlist', 'interview'],
      meets: 'online',
      goals: ['choosing', 'application', 'interview'],
      paths: ['university', 'cameBack'],
      about: 'Police staff, twelve years, with three of them away. I like tables, quiet rooms and people who say what they mean.',
    }),
  },
  {
    ...{ name: 'Dominic Shaw', since: 44, areas: [3, 4], trained: 260 },
    profile: offered({
      ...{ kinds: ['buddy', 'mentoring'], title: 'Special sergeant', routes: ['special', 'constable', 'volunteer'] },
      ...{ goals: ['theJob', 'fitness', 'homeLife'], paths: ['careerChange'], availability: ['sundays', 'weekdayEvenings'] },
    }),
  },
  {
    ...{ name: 'Mei Tan', since: 41, areas: [1, 3], trained: 330, directory: true },
    experiences: [said('cameToUk', 'directory'), said('womanInPolicing', 'directory', false)],
    profile: offered({
      kinds: ['coaching', 'roleModel'],
      title: 'Crime scene investigator',
      routes: ['staff'],
      stages: ['application', 'interview', 'checks'],
      languages: ['en', 'cmn', 'yue'],
      goals: ['choosing', 'interview', 'study'],
      paths: ['careerChange', 'recent'],
      about: 'I was a chemist in another country. Ask me how long it took to have my degree recognised, and what I did meanwhile.',
    }),
  },
  {
    ...{ name: 'Rory Baptiste', since: 38, areas: [0, 1], trained: 280, away: 24 },
    profile: offered({
      ...{ kinds: ['buddy'], title: 'PC, dog section', routes: ['constable', 'apprenticeship'], meets: 'inPerson' },
      ...{ goals: ['theJob', 'fitness', 'firstYear'], paths: ['armedForces', 'recent'] },
    }),
  },
  {
    ...{ name: 'Kate Ormerod', since: 35, areas: [2, 4], trained: 190 },
    experiences: [said('lgbt', 'paired'), said('joiningLater', 'paired')],
    profile: offered({
      ...{ kinds: ['buddy', 'mentoring'], title: 'PC, neighbourhood policing', routes: ['constable', 'pcso'] },
      ...{ goals: ['theJob', 'standingOut', 'homeLife'], paths: ['careerChange', 'staffToOfficer'], capacity: 0 },
    }),
  },
  {
    ...{ name: 'Sunita Verma', since: 90, areas: [0, 4], trained: -9 },
    experiences: [said('ethnicMinority', 'paired')],
    profile: offered({
      ...{
        kinds: ['mentoring', 'coaching'],
        title: 'Detective sergeant',
        routes: ['detective', 'constable'],
        languages: ['en', 'hi', 'pa'],
      },
      ...{ goals: ['choosing', 'assessment', 'interview'], paths: ['university', 'long', 'parent'], capacity: 3 },
    }),
  },
  {
    ...{ name: 'Jamie Pickett', state: 'volunteered', since: 6, areas: [1] },
    profile: offered({ kinds: ['buddy'], title: 'PC, response', goals: ['theJob', 'fitness', 'assessment'], paths: ['school', 'recent'] }),
  },
  {
    ...{ name: 'Olu Adebayo', state: 'volunteered', since: 3, areas: [2, 3], trained: 700 },
    experiences: [said('ethnicMinority', 'paired')],
    profile: offered({
      ...{ kinds: ['mentoring', 'coaching'], title: 'Chief inspector', routes: ['constable', 'transferee'] },
      ...{ goals: ['choosing', 'tryingAgain'], paths: ['long'], capacity: 1 },
    }),
  },
  {
    ...{ name: 'Frances Boyd', state: 'declined', since: 30, areas: [0] },
    declined: 'You interview applicants this year, so we cannot match you with one. Please offer again when that ends.',
    profile: offered({ kinds: ['mentoring'], title: 'Recruitment adviser', routes: ['staff'] }),
  },
]
