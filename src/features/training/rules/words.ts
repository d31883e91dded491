import type { Course } from '../../../forces/profile.ts'
import type { Standing } from './certificates.ts'
import type { StaffPlaceRefusal, StaffPlaceState } from './places.ts'

export const sessionShows = ['upcoming', 'unrecorded', 'past', 'drafts', 'cancelled'] as const
export type SessionShow = (typeof sessionShows)[number]

export const standingWords: Record<Standing, { text: string; colour: string }> = {
  lapsed: { text: 'Run out', colour: 'red' },
  never: { text: 'Not yet', colour: 'grey' },
  soon: { text: 'Ends soon', colour: 'orange' },
  current: { text: 'In date', colour: 'green' },
}

export const placeWords: Record<StaffPlaceState, string> = {
  waiting: 'Waiting',
  booked: 'Booked',
  attended: 'Came',
  absent: 'Did not come',
  cancelled: 'Given back',
  workshopCancelled: 'Session cancelled',
}

export const forWords: Record<Course['for'][number], string> = {
  hire: 'those who hire',
  host: 'those who host visits',
  support: 'buddies, mentors and coaches',
}
/** For whom a course is, as part of a sentence. */
export function forWhomWords({ for: groups }: Pick<Course, 'for'>): string {
  const all = groups.map((each) => forWords[each])
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')}, and ${all.at(-1) ?? ''}`
}

export const askRefusals = {
  already: 'You have a place here already, or wait for one',
  closed: 'Booking for this session has closed. Choose another, or ask the team',
} as const
export type AskRefusal = keyof typeof askRefusals

export const placeRefusals: Record<StaffPlaceRefusal, string> = {
  notTheirs: 'This is not yours to change',
  over: 'This place has changed meanwhile. Look at the page as it is now',
  begun: 'The session has begun. Ask the team if something is wrong',
  notHeld: 'Say first that the session took place',
  walkInStays: 'Somebody who came without a place cannot be marked as absent. Choose “not recorded” to take them off',
  leadOnly: 'More than seven days have gone by. The lead can still put it right',
}

/** Why it cannot be said that a session took place, or that it did not after all. */
export const holdRefusals: Record<string, string | undefined> = {
  notBegun: 'This session has not begun yet',
  marksRecorded: 'People have marks on the register. Undo them first',
}

export const walkInRefusals = {
  notHeld: placeRefusals.notHeld,
  noSuchPerson: 'No colleague has an account with this e-mail address',
  alreadyOnRegister: 'They are on the register already',
  leadOnly: placeRefusals.leadOnly,
} as const
export type WalkInRefusal = keyof typeof walkInRefusals

export const ownNotices: Record<string, string> = {
  booked: 'Your place is booked. An e-mail with the calendar file is on its way.',
  waiting: 'Every place is taken. You are on the waiting list, and get the next place that comes free.',
  left: 'You have given your place back. It goes to whoever is next.',
}
export const teamNotices: Record<string, string> = {
  drafted: 'Draft saved. Nobody has been told.',
  edited: 'Saved.',
  published: 'Published. Colleagues can book now.',
  moved: 'Moved. Everybody booked or waiting is being told by e-mail.',
  postponed: 'Postponed. Everybody booked or waiting is being told by e-mail.',
  resized: 'The number of places has changed.',
  cancelled: 'Cancelled. Everybody booked or waiting is being told by e-mail.',
  held: 'Recorded as held. Now mark each person.',
  unheld: 'No longer recorded as held.',
  saved: 'Marks saved.',
  nothing: 'Nothing was changed.',
  walkedIn: 'Added, and marked as here.',
  removed: 'They are off the list. The next in line has the place.',
}
export const registerNotices: Record<string, string> = {
  nudged: 'Written to. Each of them gets an e-mail that leads to the next sessions.',
  takenBack: 'Taken back. They are told by e-mail, and what rested on it rests.',
}
