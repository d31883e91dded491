/** What those who came to a workshop are asked. Each is optional; a force may put its own in its profile. */
export const feedback = {
  questions: [
    { id: 'useful', text: 'How useful was it for you?', low: 'not at all', high: 'very' },
    { id: 'clear', text: 'How easy was it to follow?', low: 'hard', high: 'easy' },
    { id: 'welcome', text: 'How welcome did you feel?', low: 'not at all', high: 'very' },
  ],
  good: 'What was good?',
  better: 'What should be better next time?',
}
