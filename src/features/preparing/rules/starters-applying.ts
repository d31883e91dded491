import type { Words } from './words.ts'

const fair =
  'What is asked this time, how it is marked, and what somebody else answered. Whoever passes that on would be helping you into trouble, not into a job.'

/** From finding out to the last interview, as the portal comes with it. */
export const applying: Record<string, Words> = {
  interest: {
    happens:
      'Nothing you can pass or fail. You look around: read about the work, come to an event, talk with somebody who does it, and find out which way in would suit your life.\n\nThe recruitment pages of the force say which routes are open and when the next ones open.',
    lasts: 'As long as you like. Some people apply within weeks, others follow us for two years first.',
    looks: 'Nobody looks at you here. You look at us.',
    helps:
      '- Talk with two people in two different jobs, and ask each what the worst week was like.\n- Write down why you want it, in three sentences, for yourself.\n- Come to a workshop, or ask for a day of shadowing.\n- Find out early what the work would mean for caring, travel and sleep.',
    worries:
      'Do I have to decide now?\nNo. Being registered with us commits you to nothing.\n\nI know nobody in policing. Is that a disadvantage?\nNo, and you can change it: a buddy or a role model is somebody to ask.',
    unsaid: 'Whether you would get in. Nobody knows that before you have been through it, and nobody should pretend to.',
  },
  eligibility: {
    happens:
      'You check for yourself whether the route is open to you now: age, qualifications, the right to work here, where you have lived, health and fitness, tattoos, finances, and anything with the police or courts.\n\nOur self-check stores nothing and never says no. What it cannot answer you can ask the recruitment team.',
    lasts: 'An hour with your papers beside you. Some questions need a reply from recruitment, which can take a week or two.',
    looks: 'Published rules, which are the same for everybody on this route.',
    helps:
      '- Read the rules of your route from beginning to end once.\n- Collect certificates and addresses of the last years now.\n- Ask about anything that you are not sure of before you apply, not after.',
    worries:
      'I got into trouble when I was young. Is it over?\nNot by itself. Each case is looked at by the vetting unit. Tell the truth there, and do not count yourself out.\n\nI have a debt. Does that stop me?\nWhat matters is that it is known and managed. Free debt advice helps, and so does beginning early.',
    unsaid: 'How vetting would decide about you. No member of our team advises on that, or knows it.',
  },
  application: {
    happens:
      'You fill in the form online, in your own time, and send it before the closing day. It asks for your details, your history, and often for a few answers about you and the work.\n\nAfterwards you get a message that it has arrived. Keep the number in it.',
    lasts: 'One to three hours of writing, best over several evenings. A first answer often takes a few weeks.',
    looks: 'Whether you meet what the route asks for, and in written answers how you have acted, told with real examples.',
    helps:
      '- Copy the questions into a document of your own and write there first.\n- For each answer: what was the situation, what did you do, what came of it, what did you learn.\n- Let one other person read it for sense, not for style.\n- Send it two days before the closing day.',
    worries:
      'My examples are all from home or from a shop. Do they count?\nYes. Calming a queue, caring for a parent or running a team are all real examples.\n\nEnglish is not my first language. Will I be marked down?\nClear and simple is what is looked for. An application review with us is about being understood.',
    unsaid: fair,
  },
  'staff.application': {
    happens:
      'You apply for one post, with its own advert, through the form of the force. You show how you meet each point of the person specification, the essential ones first.\n\nSome posts ask for a CV or a portfolio as well. The advert says so.',
    lasts: 'An evening or two. Closing dates are firm, and popular posts can close early.',
    looks:
      'The essential points of the person specification, one by one. Whoever reads it marks what is written, not what could be guessed.',
    helps:
      '- Make a list of the essential points and write two or three lines to each.\n- Use the words of the advert where they are true of you.\n- Ring the name at the end of the advert. They expect it.\n- Say early if you need the form in another format.',
    worries:
      'I meet all but one point. Shall I apply?\nAsk whether it can be learned. Essential points matter, desirable ones are a bonus.\n\nI have been away from work for years. How do I explain that?\nIn a sentence, plainly. Caring and volunteering are experience: say what you did there.',
    unsaid: fair,
  },
  'volunteer.application': {
    happens: 'A short form: who you are, when you have time, and what you would enjoy doing. Someone from the force rings you about it.',
    lasts: 'Half an hour. You usually hear within a month.',
    looks: 'What you would like to do, how much time you have, and whether there is a place that fits.',
    helps: '- Say which days really work, also in winter.\n- Say what you do not want to do. That helps to find the right place.',
    worries: 'Is it a way into a paid job?\nIt shows you the inside and gives you examples. Every job is still applied for like any other.',
    unsaid: 'Which other volunteers there are, and what they do, before you have been through your checks.',
  },
  sift: {
    happens:
      'An online exercise from home. You read situations and say what you would do, and you answer questions about how you tend to work.\n\nYou get a link and a date by which to finish. There is a practice version: do it first.',
    lasts: 'About an hour in one sitting. The result often comes by e-mail within days.',
    looks: 'How you judge everyday situations, and which ways of working come naturally to you. It needs no knowledge of the law.',
    helps:
      '- Do the official practice questions, then once more a day later.\n- Choose a quiet hour and a computer, not a phone.\n- Read the values of the police service, then answer as yourself.\n- Say before you begin if you need more time or a screen reader.',
    worries:
      'Is there a trick to it?\nNo. People who try to guess what is wanted tend to contradict themselves.\n\nWhat if my connection drops?\nWrite down the time, and write to the address in the invitation at once.',
    unsaid: fair,
  },
  onlineAssessment: {
    happens:
      'Three exercises from home with a camera: an interview in which recorded questions come one after another, a written task, and a briefing in which you read papers and answer questions about them.\n\nYou record your answers. Nobody is on the other side at that moment; trained assessors look at them later.',
    lasts: 'Up to three hours over a few days, each exercise in one piece. Results take some weeks.',
    looks:
      'Competencies and values that are published for everybody: caring for people, taking responsibility, working together, thinking things through.',
    helps:
      '- Collect eight true examples and tell each aloud in three minutes.\n- Practise with the clock running and the camera on.\n- For the written task: who reads it, what should they do, why.\n- Book a mock interview with one of our coaches.\n- Ask for adjustments as soon as the invitation comes.',
    worries:
      'I freeze when I talk to a camera. What can I do?\nMost people do at first. It goes away with practice: ten short recordings on your phone do more than an hour of reading.\n\nCan I have notes?\nThe invitation says what is allowed. Keep to it exactly.',
    unsaid: `${fair} You promise to keep the exercises to yourself, and so do our coaches.`,
  },
  interview: {
    happens:
      'You meet two or three people, in a room or on a screen. They introduce themselves, ask prepared questions, the same to everybody, and write down what you say. At the end you may ask something.',
    lasts: 'Forty-five minutes to an hour. You hear within a few weeks.',
    looks: 'What you did in real situations, why you want this, and whether you understand what the work is.',
    helps:
      '- Prepare six stories that each show two things.\n- Say I, not we, where it was you.\n- Read about the force, its area and what it is working on this year.\n- Plan the way there, and what you wear, the evening before.',
    worries:
      'What if I go blank?\nSay so, breathe, and ask for the question again. That is allowed, and it costs nothing.\n\nWill they ask about my family or my faith?\nNo. If anybody does, you need not answer, and we would like to hear of it.',
    unsaid: fair,
  },
  'volunteer.interview': {
    happens: 'A conversation with the person you would volunteer with, over a tea or on the phone. You both find out whether it fits.',
    lasts: 'Half an hour.',
    looks: 'Why you would like to help, and what would make it good for you.',
    helps: '- Think of one thing you enjoy and one that you would rather not do.\n- Bring your questions.',
    worries: 'Is it an interview?\nNot like one for a job. If it does not fit, there are often other places.',
    unsaid: 'Anything about cases or people. That stays inside, also later.',
  },
  shortlist: {
    happens:
      'The people who would work with you read every application against the person specification, and invite those who meet it best.',
    lasts: 'One to four weeks after the closing day. Silence in that time means nothing.',
    looks: 'Only what you wrote, point by point. Names and other details that could sway somebody are often hidden.',
    helps:
      '- Use the time: gather an example for each essential point.\n- Keep the days free that the advert names for interviews.\n- Tell us if you would like a mock interview, so that it is before and not after.',
    worries: 'I have heard nothing. Shall I ask?\nYes, after the date in the advert. It does no harm.',
    unsaid: 'Who else applied and how they were marked.',
  },
  interviewFitness: {
    happens:
      'Often one day with two parts: an interview with prepared questions, and a shuttle run in a hall, with a warm-up. You can bring water, trainers and somebody to wait for you.',
    lasts: 'Half a day. The run itself takes about four minutes.',
    looks:
      'In the interview how you have dealt with people. In the run whether you reach the published level: it is the same for everybody.',
    helps:
      '- Begin running three times a week, eight weeks before.\n- Practise with the recording of the bleeps, and the turns.\n- Prepare six stories about helping, calming, noticing and deciding.\n- Eat something light two hours before.',
    worries:
      'What if I do not reach the level on the day?\nUsually there is another date. Ask what it is before you go home.\n\nI am pregnant, or have just been. What about the run?\nTell recruitment. It waits, and your place with it.',
    unsaid: fair,
  },
}
