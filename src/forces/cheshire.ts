import { standardBarrierDays } from './barriers.ts'
import { feedback } from './feedback.ts'
import { consentsFor } from './consents.ts'
import { standardCheckMonths, standardRetention } from './keeping.ts'
import { bias } from './courses/bias.ts'
import { hiring } from './courses/hiring.ts'
import type { ForceProfile } from './profile.ts'
import { cheshireGroups } from './groups.ts'
import { cheshireNetworks } from './networks.ts'
import { standardRoutes } from './routes.ts'

const name = 'Cheshire Constabulary'

const support: ForceProfile['support'] = [
  {
    kind: 'insight',
    name: 'Insight programme',
    strand: 'main',
    text: 'Six workshops, from what the job is like to how each test works. You leave knowing more, and surer of yourself.',
    about: [
      'Insight is for people thinking about joining as an officer or as a member of staff. You meet those who do the work, try the tasks that recruitment will set, and ask what you would not ask at an interview.',
      'You join a group that starts together. Come to one workshop or to all of them. We ask how confident you feel before and after, so that you can see the difference and we can make the workshops better.',
    ],
    meta: 'Evenings and Saturdays, online and in person',
    recruiterLabel: 'Recruitment awareness workshops',
  },
  {
    kind: 'buddy',
    name: 'Buddy Scheme',
    strand: 'main',
    text: 'One person beside you who has done this before, from your first form to the end of your first year.',
    about: [
      'A buddy is a serving officer or member of staff who volunteers. It goes hand in hand with Insight: you are offered one when you join a group, and you can ask without joining.',
      'We suggest a match from what you both told us matters. Neither of you sees a name until both have said yes. You can ask for somebody else at any time, without a reason.',
      'A buddy listens, explains and encourages. They do not advise on vetting answers, share live test content, write references, or get asked about you by recruiters.',
    ],
    meta: 'Matched with care, and you both choose',
  },
  {
    kind: 'mentoring',
    name: 'Mentoring',
    strand: 'people',
    text: 'Regular talks with someone in the kind of role you want, working towards goals that you set.',
    about: [
      'A mentor has been where you want to go. You agree up to three goals, meet every few weeks, and look back half-way and at the end.',
      'It lasts from 4 to 24 weeks. Your plan is yours: both of you agree to it, and either of you can suggest a change.',
    ],
    meta: 'Every few weeks, online or in person',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'coaching',
    name: 'Career coaching',
    strand: 'people',
    text: 'Short, focused sessions that help you decide which route suits you and plan the next step.',
    about: [
      'A coach asks more than they tell. Useful when you are choosing between roles, coming back after a break, or after a result you did not hope for.',
    ],
    meta: 'Up to 6 sessions of 45 minutes',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'roleModel',
    name: 'Meet a role model',
    strand: 'people',
    text: 'One honest conversation with somebody whose path you would like to hear about.',
    about: [
      'Tell us what you would like to ask about: a role, shifts, faith at work, caring, coming out, being the first. We find someone who has offered to talk about it. One conversation, and nothing follows unless you want it to.',
    ],
    meta: 'One conversation, about 40 minutes',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'shadowing',
    name: 'Work shadowing',
    strand: 'try',
    text: 'Go to work with a team for half a day and find out what the job feels like before you choose.',
    about: [
      'You visit with a host who knows you are coming and what you need. We talk afterwards: was it what you expected, and do you want it more or less?',
      'Some visits have a lowest age and a few safety checks first. We tell you which before you ask for a date.',
    ],
    meta: 'Half days across Cheshire',
    recruiterLabel: 'Workplace visit',
  },
  {
    kind: 'skills',
    name: 'Skills workshops',
    strand: 'try',
    text: 'Hands-on practice in writing a CV, doing an interview, and using the online tools that recruitment uses.',
    about: [
      'Small groups, real examples and time to try. Before and after, you mark how sure you feel about each skill. Only you and the team see the marks.',
    ],
    meta: '2 hours, up to 16 people',
    recruiterLabel: 'Skills workshops',
  },
  {
    kind: 'application',
    name: 'Application support',
    strand: 'try',
    text: 'A person to go through each stage with you: the form, the assessments, the interview.',
    about: [
      'Book one-to-one time when a stage is near. We explain what is being looked for, help you find your own examples and practise with you. The words you send in are always your own.',
    ],
    meta: 'One-to-ones you can book',
    recruiterLabel: 'Application preparation',
  },
  {
    kind: 'adjustments',
    name: 'Adjustments',
    strand: 'fair',
    text: 'Extra time, captions, a quiet room, other hours: say what helps once and we help arrange it each time.',
    about: [
      'You do not need a diagnosis. Write down what helps you do your best, and choose who sees it at each stage. We also talk with teams about hours, places and equipment, so that a job can be shaped to fit.',
      'What you tell us is kept apart from anything that recruiters see.',
    ],
    meta: 'Any stage, from the first workshop',
  },
  {
    kind: 'barrier',
    name: 'Getting past a barrier',
    strand: 'fair',
    text: 'Childcare, transport, or a qualification from abroad: tell us what is in the way and we take it up.',
    about: [
      'Some obstacles are nothing to do with how good you would be. We take yours on, tell you what we find, and raise those that stop many people with those who can change them.',
    ],
    meta: 'A named person follows it through',
  },
  {
    kind: 'inwork',
    name: 'Support in your first year',
    strand: 'on',
    text: 'Check-ins through your first twelve months, and coaching if you want to move up or across.',
    about: [
      'We get in touch in weeks 2, 6, 13, 26, 39 and 52 after you start, and whenever you ask. Your buddy stays with you. After that, coaching, leadership courses and networks go on.',
    ],
    meta: 'Six check-ins, and more if you ask',
    recruiterLabel: 'Support after starting',
  },
  {
    kind: 'networks',
    name: 'Staff networks',
    strand: 'on',
    text: 'People at work who share something with you: company, a voice together, and ways to lead.',
    about: ['Networks are run by their members. Nobody outside sees who belongs. We put you in touch only when you ask us to.'],
    meta: 'Private, and open before you join',
  },
  {
    kind: 'feedback',
    name: 'Tell us how it was',
    strand: 'on',
    text: 'Short surveys and small panels. You said, we did: what changes because of you is published.',
    about: [
      'Whether you joined, stopped or are still thinking, what you noticed helps the next person. People from the community who never applied are welcome too.',
    ],
    meta: 'A few minutes, or an evening',
  },
  {
    kind: 'training',
    name: 'Fair hiring training',
    strand: 'on',
    text: 'For colleagues who hire: how bias works, and how to run a selection that is the same for everyone.',
    about: ['Anyone who takes part in selection can book. A certificate lasts two years. We list it here so that you know it happens.'],
    meta: 'For staff, not for candidates',
  },
]

export const cheshire = {
  id: 'cheshire',
  name,
  service: 'Positive Action',
  strapline: 'Insight workshops, a buddy and practical help on the way into policing in Cheshire.',
  colours: { deep: '#0f2747', primary: '#1d4f91', accent: '#f5b82e', tint: '#eaf1fa', paper: '#f7f5f0' },
  mark: '<g class="f-accent"><path d="M20 6c3.600 4 3.600 9 0 13-3.600-4-3.600-9 0-13z"/><path d="M10 11.500c5 .8 8 4.500 8 9.500-5-.8-8-4.500-8-9.500z"/><path d="M30 11.500c-5 .8-8 4.500-8 9.500 5-.8 8-4.500 8-9.500z"/><path d="M10 21.500c5 .5 8 3.800 8.500 8.500-5-.5-8-3.800-8.500-8.500z"/><path d="M30 21.500c-5 .5-8 3.800-8.500 8.500 5-.5 8-3.800 8.500-8.500z"/><rect x="18.900" y="19" width="2.200" height="16" rx="1.100"/></g>',
  area: 'Cheshire',
  areas: [
    { id: 'chester', name: 'Chester' },
    { id: 'congleton', name: 'Congleton' },
    { id: 'crewe', name: 'Crewe and Nantwich' },
    { id: 'ellesmere-port', name: 'Ellesmere Port' },
    { id: 'macclesfield', name: 'Macclesfield' },
    { id: 'northwich', name: 'Northwich' },
    { id: 'runcorn', name: 'Runcorn and Widnes' },
    { id: 'warrington', name: 'Warrington' },
    { id: 'wilmslow', name: 'Wilmslow and Knutsford' },
    { id: 'winsford', name: 'Winsford' },
  ],
  routes: standardRoutes,
  groups: cheshireGroups,
  networks: cheshireNetworks,
  strands: [
    { id: 'main', name: 'Start here', text: 'The two that most people begin with. They work well together.' },
    { id: 'people', name: 'People to talk to', text: 'From a single conversation to months of working towards a goal.' },
    { id: 'try', name: 'Try it and prepare', text: 'See the work, practise the skills, and go into each stage ready.' },
    { id: 'fair', name: 'What you need to take part', text: 'Nobody should miss out because of how something is set up.' },
    { id: 'on', name: 'Once you are here', text: 'Joining is the start. Support goes on, and so does our learning.' },
  ],
  support,
  words: {
    programme: 'Insight programme',
    programmeShort: 'Insight',
    workshops: 'Insight workshops',
    buddy: 'buddy',
    buddyScheme: 'Buddy Scheme',
    cohort: 'Insight group',
  },
  contacts: {
    team: { name: 'Positive Action Team', email: 'positive.action@cheshire-police.example', phone: '01632 960 141' },
    press: { name: 'Media desk', email: 'media@cheshire-police.example', phone: '01632 960 142' },
    safeguarding: { name: 'Safeguarding', email: 'safeguarding@cheshire-police.example', phone: '01632 960 145' },
    professionalStandards: { name: 'Professional Standards', email: 'standards@cheshire-police.example', phone: '01632 960 143' },
    dataProtection: { name: 'Data Protection Officer', email: 'data.protection@cheshire-police.example', phone: '01632 960 144' },
    adjustments: { name: 'Workplace Adjustments', email: 'adjustments@cheshire-police.example', phone: '01632 960 146' },
    address: 'Positive Action Team, Cheshire Constabulary, 1 Example Way, Winsford',
  },
  workingHours: { text: 'Monday to Friday, 9am to 5pm, except bank holidays', opens: 9, closes: 17 },
  quietHours: { from: 21, until: 8 },
  replyDays: 5,
  barrierDays: standardBarrierDays,
  feedback,
  retention: standardRetention,
  checkMonths: standardCheckMonths,
  askAgainMonths: 6,
  supportRunsTo: 'firstYear',
  consents: consentsFor(name),
  stories: [
    {
      title: '“I had talked myself out of it twice”',
      role: 'A constable in her first year, thinking of the fitness test',
      paragraphs: [
        'She was thirty-four, with two children and no sport since school. At her first Insight evening she asked the question she was most embarrassed by, and half the room wanted the answer.',
        'Her buddy ran with her on six Tuesdays. She passed the test, and then everything else, in the same way as everyone she joined with.',
      ],
      support: ['insight', 'buddy'],
    },
    {
      title: '“Captions on, and nobody made a fuss”',
      role: 'A control room call handler who is deaf in one ear',
      paragraphs: [
        'He wrote down what helps once: captions, a seat on the left, instructions in writing. It was there at the workshop, at the assessment and on his first shift.',
      ],
      support: ['adjustments', 'skills', 'inwork'],
    },
    {
      title: '“Half a day told me more than a year of reading”',
      role: 'A graduate who was sure she wanted one job and chose another',
      paragraphs: [
        'She came for detective entry, spent a morning with a digital forensics team and changed her mind. A mentor there helped her set three goals. She applied for a staff role and was chosen on the strength of her own examples.',
      ],
      support: ['shadowing', 'mentoring', 'application'],
    },
  ],
  courses: [bias, hiring],
  landing: {
    eyebrow: 'Support on the way into policing',
    title: 'Can you see yourself in policing?',
    lead: 'Look closer, with workshops, a buddy and straight answers. For people from groups that policing has too few of. The job itself is won on merit, by you.',
    note: 'Registering takes about 5 minutes. Change your mind whenever you like.',
    supportTitle: 'Two good ways to begin, and more when you need it',
    supportLead: 'Pick one or mix several. All of it is free, and what you tell us here is kept apart from your application.',
    cards: ['insight', 'buddy', 'mentoring', 'shadowing'],
    steps: [
      { title: 'Say hello', text: 'A name, an e-mail address and a password. Then tell us as much or as little as you like.' },
      { title: 'Choose what helps', text: 'Book a workshop, ask for a buddy, or arrange half a day with a team.' },
      { title: 'Get ready', text: 'Practise each stage with people who know it. Then apply, and be judged like everyone else.' },
      { title: 'Keep going', text: 'If you join, your buddy and our team stay with you through your first year.' },
    ],
    workshopsTitle: 'Next workshops',
    forMe: [
      'A police force works best when it looks like the streets it serves, and ours does not yet. We would be glad to hear from women, from older and younger people, from Black, Asian and other ethnic minority people, and from LGBT+ and disabled people.',
      'It is here for anyone who feels that it would help, whether you picture yourself in uniform or behind the scenes. You never have to prove anything. If you are in two minds, come and talk.',
    ],
    faqs: [
      {
        question: 'Does this get me a job?',
        answer: 'No. It helps you show what you can do. Everyone is then measured in the same way, and the best person is chosen.',
      },
      {
        question: 'Who sees what I tell you?',
        answer:
          'The coordinators handling your support. Recruiters see nothing unless you switch it on, and then only which kinds of support you took part in. You can see who looked.',
      },
      {
        question: 'I applied once and did not get through. Can I come?',
        answer: 'Yes, and many do. We can go through what happened and plan for the next time with you.',
      },
      {
        question: 'I need things set up differently. Is that all right?',
        answer: 'Yes. Tell us what helps, from captions to step-free rooms. No diagnosis or letter is needed.',
      },
      {
        question: 'Do I have to be 18?',
        answer:
          'No. Under 18 you can read everything, register and join workshops. Buddies and visits to teams need extra safeguards first.',
      },
    ],
    closingTitle: 'Come and find out',
    closingText: 'You will hear from a person on the team within 5 working days.',
  },
} satisfies ForceProfile
