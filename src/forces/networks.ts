import type { Network } from './profile.ts'

type Contact = Network['contact']
const contact = (name: string, mailbox: string, domain: string, phone: string): Contact => ({
  name,
  email: `${mailbox}@${domain}.example`,
  phone: `01632 960 ${phone}`,
})

type Own = Pick<Network, 'name' | 'meets' | 'contact'>
const leading = {
  women: ['Speak at an open evening', 'Shadow the chair of the network for three months', 'Lead a return-to-work circle'],
  race: ['Mentor somebody through the assessment', 'Sit on the force’s scrutiny panel', 'Lead a community evening'],
  lgbt: ['Be a visible ally at an event', 'Lead the Pride working group', 'Give a short talk to new joiners'],
  disability: ['Test a new system for access', 'Lead a lunch about one condition', 'Advise on adjustments in training'],
  carers: ['Run a swap board for shifts', 'Lead a coffee hour', 'Speak for carers at the people board'],
  faith: ['Look after the quiet rooms', 'Explain a festival to colleagues', 'Welcome a visiting community'],
  age: ['Lead a session about midlife and work', 'Write a guide for line managers'],
  health: ['Become a listener', 'Lead a walk and talk'],
  armedForces: ['Mentor a service leaver', 'Lead the reservists’ week'],
} as const

const women = (own: Own): Network => ({
  ...own,
  id: 'women',
  theme: 'women',
  summary: 'For women in every rank and role, and for everybody who wants policing to work for them.',
  openTo: 'Women, in uniform or not, and allies of any gender. Candidates are welcome from the day they register.',
  about: [
    'Honest talk about shifts, kit that fits, promotion, coming back after a break, and being the only woman in the room.',
    'Members are told of coaching circles, of practice for boards, and of colleagues who have done what you would like to do.',
  ],
  leading: [...leading.women],
  labelWords: ['woman', 'women', 'female', 'lady', 'ladies', 'girl', 'gender'],
  candidates: true,
})

const race = (own: Own): Network => ({
  ...own,
  id: 'heritage',
  theme: 'race',
  summary: 'For colleagues from Black, Asian, mixed and other ethnic minority backgrounds, and those who stand with them.',
  openTo: 'Anybody from an ethnic minority background, and allies. Candidates are welcome from the day they register.',
  about: [
    'A place to be understood without explaining first, and a voice that the chief officers hear every quarter.',
    'Members help each other towards promotion, look at how the force treats people, and go out to communities together.',
  ],
  leading: [...leading.race],
  labelWords: ['ethnic', 'minority', 'minorities', 'race', 'racial', 'black', 'asian', 'heritage', 'culture', 'cultural'],
  candidates: true,
})

const lgbt = (own: Own): Network => ({
  ...own,
  id: 'rainbow',
  theme: 'lgbt',
  summary: 'For lesbian, gay, bisexual, trans and queer colleagues, whether out at work or not, and for allies.',
  openTo: 'LGBT+ people and allies. Nobody is asked which. Candidates are welcome from the day they register.',
  about: [
    'Somebody to ring before the first day, quiet advice about being out or not, and a good deal of fun in between.',
    'Nobody outside the network learns who is in it, unless a member says so themselves.',
  ],
  leading: [...leading.lgbt],
  labelWords: ['lesbian', 'gay', 'bisexual', 'trans', 'lgbt', 'queer', 'pride', 'rainbow'],
  candidates: true,
})

const disability = (own: Own): Network => ({
  ...own,
  id: 'enable',
  theme: 'disability',
  summary: 'For disabled and neurodivergent colleagues and people with long-term conditions, seen or unseen.',
  openTo: 'Disabled, neurodivergent or Deaf people, anybody with a long-term condition, and allies. No proof of anything is asked for.',
  about: [
    'What helps at a desk, in a car, on nights and in an assessment, from people who have tried it.',
    'Members look over new buildings, systems and forms before they are bought or built.',
  ],
  leading: [...leading.disability],
  labelWords: ['disability', 'disabled', 'neurodiversity', 'neurodivergent', 'autism', 'dyslexia', 'deaf', 'enable', 'ability'],
  candidates: true,
})

const carers = (own: Own): Network => ({
  ...own,
  id: 'carers',
  theme: 'carers',
  summary: 'For everybody who looks after somebody: children, parents, partners, friends.',
  openTo: 'Parents and carers of anybody, and those about to be. Candidates are welcome from the day they register.',
  about: [
    'Shifts and school runs, care that falls apart at five in the morning, and what to ask for in writing.',
    'Members swap what works, and tell the force where its rules make caring harder than it is.',
  ],
  leading: [...leading.carers],
  labelWords: ['carer', 'carers', 'caring', 'parent', 'parents', 'family', 'maternity'],
  candidates: true,
})

type Faith = { id: string; who: string; labelWords: string[]; summary: string }
const faith = ({ id, who, labelWords, summary }: Faith, own: Own): Network => ({
  ...own,
  id,
  theme: 'faith',
  summary,
  openTo: `${who}, and whoever would like to learn. Candidates are welcome from the day they register.`,
  about: [
    'Time and room for prayer at work, food and fasting on shift, festivals, and what uniform rules allow.',
    'Members advise colleagues who work with their communities, and are there for each other in hard weeks.',
  ],
  leading: [...leading.faith],
  labelWords: ['faith', 'belief', 'religion', 'religious', ...labelWords],
  candidates: true,
})
const muslim: Faith = {
  id: 'muslim',
  who: 'Muslim colleagues and candidates',
  labelWords: ['muslim', 'islam', 'islamic', 'ramadan', 'eid'],
  summary: 'For Muslim officers, staff and volunteers: fellowship, advice and a voice.',
}
const christian: Faith = {
  id: 'christian',
  who: 'Christians of every church',
  labelWords: ['christian', 'church', 'easter', 'christmas'],
  summary: 'For Christians of every church who would like company and prayer at work.',
}
const everyFaith: Faith = {
  id: 'faiths',
  who: 'Jewish, Hindu, Sikh, Buddhist, humanist and all other people with a faith or none',
  labelWords: ['faiths', 'jewish', 'hindu', 'sikh', 'buddhist', 'humanist'],
  summary: 'For every faith and belief that has no group of its own here yet, and for those with none.',
}

const midlife = (own: Own): Network => ({
  ...own,
  id: 'midlife',
  theme: 'age',
  summary: 'For anybody who joins later, works through menopause, or thinks about the second half of working life.',
  openTo: 'Anybody of any age and gender to whom it matters. Candidates are welcome from the day they register.',
  about: ['Second careers, menopause at work, pensions in plain words, and what forty-five brings that twenty-five cannot.'],
  leading: [...leading.age],
  labelWords: ['midlife', 'menopause', 'age', 'older'],
  candidates: true,
})

const minds = (own: Own): Network => ({
  ...own,
  id: 'minds',
  theme: 'health',
  summary: 'For men, and whoever cares about them, to speak about health before it is late.',
  openTo: 'Men in every role, and allies. For colleagues and for those who have a date to start.',
  about: ['Walks, a listening ear, and talks about the things that men are said not to talk about.'],
  leading: [...leading.health],
  labelWords: ['men', 'man', 'male', 'mental', 'health', 'minds'],
  candidates: false,
})

const forces = (own: Own): Network => ({
  ...own,
  id: 'service',
  theme: 'armedForces',
  summary: 'For veterans, reservists, cadet leaders and families of those who serve.',
  openTo: 'Anybody who has served or has somebody who does. Candidates are welcome from the day they register.',
  about: ['How service experience counts here, leave for reservists, and people who changed uniform before you did.'],
  leading: [...leading.armedForces],
  labelWords: ['veteran', 'veterans', 'reservist', 'reservists', 'military', 'army', 'navy'],
  candidates: true,
})

const cheshire = 'cheshire'
export const cheshireNetworks: Network[] = [
  women({
    name: 'Women of Cheshire Policing',
    meets: 'First Tuesday of the month, 12:30pm, online and in Winsford',
    contact: contact('Joanne Whitlock', 'women.network', cheshire, '301'),
  }),
  race({
    name: 'Heritage Alliance',
    meets: 'Every other Thursday, 5pm, in Warrington and online',
    contact: contact('Deepak Anand', 'heritage.alliance', cheshire, '302'),
  }),
  lgbt({
    name: 'Rainbow Cheshire',
    meets: 'Last Wednesday of the month, 6pm, in Chester',
    contact: contact('Alex Farrow', 'rainbow', cheshire, '303'),
  }),
  disability({
    name: 'Enable Cheshire',
    meets: 'Second Monday of the month, 1pm, online with captions',
    contact: contact('Ruth Penney', 'enable', cheshire, '304'),
  }),
  carers({
    name: 'Parents and Carers Circle',
    meets: 'Third Friday of the month, 12pm, online',
    contact: contact('Ian Sorrell', 'carers.circle', cheshire, '305'),
  }),
  faith(muslim, {
    name: 'Muslim Police Fellowship',
    meets: 'After Friday prayer once a month, in Warrington',
    contact: contact('Samira Yusuf', 'muslim.fellowship', cheshire, '306'),
  }),
  faith(christian, {
    name: 'Christian Police Fellowship',
    meets: 'Mondays, 8am, a quarter of an hour online',
    contact: contact('Peter Langley', 'christian.fellowship', cheshire, '307'),
  }),
  faith(everyFaith, {
    name: 'Many Faiths Forum',
    meets: 'Four times a year, around festivals',
    contact: contact('Hannah Levene', 'many.faiths', cheshire, '308'),
  }),
  midlife({
    name: 'Second Half',
    meets: 'Every six weeks, 12pm, online',
    contact: contact('Carol Whitby', 'second.half', cheshire, '309'),
  }),
  forces({
    name: 'Forces in Blue',
    meets: 'First Saturday of the quarter, in Crewe',
    contact: contact('Craig Donnelly', 'forces.in.blue', cheshire, '310'),
  }),
]

const hampshire = 'hampshire'
export const hampshireNetworks: Network[] = [
  race({
    name: 'Solent Heritage Network',
    meets: 'First Thursday of the month, 5:30pm, in Southampton and online',
    contact: contact('Kwame Boateng', 'heritage.network', hampshire, '321'),
  }),
  women({
    name: 'Women Forward',
    meets: 'Second Wednesday of the month, 12pm, online and in Basingstoke',
    contact: contact('Clare Hutchings', 'women.forward', hampshire, '322'),
  }),
  lgbt({
    name: 'Rainbow Wave',
    meets: 'Third Tuesday of the month, 6pm, in Portsmouth',
    contact: contact('Jamie Orchard', 'rainbow.wave', hampshire, '323'),
  }),
  disability({
    name: 'Enable South',
    meets: 'Last Monday of the month, 1pm, online with captions',
    contact: contact('Naomi Prior', 'enable.south', hampshire, '324'),
  }),
  faith(muslim, {
    name: 'Muslim Network South',
    meets: 'Once a month on a Friday, in Southampton',
    contact: contact('Imran Saleem', 'muslim.network', hampshire, '325'),
  }),
  faith(christian, {
    name: 'Christian Network South',
    meets: 'Wednesdays, 8am, a quarter of an hour online',
    contact: contact('Esther Coombe', 'christian.network', hampshire, '326'),
  }),
  faith(everyFaith, {
    name: 'Faiths Together',
    meets: 'Every two months, online',
    contact: contact('Miriam Stone', 'faiths.together', hampshire, '327'),
  }),
  carers({
    name: 'Island and Mainland Carers',
    meets: 'First Friday of the month, 12pm, online',
    contact: contact('Sean Whitaker', 'carers', hampshire, '328'),
  }),
  minds({
    name: 'Open Minds',
    meets: 'Every fortnight, walks from three stations',
    contact: contact('Darren Pope', 'open.minds', hampshire, '329'),
  }),
  forces({
    name: 'Harbour Forces Family',
    meets: 'Second Saturday of the quarter, in Portsmouth',
    contact: contact('Lorna Maddox', 'forces.family', hampshire, '330'),
  }),
]
