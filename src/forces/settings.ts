import { z } from 'zod'
import type { ForceProfile } from './profile.ts'

const line = (what: string, most: number) =>
  z
    .string(`Enter ${what}`)
    .trim()
    .min(1, `Enter ${what}`)
    .max(most, `This must be ${String(most)} characters or fewer`)
    .regex(/^[^\p{Cc}]*$/u, 'Enter this on one line')

const name = (whose: string) => line(`the name of ${whose}`, 100)
/** Any address that a mail server could take; a force's own may look like nobody else's. */
const email = (whose: string) =>
  line(`the e-mail address of ${whose}`, 254).regex(
    /^[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;]+$/,
    'Enter an e-mail address like name@example.org',
  )
/** Extensions, text relay prefixes, numbers from abroad: nothing is assumed but that there is something to dial. */
const phone = (whose: string) => line(`the phone number of ${whose}`, 60).regex(/\d/, 'Enter a phone number with at least one digit')
const whole = (least: number, most: number) => {
  const words = `Enter a whole number from ${String(least)} to ${String(most)}`
  return z.coerce.number(words).int(words).min(least, words).max(most, words)
}

/** What of its profile a force may change by itself, flat, as it is typed and as it is kept. */
export const settingsSchema = z.object({
  teamName: name('the team'),
  teamEmail: email('the team'),
  teamPhone: phone('the team'),
  pressName: name('the press desk'),
  pressEmail: email('the press desk'),
  pressPhone: phone('the press desk'),
  safeguardingName: name('the safeguarding contact'),
  safeguardingEmail: email('the safeguarding contact'),
  safeguardingPhone: phone('the safeguarding contact'),
  professionalStandardsName: name('professional standards'),
  professionalStandardsEmail: email('professional standards'),
  professionalStandardsPhone: phone('professional standards'),
  dataProtectionName: name('the data protection officer'),
  dataProtectionEmail: email('the data protection officer'),
  dataProtectionPhone: phone('the data protection officer'),
  adjustmentsName: name('whoever arranges adjustments'),
  adjustmentsEmail: email('whoever arranges adjustments'),
  adjustmentsPhone: phone('whoever arranges adjustments'),
  address: line('the address', 200),
  workingHours: line('when the phone is answered', 120),
  quietFrom: whole(18, 23),
  quietUntil: whole(6, 10),
  replyDays: whole(1, 20),
  inactiveMonths: whole(6, 36),
  messageMonths: whole(1, 24),
  unsuccessfulMonths: whole(3, 24),
  appointedMonths: whole(3, 24),
  accessNeedsMonths: whole(1, 12),
  closedAreas: z.array(z.string().max(60)).max(100),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingKey = keyof Settings
export const settingKeys = Object.keys(settingsSchema.shape) as SettingKey[]

/** The settings as the profile was delivered. */
export function settingsOf({ contacts, workingHours, quietHours, replyDays, retention, areas }: ForceProfile): Settings {
  const { team, press, safeguarding, professionalStandards: standards, dataProtection, adjustments, address } = contacts
  return {
    ...{ teamName: team.name, teamEmail: team.email, teamPhone: team.phone },
    ...{ pressName: press.name, pressEmail: press.email, pressPhone: press.phone },
    ...{ safeguardingName: safeguarding.name, safeguardingEmail: safeguarding.email, safeguardingPhone: safeguarding.phone },
    ...{
      professionalStandardsName: standards.name,
      professionalStandardsEmail: standards.email,
      professionalStandardsPhone: standards.phone,
    },
    ...{ dataProtectionName: dataProtection.name, dataProtectionEmail: dataProtection.email, dataProtectionPhone: dataProtection.phone },
    ...{ adjustmentsName: adjustments.name, adjustmentsEmail: adjustments.email, adjustmentsPhone: adjustments.phone },
    ...{ address, workingHours: workingHours.text, quietFrom: quietHours.from, quietUntil: quietHours.until, replyDays },
    ...{ inactiveMonths: retention.inactiveMonths, messageMonths: retention.messageMonths },
    ...{ unsuccessfulMonths: retention.unsuccessfulMonths, appointedMonths: retention.appointedMonths },
    accessNeedsMonths: retention.accessNeedsMonths,
    closedAreas: areas.filter(({ closed }) => closed === true).map(({ id }) => id),
  }
}

/** What was kept, as it is good now: where a version from before lacks something or no longer fits, the profile's own stands. */
export function readSettings(profile: ForceProfile, kept: unknown): Settings {
  const given = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
  const fitting = settingKeys.filter((key) => settingsSchema.shape[key].safeParse(given[key]).success)
  const known = Object.fromEntries(fitting.map((key) => [key, given[key]]))
  return settingsSchema.parse({ ...settingsOf(profile), ...known })
}

/** The profile with a force's own settings in it. An area that is closed keeps its name for what was said before. */
export const withSettings = (profile: ForceProfile, s: Settings): ForceProfile => ({
  ...profile,
  contacts: {
    team: { name: s.teamName, email: s.teamEmail, phone: s.teamPhone },
    press: { name: s.pressName, email: s.pressEmail, phone: s.pressPhone },
    safeguarding: { name: s.safeguardingName, email: s.safeguardingEmail, phone: s.safeguardingPhone },
    professionalStandards: { name: s.professionalStandardsName, email: s.professionalStandardsEmail, phone: s.professionalStandardsPhone },
    dataProtection: { name: s.dataProtectionName, email: s.dataProtectionEmail, phone: s.dataProtectionPhone },
    adjustments: { name: s.adjustmentsName, email: s.adjustmentsEmail, phone: s.adjustmentsPhone },
    address: s.address,
  },
  workingHours: { ...profile.workingHours, text: s.workingHours },
  quietHours: { from: s.quietFrom, until: s.quietUntil },
  replyDays: s.replyDays,
  retention: {
    ...profile.retention,
    ...{ inactiveMonths: s.inactiveMonths, messageMonths: s.messageMonths, unsuccessfulMonths: s.unsuccessfulMonths },
    ...{ appointedMonths: s.appointedMonths, accessNeedsMonths: s.accessNeedsMonths },
  },
  areas: profile.areas.map(({ id, name }) => (s.closedAreas.includes(id) ? { id, name, closed: true } : { id, name })),
})

/** The areas that can be chosen now. */
export const openAreas = ({ areas }: Pick<ForceProfile, 'areas'>): ForceProfile['areas'] => areas.filter(({ closed }) => closed !== true)
