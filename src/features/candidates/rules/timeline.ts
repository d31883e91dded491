import type { ForceProfile } from '../../../forces/profile.ts'
import { elsewhere } from './timeline-elsewhere.ts'

/** What a line of the timeline is about: by this the team narrows it. */
export const timelineKinds = {
  support: 'Support asked for',
  places: 'Workshops and cohorts',
  stages: 'Recruitment stages',
  messages: 'Messages and e-mails',
  person: 'Their account and choices',
  team: 'Work of the team',
} as const
export type TimelineKind = keyof typeof timelineKinds

type Words = Record<string, string>

/** Every event that can be recorded about a candidate, in plain words. A test finds one that is missing here. */
const told: Record<TimelineKind, Words> = {
  support: {
    'request.asked': 'Asked for support',
    'request.accepted': 'We said yes to support',
    'request.underway': 'Support began, or went on',
    'request.paused': 'Support was put on hold',
    'request.completed': 'Support was completed',
    'request.notOffered': 'Support could not be offered',
    'request.withdrawn': 'Took a request for support back',
    'request.assigned': 'A request was given to somebody of the team',
    'request.resumeAsked': 'Asked to carry on with support that was paused',
    'request.outcomesChosen': 'What they hope to get was chosen',
    'request.scored': 'Support was scored against what was hoped for',
    'pairing.proposedToSupporter': 'A supporter was asked for them',
    'pairing.supporterDeclined': 'A supporter could not do it',
    'pairing.proposedToCandidate': 'A supporter was suggested to them',
    'pairing.candidateDeclined': 'Turned a suggestion down',
    'pairing.expired': 'A question about a pairing ran out',
    'pairing.withdrawn': 'A suggestion of a supporter was taken back',
    'pairing.active': 'A pairing began',
    'pairing.paused': 'A pairing was paused',
    'pairing.resumed': 'A pairing went on',
    'pairing.ended': 'A pairing ended',
    ...{ 'firstYear.begun': 'Their first year in the job began', 'firstYear.finished': 'Their first year is done' },
    ...{ 'firstYear.moved': 'The days of their first year changed', 'firstYear.deferred': 'Days of their first year do not count' },
    ...{ 'firstYear.asked': 'Was asked how the first year goes', 'firstYear.answered': 'Said how the first year goes' },
    ...{ 'firstYear.helpAsked': 'Asked for help in the first year', 'firstYear.helpMet': 'Their buddy was in touch about help' },
    ...{ 'firstYear.handOverPlanned': 'A hand-over was planned', 'firstYear.handOverCancelled': 'A hand-over was taken back' },
    ...{ 'firstYear.handedOver': 'Another buddy was asked to take over', 'firstYear.stopped': 'Their first year ended early' },
    'firstYear.alertRaised': 'Something in their first year waited for the team',
    'firstYear.alertClosed': 'The team looked at something in their first year',
    'mentoring.goalSet': 'A goal was set with a mentor or coach',
    'mentoring.goalEnded': 'A goal with a mentor or coach was reached or let go',
    'mentoring.planProposed': 'A plan with a mentor or coach was proposed',
    'mentoring.planAgreed': 'A plan with a mentor or coach was agreed',
    'mentoring.planNotAgreed': 'Another version of a plan was asked for',
    'mentoring.planTakenBack': 'A version of a plan was taken back',
    'mentoring.extensionAsked': 'More weeks with a mentor or coach were asked for',
    'mentoring.extended': 'A mentoring or coaching pair was extended',
    'mentoring.notExtended': 'A mentoring or coaching pair was not extended',
    'mentoring.sessionPlanned': 'A session with a mentor or coach was planned',
    'mentoring.sessionMoved': 'A session with a mentor or coach was moved',
    'mentoring.sessionHeld': 'A session with a mentor or coach was held',
    'mentoring.sessionNotHeld': 'A session with a mentor or coach was not held',
    'mentoring.reviewed': 'One of a mentoring or coaching pair looked back',
    'request.putBack': 'A step of a request was put back as a mistake',
  },
  places: {
    'place.asked': 'Asked for a place',
    'place.booked': 'Has a place',
    'place.offered': 'Was offered a place',
    'place.declined': 'Turned down a place',
    'place.expired': 'An offer of a place ran out',
    'place.cancelled': 'Gave a place back',
    'place.lateCancelled': 'Gave a place back late',
    'place.withdrawn': 'Left a waiting list, or was taken off it',
    'place.workshopCancelled': 'A workshop they had a place at was cancelled',
    'place.coming': 'Said that they still come',
    'place.attended': 'Came',
    'place.attendedLate': 'Came, arriving late',
    'place.leftEarly': 'Came, and left early',
    'place.absentNotified': 'Did not come, and told us',
    'place.absent': 'Did not come',
    'place.walkedIn': 'Came without a place',
    'place.walkInTakenBack': 'Coming without a place was taken back',
    'place.correctionAsked': 'Said that the register is wrong about them',
    'place.correctionKept': 'Was answered that the register stays as it is',
    'rating.given': 'Said how sure they feel',
    'certificate.given': 'Opened their certificate',
    'buddy.notNow': 'Did not want a buddy just now',
    'membership.requested': 'Asked to join a cohort',
    'membership.invited': 'Was invited to a cohort',
    'membership.joined': 'Joined a cohort',
    'membership.completed': 'Completed a cohort',
    'membership.left': 'Left a cohort, or did not join it',
    'membership.moved': 'Moved to another cohort',
  },
  stages: {
    'stage.recorded': 'A stage was recorded',
    'stage.voided': 'A stage record was voided',
    'stage.planned': 'A date to come was added',
    'stage.planRemoved': 'A date to come was taken off',
    'stage.doNotAsk': 'Said not to ask again',
    'stage.deferralDone': 'Spoken with about a deferral that ends',
    'stage.followedUp': 'Was asked how things are, as agreed',
    'candidate.referenceSet': 'Their recruitment reference was set',
    'candidate.referenceRemoved': 'Their recruitment reference was taken away',
  },
  messages: {
    'candidate.told': 'Was told by phone or letter',
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
    'pairing.written': 'One of a pair wrote to the other',
    'pairing.shared': 'One of a pair showed the other more of how to reach them',
    'pairing.unshared': 'One of a pair took back what they showed the other',
    'pairing.contactLogged': 'A pair noted that they spoke',
    'pairing.contactChanged': 'A pair changed a note that they spoke',
    'pairing.contactUndone': 'A pair took back a note that they spoke',
    'pairing.quiet': 'A pair was silent for a while',
    'pairing.quietSeen': 'The team looked into the silence of a pair',
    'email.sent': 'An e-mail was sent',
    'email.queued': 'An e-mail is on its way',
    'email.held': 'An e-mail was held back',
    'email.bounced': 'An e-mail came back',
    'email.failed': 'An e-mail could not be delivered',
  },
  person: {
    'candidate.registered': 'Registered',
    'candidate.enrolled': 'Was registered by the team',
    'candidate.claimLinkMade': 'Was sent a link to make the record their own',
    'candidate.claimAsked': 'Asked to make the record their own',
    'candidate.claimed': 'Made the record their own',
    'candidate.claimedTwice': 'Tried to make a record their own a second time',
    'candidate.reachChanged': 'How they are reached was changed',
    'candidate.merged': 'Another record of the same person was merged into this one',
    'candidate.mergedAway': 'This record was merged into another',
    'candidate.unmerged': 'A merge of records was taken back',
    'account.verified': 'Confirmed their e-mail address',
    'account.passwordChanged': 'Changed their password',
    'account.closed': 'Closed their account',
    'answer.saved': 'Answered a question about themselves',
    'wishes.saved': 'Said what they look for in a supporter',
    'experiences.saved': 'Said what they have lived through, or left it unsaid',
    'questions.finished': 'Finished the registration questions',
    'details.changed': 'Changed their details',
    'consent.given': 'Said yes',
    'consent.withdrawn': 'Took a yes back',
    'calendar.made': 'Made an address for their calendar',
    'calendar.renewed': 'Changed the address for their calendar',
    'calendar.ended': 'Ended the address for their calendar',
    'preferences.changed': 'Changed what we send them',
    'history.looked': 'A recruiter looked at their support history',
  },
  team: {
    'candidate.assigned': 'Somebody of the team looks after them now',
    'candidate.reassigned': 'Somebody else of the team looks after them now',
    'candidate.unassigned': 'Nobody of the team looks after them any more',
    'note.written': 'A note was written',
    'note.edited': 'A note was changed',
    'note.corrected': 'A note was corrected by another',
    'note.struck': 'A note was struck out',
    'task.made': 'A task was made',
    'task.changed': 'A task was changed',
    'task.given': 'A task was given to somebody else',
    'task.done': 'A task was done',
    'task.reopened': 'A task was opened again',
    'candidate.keptApart': 'Two like records were found to be two people',
    'exclusion.declared': 'Said whom they would rather not be matched with',
    'exclusion.takenBack': 'Took that back',
    'safeguard.recorded': 'Safeguards for somebody under 18 were recorded',
    'safeguard.ended': 'Safeguards for somebody under 18 no longer hold',
  },
}

const words: Words = Object.assign({}, ...Object.values(told)) as Words

export const hasWords = (name: string): boolean => name in words || name in elsewhere

/** The names of the events of one kind. */
export const namesOfKind = (kind: TimelineKind): string[] => Object.keys(told[kind])

const isKind = (text: string): text is TimelineKind => Object.hasOwn(timelineKinds, text)
export const readKind = (text: unknown): TimelineKind | undefined => (typeof text === 'string' && isKind(text) ? text : undefined)

/** An event in the words of the team's timeline; `about` names the workshop, the cohort or the subject, where there is one. */
export function eventWords(name: string, data: Record<string, unknown>, force: ForceProfile, about?: string): string {
  const support = force.support.find((each) => each.kind === data['kind'])?.name
  const consent = force.consents.find((each) => each.purpose === data['purpose'])?.title
  const route = force.routes.find((each) => each.id === data['route'])
  const stage = route?.stages.find((each) => each.id === data['stage'])?.name
  const what = about ?? support ?? consent ?? stage
  const said = words[name] ?? elsewhere[name] ?? name.replace('.', ' ')
  return what === undefined ? said : `${said}: ${what}`
}
