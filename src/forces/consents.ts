import type { ForceProfile } from './profile.ts'

const worded: ForceProfile['consents'] = [
  {
    purpose: 'tailoring',
    version: '2026-11.1',
    title: 'Use what I tell you about myself to shape my support',
    text: 'I agree that {force}’s positive action team may read what I choose to say about my background and circumstances, to suggest support that fits me and to match me well. Only the coordinators handling my support see it. Recruiters never do. If I say no, I can still ask for everything.',
    askedAt: 'registration',
  },
  {
    purpose: 'monitoring',
    version: '2026-11.1',
    title: 'Count my answers in equality figures',
    text: 'I agree that my answers to the equality questions may be counted in figures about groups of people. They are kept apart from my name, never used to decide anything about me, and I can stop this at any time.',
    askedAt: 'later',
  },
  {
    purpose: 'shareHistory',
    version: '2026-11.1',
    title: 'Let recruiters see which support I took part in',
    text: 'I agree that people in {force} who support recruitment, and who do not score applications, may see what kinds of support I took part in, in which quarter of the year, for roughly how long, and whether I finished. They see nothing I said or wrote. I understand that having taken part can itself suggest that I have a protected characteristic. Sharing this does not improve or harm my chances. It is off unless I switch it on, and each look is shown to me.',
    askedAt: 'registration',
  },
  {
    purpose: 'shareFields',
    version: '2026-11.1',
    title: 'Share details I pick with the person supporting me',
    text: 'I agree that the details I tick, and no others, may be shown to my buddy, mentor or the host of my visit, once we have both said yes to working together. I can untick any of them at any time.',
    askedAt: 'later',
  },
  {
    purpose: 'news',
    version: '2026-11.1',
    title: 'E-mail me about new workshops and openings',
    text: 'I agree that {force}’s positive action team may e-mail me news of workshops, events and recruitment openings. Every message has a link that stops them. Messages about a place I have booked come either way.',
    askedAt: 'registration',
  },
  {
    purpose: 'stories',
    version: '2026-11.1',
    title: 'Ask me one day about telling my story',
    text: 'I agree that the team may ask me whether I would like to tell my story in public. Nothing is published until I have read it and said yes to those exact words.',
    askedAt: 'registration',
  },
  {
    purpose: 'research',
    version: '2026-11.1',
    title: 'Invite me to research about support',
    text: 'I agree that the team may invite me to surveys or conversations that help improve support for others. Each invitation says who is asking and why, and I can ignore it.',
    askedAt: 'registration',
  },
]

/** Each purpose stands alone. A changed word needs a new version, as the record of an answer keeps both. */
export const consentsFor = (force: string): ForceProfile['consents'] =>
  worded.map((consent) => ({ ...consent, text: consent.text.replaceAll('{force}', force) }))
