/** One thing worth doing before a stage: a code that stays, and its words. */
export type Suggestion = { code: string; words: string }

const suggest = (...given: [string, string][]): Suggestion[] => given.map(([code, words]) => ({ code, words }))

const interviewing = suggest(
  ['stories', 'Write down six true examples of things I did'],
  ['aloud', 'Tell each example aloud, in three minutes'],
  ['mock', 'Book a mock interview'],
  ['area', 'Read what the force is working on this year'],
)
const vetting = suggest(
  ['addresses', 'List my addresses and jobs, with their months'],
  ['family', 'Ask my family for the dates I will need'],
)
const running = suggest(
  ['threeRuns', 'Run three times a week for eight weeks'],
  ['bleeps', 'Practise with the recording of the bleeps'],
  ['practice', 'Come to a fitness practice evening'],
)

const byStage: Record<string, Suggestion[]> = {
  interest: suggest(
    ['talk', 'Talk with somebody who does the job'],
    ['why', 'Write down in three sentences why I want this'],
    ['workshop', 'Come to a workshop'],
  ),
  eligibility: suggest(
    ['rules', 'Read the rules of my route once from beginning to end'],
    ['papers', 'Collect certificates and identification'],
  ),
  application: suggest(
    ['draft', 'Write my answers in a document of my own first'],
    ['reader', 'Ask one person to read them for sense'],
    ['early', 'Send it two days before the closing day'],
  ),
  sift: suggest(
    ['practice', 'Do the official practice questions twice'],
    ['quiet', 'Find a quiet hour and a computer'],
    ['adjust', 'Ask for adjustments'],
  ),
  onlineAssessment: suggest(
    ['stories', 'Write down eight true examples of things I did'],
    ['camera', 'Record myself answering ten questions'],
    ['written', 'Practise a written task against the clock'],
    ['mock', 'Book a mock interview'],
    ['adjust', 'Ask for adjustments'],
  ),
  interview: interviewing,
  shortlist: suggest(['examples', 'Gather an example for each essential point'], ['free', 'Keep the interview days free']),
  interviewFitness: [...interviewing.slice(0, 2), ...running],
  conditionalOffer: suggest(['list', 'Make a list of the checks and what I sent when']),
  vetting,
  references: suggest(['ask', 'Ask my referees before I name them']),
  vettingReferences: [...vetting, ...suggest(['ask', 'Ask my referees before I name them'])],
  medical: suggest(['gp', 'Ask my GP how long a summary takes'], ['medicines', 'Write a list of my medicines']),
  fitness: running,
  biometrics: suggest(['id', 'Put my identification where I find it']),
  finalOffer: suggest(
    ['read', 'Read the offer twice'],
    ['notice', 'Hand in my notice'],
    ['care', 'Sort out caring and travel for the first months'],
  ),
  start: suggest(['journey', 'Do the journey once at the real hour'], ['learn', 'Tell my trainers what helps me learn']),
  firstYear: suggest(['evidence', 'Write down one thing learned after each set of shifts']),
  confirmed: suggest(['career', 'Ask for a career talk']),
}

export const suggestionsFor = (stage: string): Suggestion[] => byStage[stage] ?? []
export const findSuggestion = (stage: string, code: string): Suggestion | undefined =>
  suggestionsFor(stage).find((suggestion) => suggestion.code === code)
