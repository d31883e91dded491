import type { ForceProfile } from '../../../forces/profile.ts'

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
    'questions.finished': 'Finished the registration questions',
    'details.changed': 'Changed their details',
    'consent.given': 'Said yes',
    'consent.withdrawn': 'Took a yes back',
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
  },
}

const words: Words = Object.assign({}, ...Object.values(told)) as Words

/** Events that are about nobody in particular, and so never in a timeline. */
export const elsewhere: Words = {
  'workshop.discarded': 'A draft of a workshop was discarded',
  'workshop.held': 'A workshop was noted as held',
  'workshop.unheld': 'A workshop was noted as not held',
  'workshop.resized': 'The places of a workshop were changed',
  'account.codesRemoved': 'Sign-in codes were removed',
  'account.codesReplaced': 'Sign-in codes were replaced',
  'account.codesReset': 'Sign-in codes were reset',
  'account.codesSetUp': 'Sign-in codes were set up',
  'account.confirmed': 'Access was confirmed',
  'account.deactivated': 'Access was ended',
  'account.reactivated': 'Access was given again',
  'account.emailChangeAsked': 'A change of address was asked for',
  'account.emailChanged': 'An address was changed',
  'account.invitationRevoked': 'An invitation was taken back',
  'account.invitedAgain': 'An invitation was sent again',
  'account.recoveryCodeUsed': 'A recovery code was used',
  'account.recoveryCodesRenewed': 'Recovery codes were renewed',
  'account.renamed': 'A name was changed',
  'account.sessionEnded': 'A session was ended',
  'account.sessionsEnded': 'Every session was ended',
  'batch.confirmed': 'A change to many was confirmed',
  'batch.done': 'A change to many was made',
  'candidates.exported': 'A list of candidates was downloaded',
  'filter.changed': 'A saved search was changed',
  'filter.deleted': 'A saved search was deleted',
  'filter.saved': 'A search was saved',
  'mailing.cancelled': 'A letter to many was cancelled',
  'mailing.confirmed': 'A letter to many was confirmed',
  'mailing.discarded': 'A draft to many was discarded',
  'mailing.drafted': 'A letter to many was drafted',
  'mailing.sent': 'A letter to many was sent',
  'settings.changed': 'Settings were changed',
  'template.added': 'A template was added',
  'template.archived': 'A template was put away',
  'template.changed': 'A template was changed',
  'template.restored': 'A template was brought back',
  'workshop.cancelled': 'A workshop was cancelled',
  'workshop.drafted': 'A workshop was drafted',
  'workshop.edited': 'A workshop was changed',
  'workshop.moved': 'A workshop was moved',
  'workshop.published': 'A workshop was published',
  'account.invited': 'Somebody was invited to the team',
  'account.joined': 'Somebody joined the team',
  'account.signedIn': 'Somebody signed in',
  'cohort.added': 'A cohort was planned',
  'cohort.closed': 'A cohort was closed',
  'cohort.edited': 'A cohort was changed',
  'contact.closed': 'A message to the team was closed',
  'contact.reopened': 'A message to the team was opened again',
  'contact.sent': 'A message reached the team',
  'contact.taken': 'A message to the team was taken',
  'contact.given': 'A message to the team was given to somebody',
  'contact.filed': 'A message to the team was put under another topic',
  'contact.answered': 'A message to the team was answered',
  'contact.noted': 'Something was noted about a message to the team',
  'history.notShown': 'A recruiter looked, and was shown nothing',
  'import.started': 'A file of results was chosen',
  'import.mappingSaved': 'A way of reading files was saved',
  'import.mappingRemoved': 'A way of reading files was removed',
  'import.confirmed': 'A file of results was confirmed',
  'import.abandoned': 'A file of results was thrown away',
  'import.finished': 'The results of a file were saved',
  'place.givenByCall': 'A place was given by phone',
  'place.overridden': 'A place was given out of turn',
  'programme.added': 'A programme was added',
  'programme.edited': 'A programme was changed',
  'register.saved': 'A register was recorded',
  'registration.begun': 'Somebody began to register',
}

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
