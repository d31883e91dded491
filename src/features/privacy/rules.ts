import type { ConsentPurpose } from '../../forces/profile.ts'

export type ConsentRecord = { purpose: string; version: string; wording: string; how: string; givenAt: Date; withdrawnAt: Date | null }

/** The live yes to a purpose, if there is one. At most one is live: the database holds that. */
export const liveConsent = (records: ConsentRecord[], purpose: ConsentPurpose): ConsentRecord | undefined =>
  records.find((record) => record.purpose === purpose && record.withdrawnAt === null)

/** Where a yes or a no was said; kept with the answer and read by the person. */
export const howInWords: Record<string, string> = {
  registration: 'while registering',
  privacy: 'on the privacy page',
  messages: 'on the page about what we send',
  phone: 'on the phone with the team',
  match: 'on the page about what I look for',
  event: 'at an event, to somebody of the team',
  other: 'to somebody of the team',
}

export type CloseRefusal = 'wrongPassword'
export type CloseDecision = { ok: true } | { ok: false; reason: CloseRefusal }
