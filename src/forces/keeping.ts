import type { ForceProfile } from './profile.ts'

/** How long what is kept is kept, where a force has not settled it otherwise. */
export const standardRetention: ForceProfile['retention'] = {
  inactiveMonths: 24,
  warnDaysBefore: [60, 30, 7],
  unsuccessfulMonths: 12,
  appointedMonths: 12,
  accessNeedsMonths: 3,
  emergencyContactDays: 7,
  recordCheckMonths: 6,
  messageMonths: 12,
  auditYears: 6,
}

/** For how many months each check before a visit holds, where a force has not settled it otherwise. */
export const standardCheckMonths: ForceProfile['checkMonths'] = {
  age: 60,
  eligibility: 12,
  confidentiality: 12,
  emergencyContact: 6,
  accessNeeds: 6,
  recordCheck: 6,
  briefing: 3,
  insurance: 12,
  riskAssessment: 12,
}
