import type { OneToOneRefusal, OneToOneState, SlotHow, SlotKind, WhyNot } from './one-to-ones.ts'

export const slotKindWords: Record<SlotKind, { name: string; text: string }> = {
  mockInterview: { name: 'Mock interview', text: 'Questions as they might come, and what your answers show.' },
  applicationReview: { name: 'Application review', text: 'Somebody reads what you have written with you. The words stay yours.' },
  assessmentPractice: { name: 'Assessment practice', text: 'Exercises of the kind an assessment uses, never a live one.' },
  fitnessPractice: { name: 'Fitness practice', text: 'The shuttle run at your own pace, and how to get there.' },
}
export const slotHowWords: Record<SlotHow, string> = { inPerson: 'In person', online: 'Online', phone: 'By phone' }

type Tag = { text: string; colour: string }
export const oneToOneStateWords: Record<OneToOneState, Tag> = {
  booked: { text: 'Booked', colour: 'blue' },
  superseded: { text: 'Moved to another time', colour: 'grey' },
  cancelled: { text: 'Given back', colour: 'grey' },
  lateCancelled: { text: 'Given back late', colour: 'grey' },
  calledOff: { text: 'Called off', colour: 'orange' },
  held: { text: 'Held', colour: 'green' },
  notHeld: { text: 'Not held', colour: 'grey' },
}

export const whyNotWords: Record<WhyNot, string> = {
  candidate: 'The candidate’s',
  supporter: 'The coach’s',
  both: 'Both had one',
  neither: 'Nobody’s: something else got in the way',
}

export type BookingRefusal = OneToOneRefusal | 'gone' | 'promise' | 'coachPromise' | 'route' | 'same' | 'noRequest'
export const refusals: Record<BookingRefusal, string> = {
  notTheirs: 'This is not yours to do',
  over: 'This has been settled already. Look at where it stands now',
  begun: 'It has begun already, so it cannot be given up or moved any more',
  notBegun: 'It has not begun yet',
  reasonNeeded: 'Choose what comes closest. Nobody asks for proof',
  settled: 'A mark can be corrected for seven days. Ask the team',
  hasFeedback: 'It has feedback, so it was held',
  gone: 'This time is no longer free. Please choose another',
  promise: 'Tick that you promise this, or choose not to book',
  coachPromise: 'This time is no longer free. Please choose another',
  route: 'Choose a route that this time is for',
  same: 'This is the time that you have already',
  noRequest: 'Application support for them is not open',
}

export type SlotRefusal = 'past' | 'untrained' | 'overlap' | 'promise' | 'over' | 'booked' | 'excluded'
export const slotRefusals: Record<SlotRefusal, string> = {
  past: 'Choose a time to come',
  untrained: 'Your training has to hold on that day. Ask the team for the next date',
  overlap: 'You offer another time then already',
  promise: 'Tick that you promise this. Without it nobody can book you',
  over: 'This time is over, or taken away already',
  booked: 'Somebody has booked this time. Open the booking to call it off',
  excluded: 'This booking cannot be moved. Call it off, and the team finds somebody else',
}

export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
