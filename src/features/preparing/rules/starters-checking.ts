import type { Words } from './words.ts'

const vettingUnsaid =
  'What to answer. Nobody on our team, no buddy and no coach advises on vetting answers or asks about them, and why a check was not passed is never kept here.'

/** From the conditional offer to the final one, as the portal comes with it. */
export const checking: Record<string, Words> = {
  conditionalOffer: {
    happens:
      'You get an offer that holds once all checks are done. The checks then run side by side, in any order, and you are told what each needs from you.',
    lasts: 'From a few weeks to several months, most often because of vetting.',
    looks: 'Nothing new about you: it is the list of what is still open.',
    helps:
      '- Make a list of the checks with the date on which you sent each thing.\n- Do not hand in your notice yet.\n- Keep up your running: the fitness test may come at short notice.\n- Tell us about whatever might get in the way, from caring to transport.',
    worries:
      'Is it certain now?\nNot quite. Wait for the final offer before you give anything up.\n\nMy address or job has changed. Does it matter?\nTell recruitment within days. A change is no problem, one that was not told is.',
    unsaid: 'How your checks are going. Our team does not see them.',
  },
  vetting: {
    happens:
      'You fill in a long form about yourself, your family, people you live with, addresses, jobs, money and anything with the police or courts, here and abroad. A separate unit checks it. They may ring you.',
    lasts: 'An evening for the form, then often eight to twelve weeks, longer if you have lived abroad.',
    looks: 'Honesty first, then risks: finances, associations, past conduct. Every case is looked at by itself.',
    helps:
      '- Begin a list of addresses and jobs with their months today.\n- Ask your family for the dates of birth you will need.\n- Write to your bank or a free debt adviser before, if money is tight.\n- Keep a copy of what you sent.',
    worries:
      'Somebody in my family has a record. Is that the end?\nNo. Say what you know. What counts is your own conduct and that you told of it.\n\nI have forgotten a date. Can I guess?\nWrite that it is about that time. Never leave something out because it is awkward.',
    unsaid: vettingUnsaid,
  },
  references: {
    happens:
      'Recruitment writes to the people and employers you named, usually for the last three years or more, and asks for dates and conduct.',
    lasts: 'Two to six weeks. The slowest referee sets the pace.',
    looks: 'Whether what you wrote is so, with gaps explained.',
    helps:
      '- Ask each referee before you name them, and tell them when it will come.\n- Check their e-mail address letter by letter.\n- Have a second name ready where a firm has closed.',
    worries:
      'I left my last job on bad terms. What now?\nName them, and say in a sentence what happened. Somebody else who knows your work helps too.',
    unsaid: 'What a referee wrote. A buddy or coach of ours never writes one for you.',
  },
  vettingReferences: {
    happens:
      'A form about yourself, your household, addresses, jobs, money and anything with the police, checked by a separate unit. At the same time your referees are written to.',
    lasts: 'An evening for the form, then about four to ten weeks.',
    looks: 'Honesty first, then risks that belong to the post, and whether your history is as you told it.',
    helps:
      '- Gather addresses and jobs with their months now.\n- Ask your referees before you name them.\n- Answer every question, also with none.',
    worries: 'Is it the same depth for each post?\nNo. The level depends on what the post gives access to. The advert says which.',
    unsaid: vettingUnsaid,
  },
  medical: {
    happens:
      'A questionnaire about your health, which often your GP signs, then an appointment with occupational health: eyesight, hearing, blood pressure, height and weight, and a talk.',
    lasts: 'About an hour for the appointment. Letters from a GP or specialist can add weeks.',
    looks: 'Whether you can do the work safely, with adjustments where they help. It is not a search for perfect health.',
    helps:
      '- Ask your GP early what a summary of your record costs and how long it takes.\n- Bring glasses, lenses and a list of medicines.\n- Say which adjustments have helped you at work or at school.',
    worries:
      'I have had depression, or take medicine. Does it rule me out?\nNot by itself. They look at how you are now, and at what keeps you well.\n\nI am dyslexic. Is that asked here?\nYou can tell of it here too, and ask for what helps.',
    unsaid:
      'Anything from your medical notes. They stay with occupational health; our team and recruitment see fit, fit with adjustments, or not yet.',
  },
  fitness: {
    happens:
      'A shuttle run in a hall: fifteen metres there and back, in time with bleeps that come faster. You need level 5, shuttle 4. You warm up together, and a trainer watches.',
    lasts: 'Just under four minutes of running; allow an hour with the warm-up.',
    looks: 'Whether you reach level 5, shuttle 4. Nobody counts how elegant it is.',
    helps:
      '- Begin eight weeks before: three runs a week, one of them with the bleeps.\n- Practise the turn: short steps, low, push off.\n- Come to one of our practice evenings.\n- Keep a fitness log: it shows how far you have come.',
    worries:
      'I have not run since school. Can I get there?\nMost people do, in six to ten weeks of walking and running by turns.\n\nDo I have to run in front of everybody?\nUsually in a small group. Ask for another arrangement if you need one.',
    unsaid: 'Nothing is secret here: the level is published, and you can practise exactly that.',
  },
  'special.fitness': {
    happens: 'A shuttle run in a hall, in time with bleeps that come faster. You warm up together, and a trainer watches and counts.',
    lasts: 'A few minutes of running; allow an hour with the warm-up.',
    looks: 'Whether you reach the level that your invitation names.',
    helps:
      '- Begin eight weeks before: two or three runs a week beside work.\n- Practise with the recording, and the turns.\n- Come to a practice evening, or run with your buddy.',
    worries: 'I work full time. How do I fit it in?\nTwenty minutes three times a week are enough to begin with. Put them into your plan.',
    unsaid: 'Nothing is secret here: the level is published, and you can practise exactly that.',
  },
  biometrics: {
    happens:
      'Your fingerprints and a DNA sample are taken and you give a sample for a drugs test. You sign for each, and are told how long it is kept.',
    lasts: 'Half an hour. Results take one or two weeks.',
    looks: 'Who you are, and whether you use drugs that are not prescribed to you.',
    helps:
      '- Bring your passport or driving licence.\n- Bring a list of medicines, also those without prescription.\n- Drink a glass of water on the way.',
    worries:
      'My medicine could show up. What shall I do?\nSay so before the sample, with the packet or the prescription.\n\nI am needle-shy.\nThere is no needle: DNA is taken with a swab in the cheek.',
    unsaid: 'When the next tests are. They may come without warning later too.',
  },
  finalOffer: {
    happens: 'All checks are done. You get the final offer with a start date, pay and place, and say yes in writing.',
    lasts: 'A week or so to answer, often one to three months until you begin.',
    looks: 'Nothing more. This one is for you to decide.',
    helps:
      '- Read it twice: place, hours, pay, training.\n- Now hand in your notice, and not before.\n- Sort out caring, travel and money for the first months.\n- Ask about flexible hours now rather than in week one.',
    worries: 'The date does not work for me. Can it move?\nOften to the next intake. Ask soon, and say why.',
    unsaid: 'Nothing here is secret. If a line is not clear, ask recruitment in writing.',
  },
}
