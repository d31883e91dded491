import { standardBarrierDays } from './barriers.ts'
import { feedback } from './feedback.ts'
import { consentsFor } from './consents.ts'
import { standardCheckMonths, standardRetention } from './keeping.ts'
import { bias } from './courses/bias.ts'
import { hiring } from './courses/hiring.ts'
import type { ForceProfile } from './profile.ts'
import { hampshireGroups } from './groups.ts'
import { hampshireNetworks } from './networks.ts'
import { standardRoutes } from './routes.ts'

const name = 'Hampshire & Isle of Wight Constabulary'

const support: ForceProfile['support'] = [
  {
    kind: 'insight',
    name: 'Pre-employment workshops',
    strand: 'skills',
    text: 'A series that shows you how policing works and what each stage of recruitment asks, before you apply.',
    about: [
      'Workshops run in series, so you meet the same faces. Some are about the work, some about the tests, and all leave time for your questions.',
      'Come to one or come to them all. We ask how confident you feel at the start and at the end, so that both of us can see what changed.',
    ],
    meta: 'Weekday evenings and some Saturdays',
    recruiterLabel: 'Recruitment awareness workshops',
  },
  {
    kind: 'skills',
    name: 'CV, interview and digital skills',
    strand: 'skills',
    text: 'Practical sessions: put your experience on paper, speak about it well, and feel at home with online tests.',
    about: [
      'Bring what you have, even if it is a blank page. Trainers work with small groups and there is time to try again. You mark your own skills before and after.',
    ],
    meta: '2 hours, laptops provided',
    recruiterLabel: 'Skills workshops',
  },
  {
    kind: 'mentoring',
    name: 'Mentoring',
    strand: 'skills',
    text: 'A member of the force who knows your kind of road, and walks part of it with you.',
    about: [
      'You set up to three goals together and meet every few weeks for 4 to 24 weeks. Half-way, you both look at how it is going. Either of you can stop.',
      'Mentors volunteer, are trained, and look like the communities of Hampshire and the Isle of Wight.',
    ],
    meta: 'Every few weeks, online or in person',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'coaching',
    name: 'Career coaching',
    strand: 'skills',
    text: 'A few sessions to work out what you want, what you bring and which role to aim for.',
    about: ['A coach helps you think, and leaves the deciding to you. Good at a crossroads, after a break, or when an answer was no.'],
    meta: 'Up to 6 sessions of 45 minutes',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'roleModel',
    name: 'Talk to a role model',
    strand: 'skills',
    text: 'Ask somebody in the job the things you really want to know. One talk, no strings.',
    about: [
      'Choose what you would like to hear about, such as shifts with a family, praying at work, or joining at fifty. We ask someone who has offered to speak about just that.',
    ],
    meta: 'One conversation, about 40 minutes',
    recruiterLabel: 'One-to-one support',
  },
  {
    kind: 'adjustments',
    name: 'Jobs that fit',
    strand: 'access',
    text: 'Flexible hours, equipment, changes to a test: write once what works for you and use it at every stage.',
    about: [
      'We go to departments and ask what in a role really has to be that way. Often hours, place or tools can move. For you, we keep one page of what helps, and you choose who reads it and when.',
      'No diagnosis is asked for, and recruiters do not see it.',
    ],
    meta: 'From your first workshop onwards',
  },
  {
    kind: 'shadowing',
    name: 'Work experience and shadowing',
    strand: 'access',
    text: 'Spend time beside people doing different jobs, so that you choose with your eyes open.',
    about: [
      'Half a day or a few days with a host team, planned around your access needs and your week. Afterwards we ask what surprised you.',
      'Some visits have a lowest age and a few safety checks first. You hear which before you pick a date.',
    ],
    meta: 'On the mainland and the island',
    recruiterLabel: 'Workplace visit',
  },
  {
    kind: 'application',
    name: 'Application support',
    strand: 'access',
    text: 'Guidance through the form, the assessments and the interview, one stage at a time.',
    about: [
      'Book time with a coordinator when a stage is coming up. We explain what each task measures, help you choose examples, and rehearse. What you submit is your own work.',
    ],
    meta: 'One-to-ones you can book',
    recruiterLabel: 'Application preparation',
  },
  {
    kind: 'barrier',
    name: 'Speaking up for you',
    strand: 'barriers',
    text: 'Ferry times, childcare, a certificate from another country: we take on what stands in your way.',
    about: [
      'One person takes it on and keeps you posted. When the same thing keeps stopping people, we bring it to those who set the rules, with the numbers.',
    ],
    meta: 'A named person follows it through',
  },
  {
    kind: 'training',
    name: 'Training for those who hire',
    strand: 'barriers',
    text: 'Colleagues learn how snap judgements creep in, and how to keep them out of hiring.',
    about: [
      'Open to every colleague who takes part in choosing people. It ends in a certificate that runs out, so that it stays fresh. Candidates cannot book it; we show it so that you know.',
    ],
    meta: 'For staff, not for candidates',
  },
  {
    kind: 'buddy',
    name: 'A buddy',
    strand: 'ongoing',
    text: 'Someone friendly who has been through it, at each stage and through your first year.',
    about: [
      'Buddies are officers and staff who volunteer. You are offered one when you join a series of workshops, or you can simply ask.',
      'We propose a match; both of you say yes before either sees a name. Ask for another at any time, and keep your reasons to yourself if you wish.',
      'Buddies do not advise on vetting answers, pass on live test content, give references, or report on you to recruiters.',
    ],
    meta: 'Through recruitment and a year beyond',
  },
  {
    kind: 'inwork',
    name: 'In-work support',
    strand: 'ongoing',
    text: 'Coaching and regular check-ins in your first year, so that a good start stays good.',
    about: [
      'Expect to hear from us in weeks 2, 6, 13, 26, 39 and 52. In between, you can ask for a coach. After the first year, leadership courses and networks are there for you.',
    ],
    meta: 'Six check-ins, and more if you ask',
    recruiterLabel: 'Support after starting',
  },
  {
    kind: 'feedback',
    name: 'Your experience counts',
    strand: 'ongoing',
    text: 'Tell us what it was like. Panels and short surveys decide what we mend next.',
    about: ['We publish what was said and what was done about it. You can take part without ever having applied, and leave your name out.'],
    meta: 'A few minutes, or an evening',
  },
  {
    kind: 'networks',
    name: 'Support networks',
    strand: 'ongoing',
    text: 'Peer groups across the force, with chances to learn, lead and bring others along.',
    about: ['Members run them, and who belongs is private. Say the word and we introduce you; otherwise we never do.'],
    meta: 'Private, and open before you join',
  },
]

export const hampshire = {
  id: 'hampshire',
  name,
  service: 'Positive Action',
  strapline: 'Pre-employment workshops, mentoring and practical help on the way into policing.',
  colours: { deep: '#0c2d36', primary: '#0b6374', accent: '#ff9e7a', tint: '#e4f2f3', paper: '#f8f5f1' },
  mark: '<g class="f-accent"><path d="M20 7.500 26.500 14 20 20.500 13.500 14z"/></g><g fill="none" class="st-white" stroke-width="2.600" stroke-linecap="round"><path d="M7.500 25.500c3.100-2.800 6.200-2.800 9.300 0s6.200 2.800 9.300 0 5.100-2.300 6.400-1"/><path d="M7.500 31.500c3.100-2.800 6.200-2.800 9.300 0s6.200 2.800 9.300 0 5.100-2.300 6.400-1"/></g>',
  area: 'Hampshire and the Isle of Wight',
  areas: [
    { id: 'basingstoke', name: 'Basingstoke' },
    { id: 'east-hampshire', name: 'East Hampshire' },
    { id: 'eastleigh', name: 'Eastleigh and Winchester' },
    { id: 'fareham', name: 'Fareham and Gosport' },
    { id: 'hart', name: 'Hart and Rushmoor' },
    { id: 'havant', name: 'Havant' },
    { id: 'isle-of-wight', name: 'Isle of Wight' },
    { id: 'new-forest', name: 'New Forest' },
    { id: 'portsmouth', name: 'Portsmouth' },
    { id: 'southampton', name: 'Southampton' },
    { id: 'test-valley', name: 'Test Valley' },
  ],
  routes: standardRoutes,
  groups: hampshireGroups,
  networks: hampshireNetworks,
  strands: [
    { id: 'skills', name: 'Skills development', text: 'Learn, practise and be encouraged by people who know the way.' },
    { id: 'access', name: 'Access and opportunities', text: 'See the work for yourself, and find or shape a role that fits.' },
    { id: 'barriers', name: 'Removing barriers', text: 'When the problem is the system, we work on the system.' },
    { id: 'ongoing', name: 'Ongoing support', text: 'From your first stage to your first year, and the years after.' },
  ],
  support,
  words: {
    programme: 'Pre-employment workshops',
    programmeShort: 'Pre-employment',
    workshops: 'pre-employment workshops',
    buddy: 'buddy',
    buddyScheme: 'Buddies',
    cohort: 'workshop series',
  },
  contacts: {
    team: { name: 'Positive Action Team', email: 'positive.action@hiow-police.example', phone: '01632 960 171' },
    press: { name: 'News desk', email: 'news@hiow-police.example', phone: '01632 960 172' },
    safeguarding: { name: 'Safeguarding', email: 'safeguarding@hiow-police.example', phone: '01632 960 175' },
    professionalStandards: { name: 'Professional Standards', email: 'standards@hiow-police.example', phone: '01632 960 173' },
    dataProtection: { name: 'Data Protection Officer', email: 'data.protection@hiow-police.example', phone: '01632 960 174' },
    adjustments: { name: 'Workplace Adjustments', email: 'adjustments@hiow-police.example', phone: '01632 960 176' },
    address: 'Positive Action Team, Hampshire & Isle of Wight Constabulary, 1 Example Road, Eastleigh',
  },
  workingHours: { text: 'Monday to Friday, 8am to 4pm, except bank holidays', opens: 8, closes: 16 },
  quietHours: { from: 21, until: 8 },
  replyDays: 5,
  barrierDays: { ...standardBarrierDays, transport: { answer: 3, outcome: 20 } },
  feedback,
  retention: standardRetention,
  checkMonths: standardCheckMonths,
  askAgainMonths: 6,
  supportRunsTo: 'firstYear',
  consents: consentsFor(name),
  stories: [
    {
      title: '“I thought digital skills meant programming”',
      role: 'A former carer, now a member of police staff in Southampton',
      paragraphs: [
        'She had looked after her parents for eleven years and believed that it counted for nothing on a form. In a CV session she filled two pages with it.',
        'An evening of practice with online tests took the fear away. The panel heard about planning, patience and calm under pressure, and chose her for it.',
      ],
      support: ['skills', 'application'],
    },
    {
      title: '“The last ferry was the problem, not me”',
      role: 'A special constable on the Isle of Wight',
      paragraphs: [
        'Every evening workshop ended after his last crossing home. He told the team. Two were moved online and one to Newport, and eleven other people from the island came.',
      ],
      support: ['barrier', 'insight'],
    },
    {
      title: '“My mentor never once told me what to do”',
      role: 'A constable who joined at forty-seven',
      paragraphs: [
        'He wondered whether he was too late. His mentor asked what he would bring that a younger man would not. By the third meeting he had a list, and by the sixth a date for his assessment.',
      ],
      support: ['mentoring', 'roleModel', 'inwork'],
    },
  ],
  courses: [
    { ...bias, title: 'Seeing people fairly' },
    { ...hiring, title: 'Hiring that opens doors' },
  ],
  landing: {
    eyebrow: 'Positive action on both sides of the Solent',
    title: 'Find your way into policing',
    lead: 'Skills, contacts and practical help for people whose communities are missing from the force. We help you get ready. Your own merit gets you in.',
    note: 'Registering takes about 5 minutes. You can change or delete what you tell us.',
    supportTitle: 'Four strands of help',
    supportLead: 'Take what is useful and leave the rest. It costs nothing, and what you say here stays out of your application.',
    cards: 'strands',
    steps: [
      { title: 'Register', text: 'Your name, an e-mail address and a password are enough to begin.' },
      { title: 'Tell us what you need', text: 'Workshops, a mentor, time with a team, or someone to take on a barrier.' },
      { title: 'Prepare and apply', text: 'Build the skills and try each task. Selection is then the same for all.' },
      { title: 'Settle in', text: 'Check-ins, coaching and networks carry on through your first year and after.' },
    ],
    workshopsTitle: 'Pre-employment workshops coming up',
    forMe: [
      'We call a group under-represented when fewer of its members work here than live around us. Age, disability, ethnicity, faith, sex and sexual orientation can all be part of that, and so can where a person grew up.',
      'If you think that support would help you, that is enough. Officer or staff, sure or unsure, mainland or island: get in touch and we will work it out with you.',
    ],
    faqs: [
      {
        question: 'Will I be given an easier test?',
        answer: 'No. Positive action is help with getting ready. The competition stays, the bar stays, and the decision is made on merit.',
      },
      {
        question: 'Can the people who hire read my details?',
        answer:
          'No. If you agree, those who support recruitment can see the kinds of support you took part in, and nothing you said. Leave it off and they see nothing at all.',
      },
      {
        question: 'I do not use e-mail much. What then?',
        answer: 'Ring us. A coordinator can register you by telephone and send letters in place of e-mail.',
      },
      {
        question: 'Can I bring someone with me?',
        answer: 'Yes: an interpreter, a carer or a support worker is welcome at any workshop. Tell us beforehand so that there is a seat.',
      },
      {
        question: 'I am under 18. Can I start?',
        answer:
          'You can read, register and come to workshops now. Being paired with someone, or visiting a team, needs extra safeguards first.',
      },
    ],
    closingTitle: 'Start with a conversation',
    closingText: 'Tell us who you are and what you are curious about. A person writes back within 5 working days.',
  },
} satisfies ForceProfile
