import type { Words } from './words.ts'

/** From the first day on, as the portal comes with it. */
export const joining: Record<string, Words> = {
  start: {
    happens:
      'You arrive, get your pass, uniform or desk, are sworn in where the role has powers, and begin training with others who are as new as you.',
    lasts: 'Training lasts from two weeks to half a year, by route. The first weeks are full days.',
    looks: 'How you learn, and how you are with people. There are tests, and help before each.',
    helps:
      '- Do the journey once at the real hour.\n- Tell your trainers in week one what helps you learn.\n- Keep one evening a week free of it all.\n- Stay in touch with your buddy: this is when they help most.',
    worries:
      'What if I am the only one like me?\nAsk us about staff networks. Somebody there has been where you are.\n\nWhat if I have made a mistake by joining?\nMany think so in week three. Talk with somebody before you decide.',
    unsaid: 'What happens in live cases. You sign for that on the first day.',
  },
  'staff.start': {
    happens:
      'You arrive, get your pass and equipment, meet your team, and go through an induction. Your line manager plans the first weeks with you.',
    lasts: 'Induction takes from a few days to a month. Probation is often six months.',
    looks: 'How you settle and learn the work. You have regular talks about it.',
    helps:
      '- Do the journey once at the real hour.\n- Ask about hours, breaks and working from home in writing.\n- Tell your manager what helps you work well.',
    worries: 'Everybody speaks in initials. Will I ever understand them?\nYes, in about six weeks. Keep a list, and ask.',
    unsaid: 'What you see in systems and cases stays there, also at home.',
  },
  firstYear: {
    happens: 'You work beside a tutor, then more and more by yourself. Evidence of what you can do is gathered, and there are reviews.',
    lasts: 'Twelve months until we look back together; probation can be longer.',
    looks: 'Steady progress against the standards of your programme.',
    helps:
      '- Say early when something is hard. That is what check-ins are for.\n- Write down one thing learned after each set of shifts.\n- Protect your sleep between nights.\n- Use your buddy, and the networks.',
    worries: 'Am I slower than the others?\nNearly everybody thinks so. Ask your tutor for two things that went well.',
    unsaid: 'How others in your intake are doing.',
  },
  confirmed: {
    happens: 'Your probation ends and you are confirmed in the role. From here on you choose where to grow.',
    lasts: 'One meeting, and a letter.',
    looks: 'Everything you have shown since you began.',
    helps:
      '- Ask for a career talk within three months.\n- Look at coaching, networks and leadership courses.\n- Think about becoming a buddy for somebody.',
    worries: 'Do I have to go for promotion now?\nNo. Being good at this job is a career too.',
    unsaid: 'Nothing. Ask whatever you like.',
  },
}
