/** Why we write: what has to come, what somebody may switch off, and what needs a yes first. */
export const emailPurposes = ['service', 'reminder', 'news'] as const
export type EmailPurpose = (typeof emailPurposes)[number]

type KindFacts = {
  /** What the team calls it in a log. */
  title: string
  /** Goes at once, by night too: it answers what somebody is doing at this moment, or its time would run out. */
  urgent: boolean
  purpose: EmailPurpose
}

const now = (title: string): KindFacts => ({ title, urgent: true, purpose: 'service' })
const byDay = (title: string, purpose: EmailPurpose = 'service'): KindFacts => ({ title, urgent: false, purpose })

/** Every kind of e-mail that the portal writes. A test holds that none is missing. */
export const kindFacts: Record<string, KindFacts> = {
  'accounts.verify': now('Confirm an e-mail address'),
  'accounts.alreadyRegistered': now('The address has an account already'),
  'accounts.reset': now('Choose a new password'),
  'accounts.passwordChanged': now('The password was changed'),
  'accounts.invite': now('Invitation to make an account'),
  'accounts.toConfirm': byDay('Access to confirm'),
  'accounts.accessChanged': now('Access has changed'),
  'accounts.codesSetUp': now('Sign-in codes were set up'),
  'accounts.codesRemoved': now('Sign-in codes were removed'),
  'accounts.codesReset': now('Sign-in codes were reset'),
  'accounts.recoveryCodeUsed': now('A recovery code was used'),
  'accounts.recoveryCodesRenewed': now('Recovery codes were renewed'),
  'accounts.claim': now('An invitation to make an account their own'),
  'accounts.emailConfirm': now('Confirm a new e-mail address'),
  'accounts.emailAsked': now('A change of address was asked for'),
  'accounts.emailTaken': now('The new address has an account already'),
  'accounts.emailChanged': now('The address was changed'),
  'accounts.emailLeft': now('This address was left'),
  'contact.reply': now('An answer to a message on the contact page'),
  'duplicates.joined': byDay('Two records were made one'),
  'duplicates.signInClosed': now('One of two sign-ins was closed'),
  'duplicates.parted': now('Two records are two again'),
  'contact.received': now('A message on the contact page was received'),
  'privacy.closed': now('The account is closed'),
  'place.booked': now('Place booked'),
  'place.waiting': now('On the waiting list'),
  'place.drawn': now('The draw is made'),
  'place.offered': now('A place is offered'),
  'place.expired': byDay('An offer ran out'),
  'place.cancelled': now('Place given back'),
  'place.lateCancelled': now('Place given back late'),
  'place.workshopCancelled': now('A workshop is cancelled'),
  'place.withdrawn': byDay('Taken off a workshop'),
  'feedback.asked': byDay('What was it like?', 'reminder'),
  'place.correction': byDay('An answer about a register'),
  'workshop.moved': now('A workshop has moved'),
  'rationale.decided': byDay('A rationale was approved or returned'),
  'rationale.reopened': byDay('A workshop opened to all'),
  'workshop.postponed': now('A workshop is postponed'),
  'workshop.newDate': now('A postponed workshop has its new date'),
  'supporter.booked': now('A supporter comes along to a workshop'),
  'supporter.moved': now('A workshop with a supporter has moved'),
  'supporter.workshopCancelled': now('A workshop with a supporter is cancelled'),
  'cohort.invited': byDay('Invitation to a group'),
  'cohort.joined': byDay('Joined a group'),
  'cohort.refused': byDay('Could not join a group'),
  'cohort.rateAfter': byDay('How it feels after the last workshop', 'reminder'),
  'request.accepted': byDay('A support request was accepted'),
  'request.notOffered': byDay('A support request was not offered'),
  'request.underway': byDay('Support has begun, or goes on'),
  'request.paused': byDay('Support is on hold'),
  'request.completed': byDay('Support is completed'),
  'request.withdrawn': byDay('Support was given up'),
  'request.putBack': now('A letter about a request was a mistake'),
  'pairing.toSupporter': byDay('A supporter is asked'),
  'pairing.toCandidate': byDay('A supporter is suggested'),
  'pairing.nudge': byDay('A question waits for an answer'),
  'pairing.began': byDay('A pairing began'),
  'pairing.declined': byDay('A pairing was declined'),
  'pairing.expired': byDay('A question about a pairing ran out'),
  'pairing.withdrawn': byDay('A suggestion was taken back'),
  'pairing.paused': byDay('A pairing was paused'),
  'pairing.resumed': byDay('A pairing goes on'),
  'pairing.ended': byDay('A pairing ended'),
  'pairing.excluded': byDay('A pairing needs the team'),
  'stage.notPassed': byDay('A stage was not passed'),
  'stage.withdrew': byDay('Withdrew from recruitment'),
  'stage.deferral': byDay('A deferral ends'),
  'stage.askAgain': byDay('Applying again is possible'),
  'requests.reminder': byDay('Requests wait for the team'),
  'tasks.due': byDay('Tasks fall due'),
  'place.reminder.stillComing': byDay('Still coming?'),
  'place.reminder.week': byDay('A workshop is a week away', 'reminder'),
  'place.reminder.day': byDay('A workshop is tomorrow', 'reminder'),
  'conversation.unread': byDay('A message is waiting'),
  'conversation.team': byDay('Messages wait for an answer'),
  'together.unread': byDay('A message of a pair is waiting'),
  'together.firstContact': byDay('A pair has not spoken yet'),
  'together.quiet': byDay('A pair has been silent for three weeks'),
  'together.rematch': byDay('Somebody else is offered after a silence'),
  'together.quietTeam': byDay('A pair has gone quiet'),
  'mailing.service': byDay('A letter about support'),
  'mailing.reminder': byDay('A reminder', 'reminder'),
  'mailing.news': byDay('News', 'news'),
}

/** One that is new to the list goes at once, as nobody has said that it can wait. */
export const factsOf = (kind: string): KindFacts => kindFacts[kind] ?? now('An e-mail')
