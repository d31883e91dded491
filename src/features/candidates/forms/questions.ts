import type { ForceProfile } from '../../../forces/profile.ts'
import type { Question } from '../rules/questions.ts'

/** Who sees an answer: yes, only if the person says so, or never. */
type Seen = { by: 'yes' | 'maybe' | 'no'; who: string; what: string }
export type QuestionWords = { short: string; title: string; hint: string; why: string; seen: Seen[] }

const team = (what: string): Seen => ({ by: 'yes', who: 'The Positive Action team sees it', what })
const recruiters: Seen = { by: 'no', who: 'Recruiters never see it', what: 'Nobody who decides on an application does either.' }
const supporters: Seen = {
  by: 'maybe',
  who: 'Someone who supports you sees it only if you say so',
  what: 'We ask you later, and separately.',
}

const asked: Record<Exclude<Question, 'shareHistory' | 'news' | 'stories' | 'research'>, QuestionWords> = {
  routes: {
    short: 'Routes',
    title: 'Which ways in interest you?',
    hint: 'Choose as many as you like. It is no application, and you can change it whenever you want.',
    why: 'Each way in has stages of its own. We show you those, and what helps with each.',
    seen: [team('To suggest support that fits the route.'), recruiters],
  },
  areas: {
    short: 'Areas',
    title: 'Where could you come to?',
    hint: 'Choose every area you could travel to. Some workshops are online.',
    why: 'It lets us plan workshops near the people who would like to come.',
    seen: [team('To choose places and times.'), recruiters],
  },
  support: {
    short: 'Support',
    title: 'Which support would you like?',
    hint: 'Choose as much or as little as you like. More can be added later.',
    why: 'Each thing you choose becomes a request. A person reads it and answers you.',
    seen: [
      team('To arrange what you choose.'),
      {
        by: 'maybe',
        who: 'Recruiters see it only if you say so',
        what: 'We ask you that on its own, further on. It is off until you switch it on.',
      },
    ],
  },
  tailoring: {
    short: 'About you',
    title: 'Is there anything about you that would help us help you?',
    hint: 'For example, being the first in your family to think of policing, caring for someone, or a community you belong to. Share what you choose to, or nothing.',
    why: 'Support fits better when we know a little of your life. We read this only with your yes, and delete it when you take the yes back.',
    seen: [team('Only the coordinators who handle your support.'), supporters, recruiters],
  },
  access: {
    short: 'Taking part',
    title: 'What would make taking part possible for you?',
    hint: 'Say what you need, not why. For example: step-free rooms, captions, a quiet space, a break for prayer. We never ask for a diagnosis.',
    why: 'So that rooms, times and materials work for you from the first day.',
    seen: [
      team('To arrange it before you come.'),
      { by: 'yes', who: 'Whoever runs your workshop sees the need', what: 'Nothing else of what you told us.' },
      recruiters,
    ],
  },
  adult: {
    short: '18 or over',
    title: 'Are you 18 or over?',
    hint: 'You can take part either way.',
    why: 'A few things, such as going out with a patrol, have a lowest age. For anybody younger we also take more care over who supports them.',
    seen: [team('To offer you what is open to you.'), recruiters],
  },
}

const shared: Record<'shareHistory' | 'news' | 'stories' | 'research', Pick<QuestionWords, 'short' | 'why' | 'seen'>> = {
  shareHistory: {
    short: 'Support history',
    why: 'Somebody who helps with recruitment may want to confirm support that you mention. They can only do so if you let them.',
    seen: [
      {
        by: 'maybe',
        who: 'Recruiters see a short list, only with your yes',
        what: 'Kind of support, quarter of the year, rough hours, finished or not.',
      },
      { by: 'no', who: 'Nothing you wrote or said', what: 'No need, note, buddy or opinion, whatever you answer.' },
      { by: 'yes', who: 'You see every look', what: 'Who, when and why.' },
    ],
  },
  news: {
    short: 'News',
    why: 'Some people like to hear about new dates first, and others have enough mail.',
    seen: [team('To send it to you.'), recruiters],
  },
  stories: {
    short: 'Stories',
    why: 'Hearing from someone like them helps people take a first step.',
    seen: [
      team('To ask you, once.'),
      { by: 'no', who: 'Nobody reads a story you have not agreed', what: 'You approve the exact words first.' },
    ],
  },
  research: {
    short: 'Research',
    why: 'We would like to know what works and what does not.',
    seen: [team('To pass an invitation on.'), recruiters],
  },
}

/** How a question is put in this force's portal. A yes or no to a purpose is asked in the exact words that are kept with it. */
export function questionWords(question: Question, force: ForceProfile): QuestionWords {
  if (question in asked) return asked[question as keyof typeof asked]
  const consent = force.consents.find(({ purpose }) => purpose === question)
  return { ...shared[question as keyof typeof shared], title: consent?.title ?? '', hint: consent?.text ?? '' }
}
