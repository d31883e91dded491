import type { Course } from '../profile.ts'

/** For those who have to do with how people are hired. It assigns nobody to a panel. */
export const hiring: Course = {
  id: 'hiring',
  title: 'Inclusive hiring',
  for: ['hire'],
  about: [
    'For those who write adverts, run recruitment or work beside it. How people hear of a job, what they are asked and how they are met decides who applies and who stays.',
    'You learn to write a role so that more people can see themselves in it, to make adjustments without fuss, and where the line runs between helping people to compete and choosing among them.',
  ],
  meta: 'Half a day with a trainer and examples of our own, then a short check',
  months: 24,
  materials: [
    {
      title: 'Write the job, not the person you had before',
      paragraphs: [
        'List what somebody has to do, and keep only what they need on the first day. Each “must” that could be learnt closes the door to people who would have done well.',
        'Short words, no abbreviations, hours and place said plainly, and what can be flexible said first.',
      ],
    },
    {
      title: 'Adjustments are ordinary',
      paragraphs: [
        'Ask everybody, at every stage, whether they need anything to show what they can do. Take their word for it: nobody has to prove a need to you, or to name a condition.',
        'Whoever arranges an adjustment learns what is needed and no more. It is not on the papers of those who assess.',
      ],
    },
    {
      title: 'Ask, note, then judge',
      paragraphs: [
        'The same opening questions for all, in the same order, with what a strong answer holds written down beforehand. Follow-up questions belong to what was asked.',
        'Each assessor notes what was said, scores alone, and only then do they talk.',
      ],
    },
    {
      title: 'Where the line runs',
      paragraphs: [
        'Support before an application, such as workshops, a buddy or practice, may be aimed at people who are missing among us, where there is a written reason. It never replaces competition: the choice is made on merit.',
        'That somebody had support is no mark for them or against them, and assessors are not told. Ask the team when you are unsure: early is best.',
      ],
    },
  ],
  check: {
    version: 1,
    passMark: 80,
    questions: [
      {
        id: 'must',
        text: 'Which line belongs under “you must have” in a job advert?',
        options: [
          { id: 'a', text: 'What the person before had' },
          { id: 'b', text: 'What is needed on the first day and cannot be learnt in the job' },
          { id: 'c', text: 'Whatever keeps the number of applications down' },
          { id: 'd', text: 'Everything that would be useful' },
        ],
        right: 'b',
        why: 'Every other “must” turns away people who could have learnt it. It belongs under what you will teach.',
      },
      {
        id: 'proof',
        text: 'Somebody asks for more reading time in an assessment. What do you ask for?',
        options: [
          { id: 'a', text: 'A letter from a doctor' },
          { id: 'b', text: 'The name of the condition' },
          { id: 'c', text: 'Only what would make it work, and then you arrange it' },
          { id: 'd', text: 'Whether they had it at school' },
        ],
        right: 'c',
        why: 'Take their word for the need. What matters is what helps, and that it is in place in time.',
      },
      {
        id: 'tell',
        text: 'Who learns that somebody has an adjustment?',
        options: [
          { id: 'a', text: 'Those who arrange it' },
          { id: 'b', text: 'All assessors, so that they can take it into account' },
          { id: 'c', text: 'The line manager of the post' },
          { id: 'd', text: 'Nobody at all' },
        ],
        right: 'a',
        why: 'An adjustment makes the comparison fair by itself. Those who assess need not know, and those who arrange it learn no more than is needed.',
      },
      {
        id: 'same',
        text: 'Two people are interviewed for the same job. What has to be the same?',
        options: [
          { id: 'a', text: 'The length of the answers' },
          { id: 'b', text: 'The opening questions, their order, and what a strong answer holds' },
          { id: 'c', text: 'Everything that is said' },
          { id: 'd', text: 'The number of follow-up questions' },
        ],
        right: 'b',
        why: 'The frame is the same. Follow-up questions may differ as the answers do, as long as they belong to what was asked.',
      },
      {
        id: 'merit',
        text: 'Somebody came to five of our workshops. What does that mean for their score?',
        options: [
          { id: 'a', text: 'A little more, as they showed effort' },
          { id: 'b', text: 'A little less, as they had help' },
          { id: 'c', text: 'Nothing, and assessors are not told' },
          { id: 'd', text: 'It decides where two people score the same' },
        ],
        right: 'c',
        why: 'Support helps people to compete. The choice is on merit, and what support somebody had is kept apart from it.',
      },
      {
        id: 'group',
        text: 'When may a workshop be kept for a group?',
        options: [
          { id: 'a', text: 'Whenever the group is small' },
          { id: 'b', text: 'When a written reason with evidence has been approved and is in date' },
          { id: 'c', text: 'When enough people ask for it' },
          { id: 'd', text: 'Never' },
        ],
        right: 'b',
        why: 'The reason says which need it meets, on what evidence, and why nothing milder would do. A second person approves it, and it runs out.',
      },
      {
        id: 'notes',
        text: 'What do you write down while somebody answers?',
        options: [
          { id: 'a', text: 'How they came across' },
          { id: 'b', text: 'A score, so that you do not forget it' },
          { id: 'c', text: 'Nothing, so that you can listen' },
          { id: 'd', text: 'What they said' },
        ],
        right: 'd',
        why: 'What was said can be compared and explained. An impression cannot.',
      },
    ],
  },
}
