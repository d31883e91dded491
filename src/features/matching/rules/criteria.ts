/** What is weighed, in the order in which it is shown. A criterion that has been used stays: runs keep their version. */
export const criteria = ['route', 'stage', 'area', 'availability', 'goals', 'language', 'preference', 'experience'] as const
export type Criterion = (typeof criteria)[number]
export type Weights = Record<Criterion, number>

export const MOST_WEIGHT = 5

/** What matching begins with, before the team has weighed anything itself. Version 1 in the database says the same. */
export const firstWeights: Weights = {
  ...{ route: 4, stage: 3, area: 3, availability: 3 },
  ...{ goals: 2, language: 1, preference: 2, experience: 2 },
}

/** How each criterion is called, and in a sentence what gives its points. */
export const criterionWords: Record<Criterion, { name: string; rule: string }> = {
  route: {
    name: 'Route experience',
    rule: 'All of it where the supporter knows one of the routes the person chose, half where it is a route of the same family.',
  },
  stage: {
    name: 'Stage experience',
    rule: 'All of it where the supporter knows the stage the person is at, half where it is the stage before or after.',
  },
  area: {
    name: 'Area or online',
    rule: 'All of it where they can meet in the way the person asked for, a third where they could meet in person but in another area.',
  },
  availability: {
    name: 'Availability',
    rule: 'All of it where two of the times suit both, or every time the person named; two thirds where one of several does.',
  },
  goals: {
    name: 'Goals',
    rule: 'By how many of the things the person would like help with the supporter offers: two of three give two thirds.',
  },
  language: { name: 'Language', rule: 'All of it where they share a language that the person named.' },
  preference: {
    name: 'Preference of the candidate',
    rule: 'All of it where the supporter came to the job by the path the person would like to hear about.',
  },
  experience: {
    name: 'Shared lived experience',
    rule: 'All of it where both chose to have it used for matching and share one. Where either did not, it is not used, and costs nobody anything.',
  },
}

export const sumOf = (weights: Weights): number => criteria.reduce((sum, each) => sum + weights[each], 0)

export const sameWeights = (a: Weights, b: Weights): boolean => criteria.every((each) => a[each] === b[each])

/** Of any row that holds them, the weights alone. */
export const weightsOf = (row: Weights): Weights => Object.fromEntries(criteria.map((each) => [each, row[each]])) as Weights
