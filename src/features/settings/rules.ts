import { settingKeys, type SettingKey, type Settings } from '../../forces/settings.ts'

/** How a setting is typed and shown. */
type Field = {
  key: Exclude<SettingKey, 'closedAreas'>
  label: string
  hint?: string
  kind: 'text' | 'email' | 'phone' | 'number'
}
type Group = { title: string; lead: string; fields: Field[] }

const contact = (
  who: 'team' | 'press' | 'safeguarding' | 'professionalStandards' | 'dataProtection' | 'adjustments',
  title: string,
  lead: string,
): Group => ({
  ...{ title, lead },
  fields: [
    { key: `${who}Name`, label: 'Name', kind: 'text' },
    { key: `${who}Email`, label: 'E-mail address', kind: 'email' },
    { key: `${who}Phone`, label: 'Phone', kind: 'phone' },
  ],
})

const number = (key: Field['key'], label: string, hint: string): Field => ({ key, label, kind: 'number', hint })
const NOT_YET = 'Kept in writing; the portal does not delete by it yet.'

/** Every setting but the areas, in the order of the page. */
export const settingGroups: Group[] = [
  contact('team', 'The team', 'On the contact page, wherever help is offered, and in e-mails.'),
  contact('press', 'Press', 'On the page for the media.'),
  contact('safeguarding', 'Safeguarding', 'Where a concern about a person goes, beside the head of the team.'),
  contact('professionalStandards', 'Professional standards', 'Where a concern about a supporter goes too.'),
  contact('dataProtection', 'Data protection', 'Who answers about people’s data, and takes complaints.'),
  contact(
    'adjustments',
    'Adjustments',
    'Who is asked for adjustments at a recruitment stage or at work. Never somebody who decides on candidates.',
  ),
  {
    title: 'Post and hours',
    lead: 'When and where people reach you, and when nobody is written to.',
    fields: [
      { key: 'address', label: 'Postal address', kind: 'text', hint: 'On one line' },
      {
        key: 'workingHours',
        label: 'When the phone is answered',
        kind: 'text',
        hint: 'For example: Monday to Friday, 9am to 5pm, except bank holidays',
      },
      number(
        'quietFrom',
        'Quiet from, o’clock',
        'An hour from 18 to 23, after which the list of colleagues to be confirmed is not sent. Messages and offers keep their own 9pm to 8am',
      ),
      number('quietUntil', 'Quiet until, o’clock', 'An hour from 6 to 10'),
      number('replyDays', 'Working days to a first answer', '1 to 20. Promised to whoever asks or writes; dates promised already stay'),
    ],
  },
  {
    title: 'How long things are kept',
    lead: 'Pages and e-mails tell people these periods.',
    fields: [
      number('inactiveMonths', 'Months an unused account is kept', '6 to 36, from the person’s own last act'),
      number('messageMonths', 'Months that messages are kept', '1 to 24, after they were dealt with'),
      number('unsuccessfulMonths', 'Months after an unsuccessful outcome', `3 to 24. ${NOT_YET}`),
      number('appointedMonths', 'Months after an appointment is confirmed', `3 to 24. ${NOT_YET}`),
      number('accessNeedsMonths', 'Months that access needs are kept unused', `1 to 12. ${NOT_YET}`),
    ],
  },
]

const labels = new Map<SettingKey, string>(
  settingGroups.flatMap(({ title, fields }) => fields.map(({ key, label }) => [key, `${title}: ${label.toLowerCase()}`])),
)

export type Change = { key: SettingKey; label: string; from: string; to: string }
type AreaName = (id: string) => string

const inWords = (settings: Settings, key: SettingKey, areaName: AreaName): string => {
  const value = settings[key]
  if (!Array.isArray(value)) return String(value)
  return value.length === 0 ? 'none' : value.map(areaName).join(', ')
}

/** What differs between two versions, in words. */
export function changesBetween(before: Settings, after: Settings, areaName: AreaName): Change[] {
  const shown = (settings: Settings, key: SettingKey) => inWords(settings, key, areaName)
  return settingKeys
    .filter((key) => shown(before, key) !== shown(after, key))
    .map((key) => ({ key, label: labels.get(key) ?? 'Areas that cannot be chosen', from: shown(before, key), to: shown(after, key) }))
}

export type SaveRefusal = 'changedMeanwhile' | 'nothingChanged'
export type SaveDecision = { ok: true; number: number } | { ok: false; reason: SaveRefusal }

/** A change is made to what its author saw: whoever saves second is told, and loses nothing of what they typed. */
export function decideSave({ seen, newest, changes }: { seen: number; newest: number; changes: number }): SaveDecision {
  if (seen !== newest) return { ok: false, reason: 'changedMeanwhile' }
  return changes === 0 ? { ok: false, reason: 'nothingChanged' } : { ok: true, number: newest + 1 }
}
