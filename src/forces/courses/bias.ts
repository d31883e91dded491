import type { Course } from '../profile.ts'

/** For everybody who hires, hosts or supports. */
export const bias: Course = {
  id: 'bias',
  title: 'Fair minds: noticing bias',
  for: ['hire', 'host', 'support'],
  about: [
    'Everybody takes shortcuts when they size people up. Most of the time that is harmless. When you decide about somebody, receive them for a day or stand beside them, it is not.',
    'You learn to notice your own shortcuts, to slow down where it counts, and to speak up kindly when somebody else takes one.',
  ],
  meta: 'Half a day with a trainer and a small group, then a short check',
  months: 24,
  materials: [
    {
      title: 'What a shortcut is',
      paragraphs: [
        'We judge quickly, from very little: a name, an accent, a first minute. The judgement feels like knowing. Afterwards we notice what fits it and miss what does not.',
        'Nobody is free of this, and meaning well does not switch it off. What helps is a way of working in which the shortcut has less to do.',
      ],
    },
    {
      title: 'Four that turn up often',
      paragraphs: [
        'Likeness: we warm to people who remind us of ourselves, and call it “a good fit”.',
        'Halo and horns: one thing that impressed us, or put us off, colours everything else.',
        'First minute: the opening decides, and the rest is heard as proof.',
        'Tiredness: at the end of a long day or a long list, the shortcuts decide alone.',
      ],
    },
    {
      title: 'What to do about it',
      paragraphs: [
        'Decide what counts before you meet anybody, and write it down. Ask everybody the same first. Write what was said or done before what you make of it.',
        'Leave a pause before you decide. Ask yourself what you would think if the same had come from somebody else. Compare notes only after each of you has written their own.',
        'If a remark is out of place, say so early and simply: “I see it differently”, or “What did they actually say?” You need not win an argument.',
      ],
    },
    {
      title: 'For hosts, buddies, mentors and coaches',
      paragraphs: [
        'Ask before you help, and ask what would make the day work. Never ask anybody to speak for a whole group, or for anything that they have not offered to tell.',
        'What you hear about somebody stays between you. You take no part in deciding about a person whom you support or host.',
      ],
    },
  ],
  check: {
    version: 1,
    passMark: 80,
    questions: [
      {
        id: 'free',
        text: 'Who takes mental shortcuts about other people?',
        options: [
          { id: 'a', text: 'People who hold strong views' },
          { id: 'b', text: 'Everybody' },
          { id: 'c', text: 'People who have had no training' },
          { id: 'd', text: 'Mostly people who are new to a team' },
        ],
        right: 'b',
        why: 'Nobody is free of shortcuts, and training does not remove them. It gives you ways of working in which they matter less.',
      },
      {
        id: 'fit',
        text: 'A colleague says of somebody: “I just feel they would be a good fit.” What is the best next question?',
        options: [
          { id: 'a', text: 'Did the others feel the same?' },
          { id: 'b', text: 'How long did it take to feel that?' },
          { id: 'c', text: 'What did they say or do that we had said would count?' },
          { id: 'd', text: 'Would they get on with the rest of us?' },
        ],
        right: 'c',
        why: '“Fit” often means likeness. Going back to what was agreed beforehand brings out what can be seen.',
      },
      {
        id: 'halo',
        text: 'Somebody made one excellent remark, and from then on you thought well of all they said. What is that called?',
        options: [
          { id: 'a', text: 'A halo' },
          { id: 'b', text: 'Likeness' },
          { id: 'c', text: 'A stereotype' },
          { id: 'd', text: 'Good judgement' },
        ],
        right: 'a',
        why: 'One strong impression lends its light to everything else. The opposite, one weak moment that spoils the rest, is just as common.',
      },
      {
        id: 'notes',
        text: 'When two of you have met the same person, when do you compare notes?',
        options: [
          { id: 'a', text: 'At once, while it is fresh' },
          { id: 'b', text: 'After each has written down their own view' },
          { id: 'c', text: 'Only if you disagree' },
          { id: 'd', text: 'Never' },
        ],
        right: 'b',
        why: 'Whoever speaks first shapes what the other remembers. Two views written apart are worth more than one shared one.',
      },
      {
        id: 'tired',
        text: 'It is the end of a long day and there are three people left to see. What helps most?',
        options: [
          { id: 'a', text: 'Going faster, so that you finish' },
          { id: 'b', text: 'Trusting your experience' },
          { id: 'c', text: 'Seeing them with a stricter eye' },
          { id: 'd', text: 'A break, or another day' },
        ],
        right: 'd',
        why: 'Tired people rely on shortcuts. A pause is fairer to those who come last.',
      },
      {
        id: 'speak',
        text: 'A colleague on your visit jokes about a visitor’s accent. What do you do?',
        options: [
          { id: 'a', text: 'Let it go, as the visitor smiled' },
          { id: 'b', text: 'Report it and say nothing on the day' },
          { id: 'c', text: 'Say calmly that it is out of place, then see that the visitor is all right' },
          { id: 'd', text: 'Ask the visitor where the accent is from' },
        ],
        right: 'c',
        why: 'Early and simple works best. A smile may only be politeness. Reporting can still follow, and the team helps with that.',
      },
      {
        id: 'ask',
        text: 'Somebody you host uses a wheelchair. What comes first?',
        options: [
          { id: 'a', text: 'Ask what would make the day work for them' },
          { id: 'b', text: 'Plan the day around what you think they can do' },
          { id: 'c', text: 'Ask what happened to them' },
          { id: 'd', text: 'Find them somebody else with a wheelchair to talk to' },
        ],
        right: 'a',
        why: 'They know best what works. Ask about the day, not about them, and before you plan.',
      },
      {
        id: 'private',
        text: 'Your buddy has told you about a health condition. Who else may know?',
        options: [
          { id: 'a', text: 'Whoever interviews them, so that they can be fair' },
          { id: 'b', text: 'The rest of your team, in confidence' },
          { id: 'c', text: 'Nobody, unless they ask you to pass it on' },
          { id: 'd', text: 'Other buddies who could advise you' },
        ],
        right: 'c',
        why: 'What somebody tells you is theirs. Where you are worried about safety, talk to the team about that, and tell the person first if you can.',
      },
    ],
  },
}
