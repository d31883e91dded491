/** How clearly something was seen in one conversation. No total is ever made of it: it is help, not a score. */
export const markLevels = {
  notSeen: { name: 'Not seen this time', text: 'There was no occasion for it, or none was taken.' },
  beginning: { name: 'Beginning', text: 'A first sign, which an example would make clearer.' },
  steady: { name: 'Steady', text: 'Seen plainly, with an example of what you did yourself.' },
  strong: { name: 'Strong', text: 'Seen more than once, with what you did, why, and what came of it.' },
} as const
export type MarkLevel = keyof typeof markLevels

export type FrameworkItem = {
  id: string
  kind: 'competency' | 'value'
  name: string
  about: string
  beginning: string
  steady: string
  strong: string
}
export type Framework = { version: string; from: string; items: FrameworkItem[] }

/**
 * The Competency and Values Framework for policing in words of our own: six competencies and its values, each level described by
 * what somebody does. Feedback names the version it was given by. Whoever changes a word adds a version and leaves those before.
 */
export const frameworks: [Framework, ...Framework[]] = [
  {
    version: '1',
    from: '2026-11-22',
    items: [
      {
        ...{ id: 'aware', kind: 'competency', name: 'Emotionally aware' },
        about: 'Notices what others feel, and what they feel themselves, and acts on it.',
        beginning: 'Says that feelings mattered, without saying whose or how they noticed.',
        steady: 'Tells how they noticed what somebody felt, and what they did differently because of it.',
        strong: 'Stays calm under strain, adapts to very different people, and can say what they learnt about themselves.',
      },
      {
        ...{ id: 'ownership', kind: 'competency', name: 'Takes ownership' },
        about: 'Does what needs doing, sees it through, and answers for it.',
        beginning: 'Describes what the group did; their own part stays vague.',
        steady: 'Says “I”, names the task that was theirs, and tells how it ended.',
        strong: 'Takes on what nobody had asked for, owns a mistake, and puts it right before being told.',
      },
      {
        ...{ id: 'collaborative', kind: 'competency', name: 'Collaborative' },
        about: 'Works with others towards one aim, within a team and beyond it.',
        beginning: 'Worked beside others, and says little of what they gave or took.',
        steady: 'Shares what they know, asks for help, and keeps to what was agreed.',
        strong: 'Brings together people who want different things, and builds trust that lasts.',
      },
      {
        ...{ id: 'supportive', kind: 'competency', name: 'Supports and inspires' },
        about: 'Helps others to do well, with clear aims and by example.',
        beginning: 'Means well by others; no example yet of helping somebody forward.',
        steady: 'Encourages somebody in particular, and tells what became of it.',
        strong: 'Sets a direction that others follow gladly, and makes room for them to grow.',
      },
      {
        ...{ id: 'analytical', kind: 'competency', name: 'Analyses critically' },
        about: 'Looks for what is known, weighs it, and decides on good grounds.',
        beginning: 'Reaches an answer, and the way to it is hard to follow.',
        steady: 'Names what they knew, what they did not, and why they chose as they did.',
        strong: 'Tests what they are told, weighs risks on all sides, and changes course when facts do.',
      },
      {
        ...{ id: 'openMinded', kind: 'competency', name: 'Innovative and open-minded' },
        about: 'Looks for better ways, and listens to views unlike their own.',
        beginning: 'Open to change when others bring it.',
        steady: 'Tries something new, and tells what worked and what did not.',
        strong: 'Seeks out other views early, and makes a way of working better for good.',
      },
      {
        ...{ id: 'courage', kind: 'value', name: 'Courage' },
        about: 'Does what is right, also when it is hard.',
        beginning: 'Knows what would have been right.',
        steady: 'Spoke up or acted, though it would have been easier not to.',
        strong: 'Challenged somebody with more standing than they had, fairly, and stood by it.',
      },
      {
        ...{ id: 'respect', kind: 'value', name: 'Respect and empathy' },
        about: 'Treats everybody with dignity, and tries to see with their eyes.',
        beginning: 'Polite and kind in general terms.',
        steady: 'Tells how they took somebody’s circumstances into account.',
        strong: 'Made sure that somebody easily passed over was heard, and treated fairly.',
      },
      {
        ...{ id: 'service', kind: 'value', name: 'Public service' },
        about: 'Puts the people they serve first.',
        beginning: 'Wants to help, and says so.',
        steady: 'Says whom it was for, and what that person needed.',
        strong: 'Went further than asked for somebody’s good, and kept going when nobody watched.',
      },
    ],
  },
]

export const frameworkNow = (): Framework => frameworks.at(-1) ?? frameworks[0]
export const frameworkOf = (version: string): Framework | undefined => frameworks.find((each) => each.version === version)
