import type { Group } from './profile.ts'

// How an event for one sex may be worded and who it includes is to be confirmed by the force's own lawyers before it is used.
const women: Group = {
  id: 'women',
  name: 'women',
  labelWords: ['woman', 'women', 'female', 'lady', 'ladies', 'girl'],
  restricted: 'This workshop is for women.',
  prioritised: 'This workshop is for everybody. Women are first in line when places are short.',
  me: 'That is me',
}

const men: Group = {
  id: 'men',
  name: 'men',
  labelWords: ['men', 'man', 'male'],
  restricted: 'This workshop is for men.',
  prioritised: 'This workshop is for everybody. Men are first in line when places are short.',
  me: 'That is me',
}

const ethnicMinority: Group = {
  id: 'ethnicMinority',
  name: 'people from ethnic minority communities',
  labelWords: ['ethnic', 'minority', 'minorities', 'race', 'black', 'asian'],
  restricted: 'This workshop is for people from ethnic minority communities.',
  prioritised: 'This workshop is for everybody. People from ethnic minority communities are first in line when places are short.',
  me: 'That is me',
}

const lgbt: Group = {
  id: 'lgbt',
  name: 'lesbian, gay, bisexual and trans people',
  labelWords: ['lesbian', 'gay', 'bisexual', 'trans', 'lgbt', 'queer', 'pride'],
  restricted: 'This workshop is for lesbian, gay, bisexual and trans people.',
  prioritised: 'This workshop is for everybody. Lesbian, gay, bisexual and trans people are first in line when places are short.',
  me: 'That is me',
}

/** Groups that a workshop may be kept for, or give a head start, under a written rationale: each force has its own. */
export const cheshireGroups: Group[] = [women, men, ethnicMinority, lgbt]
export const hampshireGroups: Group[] = [women, ethnicMinority, lgbt]
