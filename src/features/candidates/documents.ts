import { stringify } from 'csv-stringify'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { teamWords } from '../requests/rules/words.ts'
import type { ExportedCandidate } from './queries/export.ts'

const listed = (items: string[]) => items.join('; ')
const nameIn = (list: readonly { id: string; name: string }[], id: string) => list.find((each) => each.id === id)?.name ?? id

/** One person as a line of the file. */
function lineOf(force: ForceProfile, person: ExportedCandidate) {
  const route = force.routes.find(({ id }) => id === person.stage?.route)
  const kindName = (of: string) => force.support.find(({ kind }) => kind === of)?.name ?? of
  return {
    Reference: person.reference,
    Name: person.name,
    'E-mail': person.email ?? '',
    Telephone: person.phone ?? '',
    Routes: listed(person.routes.map((id) => nameIn(force.routes, id))),
    Areas: listed(person.areas.map((id) => nameIn(force.areas, id))),
    '18 or over': person.adult === null ? 'Not said' : person.adult ? 'Yes' : 'No',
    'Open requests': listed(person.requests.map(({ kind, state }) => `${kindName(kind)} (${teamWords[state].text.toLowerCase()})`)),
    'Recruitment stage':
      person.stage === null ? '' : (route?.stages.find(({ id }) => id === person.stage?.stage)?.name ?? person.stage.stage),
    'Looked after by': person.owner ?? '',
    Registered: londonDay(person.registeredAt),
    'Last active': londonDay(person.activeAt),
  }
}
type Column = keyof ReturnType<typeof lineOf>

const plain: Column[] = [
  'Reference',
  'Name',
  'Routes',
  'Areas',
  '18 or over',
  'Open requests',
  'Recruitment stage',
  'Looked after by',
  'Registered',
  'Last active',
]
const withContact: Column[] = [...plain.slice(0, 2), 'E-mail', 'Telephone', ...plain.slice(2)]

/** The columns of the file; how to reach people only where it was asked for. */
export const exportColumns = (contact: boolean): Column[] => (contact ? withContact : plain)

/** The people of a file, line by line. */
export async function* exportLines(force: ForceProfile, people: AsyncIterable<ExportedCandidate>) {
  for await (const person of people) yield lineOf(force, person)
}

/**
 * What makes lines into a file: comma-separated, marked as UTF-8 for spreadsheets, and with a mark before whatever a
 * spreadsheet would take for a formula.
 */
export const toCsv = (contact: boolean) =>
  stringify({ header: true, columns: exportColumns(contact), bom: true, escape_formulas: true, record_delimiter: 'windows' })

/**
 * A page as it is, but nothing on it acts: forms become boxes, buttons and fields are switched off, links lead nowhere. Every
 * attribute of ours is quoted and every sign inside it escaped, so that a tag ends where the first `>` stands.
 */
export const behindGlass = (html: string): string =>
  html
    .replaceAll(/<input\b(?=[^>]*type="hidden")[^>]*>/g, '')
    .replaceAll(/<form\b[^>]*>/g, (tag) => `<div${/ class="[^"]*"/.exec(tag)?.[0] ?? ''}>`)
    .replaceAll('</form>', '</div>')
    .replaceAll(/<(button|input|select|textarea)\b(?![^>]*\sdisabled)/g, '<$1 disabled')
    .replaceAll(/<a\b[^>]*>/g, (tag) => tag.replaceAll(/ (?:href|target|rel|download|role|draggable)="[^"]*"/g, ''))
