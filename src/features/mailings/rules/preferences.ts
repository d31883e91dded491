export type Preferences = { reminders: boolean; news: boolean; contactBy: 'email' | 'call' }
export type PreferenceRefusal = 'noPhone'

/** A call needs a number to ring. */
export const decidePreferences = (
  { contactBy }: Pick<Preferences, 'contactBy'>,
  { phone }: { phone: string | null },
): { ok: true } | { ok: false; reason: PreferenceRefusal } =>
  contactBy === 'call' && (phone ?? '').trim() === '' ? { ok: false, reason: 'noPhone' } : { ok: true }
