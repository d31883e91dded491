import type { ForceProfile } from '../../../forces/profile.ts'

const words: Record<string, string> = {
  'candidate.registered': 'Registered',
  'candidate.answered': 'Answered a question about themselves',
  'candidate.completed': 'Finished the registration questions',
  'account.verified': 'Confirmed their e-mail address',
  'place.asked': 'Asked for a place',
  'place.booked': 'Has a place at a workshop',
  'place.offered': 'Was offered a place',
  'place.declined': 'Turned down a place',
  'place.expired': 'An offer of a place ran out',
  'place.cancelled': 'Gave a place back',
  'place.lateCancelled': 'Gave a place back late',
  'place.withdrawn': 'Left a waiting list, or was taken off it',
  'place.workshopCancelled': 'A workshop they had a place at was cancelled',
  'place.attended': 'Attended a workshop',
  'place.attendedLate': 'Attended a workshop, arriving late',
  'place.leftEarly': 'Left a workshop early',
  'place.absentNotified': 'Missed a workshop, and told us',
  'place.absent': 'Missed a workshop',
  'consent.given': 'Agreed to something',
  'consent.withdrawn': 'Took an agreement back',
  'history.looked': 'A recruiter looked at their support history',
  'email.resent': 'An e-mail was sent again',
  'email.cameBack': 'An e-mail came back: the address does not take them',
  'email.triedAgain': 'E-mails to their address are tried again',
  'thread.begun': 'A conversation began',
  'thread.written': 'A message was written',
  'thread.closed': 'A conversation was closed',
  'thread.reopened': 'A conversation was opened again',
  'thread.taken': 'Somebody took a conversation on',
  'thread.assigned': 'A conversation was given to somebody',
  'contact.held': 'Bulk letters to them were put on hold',
  'contact.released': 'Bulk letters to them go on again',
  'preferences.changed': 'Changed what we send them',
  'stage.recorded': 'A recruitment stage was recorded',
  'stage.voided': 'A recruitment stage record was voided',
  'candidate.assigned': 'Somebody of the team looks after them now',
  'candidate.reassigned': 'Somebody else looks after them now',
  'candidate.unassigned': 'Nobody of the team looks after them any more',
  'request.assigned': 'A request was given to somebody',
  'request.resumeAsked': 'Asked to carry on with a support that was paused',
  'request.outcomesChosen': 'Said what they hope to get from a support, or the team did with them',
  'request.scored': 'A support was scored against what was hoped for',
  'request.putBack': 'A step of a request was put back as a mistake',
}

const requestSteps: Record<string, string> = {
  asked: 'Asked for',
  accepted: 'Request accepted:',
  underway: 'Support under way:',
  paused: 'Support paused:',
  completed: 'Support completed:',
  notOffered: 'Not offered:',
  withdrawn: 'Request withdrawn:',
}

/** An event in the words of the team's timeline; one that is new to this list is named as it is. */
export function eventWords(name: string, data: Record<string, unknown>, force: ForceProfile): string {
  const step = /^request\.(\w+)$/.exec(name)?.[1]
  const kind = force.support.find((each) => each.kind === data['kind'])?.name
  if (step !== undefined && kind !== undefined && requestSteps[step] !== undefined) return `${requestSteps[step]} ${kind}`
  const consent = force.consents.find((each) => each.purpose === data['purpose'])?.title
  const told = words[name] ?? name.replace('.', ' ')
  return consent === undefined ? told : `${told}: ${consent}`
}
