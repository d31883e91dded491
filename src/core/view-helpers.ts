import type { Form } from './form.ts'

type Slot = { html?: unknown; text?: unknown }
type Attribute = string | number | boolean | null | undefined | { value?: unknown; optional?: boolean }

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''

/** Text made safe for HTML and for quoted attributes. */
export const esc = (value: unknown): string => asText(value).replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '')

/** `{ html }` is trusted and left as it is, `{ text }` is escaped. */
export const slot = (given: Slot | undefined): string => (asText(given?.html) === '' ? esc(given?.text) : asText(given?.html).trim())

/** Class names in one attribute, those that are false or empty left out. */
export const cls = (...names: unknown[]): string => esc(names.filter(Boolean).map(asText).join(' '))

/** Attributes as the library's own macros write them: null is an empty value, `{ value, optional }` may be left out. */
export const attrs = (map: Record<string, Attribute> | undefined): string =>
  Object.entries(map ?? {})
    .map(([name, item]) => {
      const given = item !== null && typeof item === 'object' ? item : { value: item, optional: false }
      if (given.optional !== true) return ` ${esc(name)}="${esc(given.value)}"`
      if (given.value === true) return ` ${esc(name)}`
      return given.value === undefined || given.value === null || given.value === false ? '' : ` ${esc(name)}="${esc(given.value)}"`
    })
    .join('')

/** Attributes that are there only where they have something to say. */
export const opt = (map: Record<string, unknown>): string =>
  Object.entries(map)
    .map(([name, value]) => {
      if (value === undefined || value === null || value === false || value === '') return ''
      return value === true ? ` ${name}` : ` ${name}="${esc(value)}"`
    })
    .join('')

/** The error beside one field, as the components take it. */
export const err = (form: Form | undefined, name: string): { text: string } | undefined => {
  const found = form?.errors.find(({ field }) => field === name)
  return found && { text: found.message }
}

/** What was typed into one field. */
export const val = (form: Form | undefined, name: string): string => {
  const typed = form?.values[name]
  return asText(Array.isArray(typed) ? typed[0] : typed)
}

/** What was ticked in one group of checkboxes: a single tick arrives as a string, several as a list. */
export const vals = (form: Form | undefined, name: string): string[] => {
  const ticked = form?.values[name]
  return (Array.isArray(ticked) ? ticked : [ticked]).map(asText).filter((value) => value !== '')
}

/** One choice of a select, its words escaped; `chosen` is the value that stands. */
export const option = (value: string, text: string, chosen?: string): string =>
  `<option value="${esc(value)}"${chosen === value ? ' selected' : ''}>${esc(text)}</option>`

/** Data for other machines, inside a script element that no browser runs: nothing in it can end the element. */
export const dataBlock = (data: unknown): string =>
  JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
