import type { ClaimKind } from '../features/jobs/rules/words.ts'

/** What is said of a job; `ago` is how many days ago it was checked, and nothing where nobody has yet. */
export type DemoClaim = { kind: ClaimKind; statement: string; evidence: string; ago?: number }
export type DemoJob = {
  title: string
  family: 'officer' | 'staff'
  routes: string[]
  /** Which of the force's areas, by its number in the profile; none for every area. */
  area?: number
  hours: string
  about: string
  fixed: string
  owner: [name: string, title: string]
  claims: DemoClaim[]
}

const officer = ['constable', 'apprenticeship', 'degree-holder', 'transferee']

/** Eight jobs as a force could describe them. What is possible in each differs on purpose, and so does how fresh it is. */
export const demoJobs: DemoJob[] = [
  {
    title: 'Response officer',
    family: 'officer',
    routes: officer,
    hours: 'Earlies, lates and nights: six on, four off, ten hours each',
    about:
      'You go to what cannot wait: a collision, a burglar on the roof, somebody who is frightened at home. Then you write down what happened, and the next call comes.\n\nYou work in pairs for the first months, with a tutor.',
    fixed: 'Calls come by night too. Nights can be fewer, and in some teams none, but not for everybody at once.',
    owner: ['Ruth Adeyemi', 'Chief inspector, response'],
    claims: [
      {
        kind: 'partTime',
        statement: 'After the tutor period you can work 24, 28 or 32 hours a week, in whole shifts of the pattern.',
        evidence: 'The flexible working policy, part 4. Last year 31 response officers worked fewer hours.',
        ago: 40,
      },
      {
        kind: 'fixedShifts',
        statement: 'Parents and carers can ask for a pattern without nights for up to two years at a time.',
        evidence: 'The pattern is agreed by the inspector within 14 days; 9 of 11 who asked last year have it.',
        ago: 345,
      },
      {
        kind: 'equipment',
        statement: 'Body armour is cut to measure, for every shape and for during pregnancy, before your first shift.',
        evidence: 'The supply contract, and the fitting room at the training centre.',
        ago: 120,
      },
      {
        kind: 'faithRoom',
        statement: 'Every main station has a quiet room for prayer, and a break can be moved for it.',
        evidence: 'A list of rooms with their keys, looked over by the estates team each spring.',
        ago: 379,
      },
    ],
  },
  {
    title: 'Neighbourhood officer',
    family: 'officer',
    routes: officer,
    area: 3,
    hours: 'Days and evenings, two weekends in four',
    about:
      'You know a handful of streets better than anybody. You sort out what comes back week after week, together with schools, shops and the council.',
    fixed: 'Some evenings have to be worked, as that is when people are home.',
    owner: ['Daniel Price', 'Inspector, neighbourhoods'],
    claims: [
      {
        kind: 'flexibleHours',
        statement: 'You plan two of your five shifts yourself, between 7am and 10pm.',
        evidence: 'The team’s planner. Everybody in the team does it.',
        ago: 70,
      },
      {
        kind: 'jobShare',
        statement: 'Two officers can share one beat, with half a day together each week.',
        evidence: 'Two beats are shared now; the agreement they use can be read.',
        ago: 210,
      },
      {
        kind: 'accessibleSite',
        statement: 'The station is step-free, with a lift and an accessible shower.',
        evidence: 'The access audit of the building.',
        ago: 30,
      },
    ],
  },
  {
    title: 'Detective in public protection',
    family: 'officer',
    routes: ['detective', ...officer],
    hours: 'Days, with one late a week and one weekend in five',
    about:
      'You listen to people who were hurt by somebody they knew, and you find what proves it. Cases last months, and you see them through.',
    fixed: 'Interviews with witnesses are face to face.',
    owner: ['Helena Stone', 'Detective superintendent'],
    claims: [
      {
        kind: 'homeWorking',
        statement: 'Two days a week from home for building case files, once you have passed the first exam.',
        evidence: 'The unit’s working agreement, signed this spring.',
        ago: 95,
      },
      {
        kind: 'compressedHours',
        statement: 'Full hours in four days, with the free day fixed for six months.',
        evidence: '14 of 60 in the unit work like this.',
        ago: 15,
      },
      {
        kind: 'quietSpace',
        statement: 'A room without screens beside the office, for after a hard interview.',
        evidence: 'Room 2.14, in use since last year.',
        ago: 470,
      },
    ],
  },
  {
    title: 'Police community support officer',
    family: 'staff',
    routes: ['pcso'],
    hours: 'Earlies and lates, no nights, two weekends in four',
    about: 'You are the face that people know: outside the school, at the market, at the door of somebody who has not been seen for days.',
    fixed: 'You are on foot or on a bike for most of a shift.',
    owner: ['Daniel Price', 'Inspector, neighbourhoods'],
    claims: [
      {
        kind: 'partTime',
        statement: 'From 18 hours a week, also in school hours.',
        evidence: 'Nine of the posts advertised last year were part time.',
        ago: 55,
      },
      {
        kind: 'phasedStart',
        statement: 'The first month can begin with half days, paid as worked.',
        evidence: 'The joining agreement, which people operations signs with you.',
        ago: 160,
      },
      {
        kind: 'equipment',
        statement: 'An adapted bike or a car is found where walking far is hard.',
        evidence: 'Three are in use; the fleet team keeps two spare.',
        ago: 300,
      },
    ],
  },
  {
    title: 'Control room operator',
    family: 'staff',
    routes: ['staff'],
    area: 1,
    hours: 'Twelve hours, days and nights, four on and four off',
    about: 'You answer the call that somebody never thought they would make, and you send help while you keep talking.',
    fixed: 'The room is staffed at every hour, and calls are taken in the room.',
    owner: ['Gwen Parry', 'Head of the contact centre'],
    claims: [
      {
        kind: 'equipment',
        statement: 'Desks that rise, screens to your size, and headsets for hearing aids, before your first day.',
        evidence: 'Every third desk is fitted; the rest within a week of asking.',
        ago: 20,
      },
      {
        kind: 'accessibleSite',
        statement: 'Step-free from the parking to the desk, with an accessible toilet on the same floor.',
        evidence: 'Walked with a wheelchair user from the disability network.',
        ago: 110,
      },
      {
        kind: 'quietSpace',
        statement: 'A dim room for breaks, with no radio.',
        evidence: 'Built with the new room; a plan hangs by the door.',
        ago: 371,
      },
      { kind: 'partTime', statement: 'Half a pattern: two days, two nights, eight off.', evidence: 'Sixteen people work it now.' },
    ],
  },
  {
    title: 'Detention officer',
    family: 'staff',
    routes: ['staff'],
    area: 4,
    hours: 'Twelve hours, days and nights',
    about:
      'You look after people on what may be the worst day of their year: food, a blanket, a call to a sister, and an eye on how they are.',
    fixed: 'The work is in the custody suite, on your feet.',
    owner: ['Imran Sheikh', 'Head of custody'],
    claims: [
      {
        kind: 'jobShare',
        statement: 'Two people can share one line of the rota.',
        evidence: 'The custody rota rules; two pairs do it.',
        ago: 240,
      },
      {
        kind: 'faithRoom',
        statement: 'A room for prayer beside the staff room, and breaks that move with the times of prayer.',
        evidence: 'Agreed with the Muslim staff network.',
        ago: 60,
      },
    ],
  },
  {
    title: 'Crime scene investigator',
    family: 'staff',
    routes: ['staff'],
    hours: 'Days, with a week on call in six',
    about: 'You photograph, lift and pack what nobody else would notice, and you explain it later in a report that holds in court.',
    fixed: 'Scenes can be up stairs, on moors, in the rain.',
    owner: ['Petra Novak', 'Head of forensic services'],
    claims: [
      {
        kind: 'compressedHours',
        statement: 'Nine days in two weeks instead of ten.',
        evidence: 'Everybody in two of three teams works it.',
        ago: 130,
      },
      {
        kind: 'equipment',
        statement: 'Lighter cases and a trolley for whoever should not carry.',
        evidence: 'Bought last year after a suggestion made here.',
        ago: 25,
      },
      {
        kind: 'flexibleHours',
        statement: 'Begin between 7am and 10am on days without a court or a scene.',
        evidence: 'The unit’s working agreement.',
        ago: 388,
      },
    ],
  },
  {
    title: 'Digital investigator',
    family: 'staff',
    routes: ['staff', 'volunteer'],
    hours: 'Days, 37 hours, Monday to Friday',
    about: 'You find what a phone or a laptop can tell, and you say it so that twelve people on a jury follow.',
    fixed: 'Some material can only be opened in the laboratory.',
    owner: ['Petra Novak', 'Head of forensic services'],
    claims: [
      {
        kind: 'homeWorking',
        statement: 'Up to three days a week from home for writing reports.',
        evidence: 'The laboratory’s list of what may leave it.',
        ago: 80,
      },
      {
        kind: 'flexibleHours',
        statement: 'Core hours are 10am to 3pm; the rest is yours to place.',
        evidence: 'The flexible working policy, part 2.',
        ago: 80,
      },
      {
        kind: 'quietSpace',
        statement: 'Desks with screens on three sides, and lamps you set yourself.',
        evidence: 'Six of twenty desks; ask before you start.',
        ago: 200,
      },
    ],
  },
]
