import type { z } from 'zod'

/** What a person typed, and what was wrong with it. Views render every form from this shape. */
export type Form = { values: Record<string, unknown>; errors: { field: string; message: string }[] }

export const blankForm = (values: Record<string, unknown> = {}): Form => ({ values, errors: [] })

export const refusedForm = (form: Form, field: string, message: string): Form => ({
  values: form.values,
  errors: [...form.errors, { field, message }],
})

/**
 * Makes a parsed body fit to check and to store: null bytes, which PostgreSQL refuses, and the carriage returns that
 * browsers add go; a field sent several times stays a list, and it is the schema that says whether it may be one.
 */
export function cleanBody(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, clean(value)]))
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed()
  return Array.isArray(value) ? value.map(clean) : value
}

/** Checks typed input against a schema, keeping what was typed when it does not fit. */
export function readForm<S extends z.ZodType>(schema: S, body: unknown) {
  const values = cleanBody(body)
  const result = schema.safeParse(values)
  if (result.success) return { ok: true, input: result.data, form: blankForm(values) } as const
  const firstPerField = new Map<string, string>()
  for (const { path, message } of result.error.issues) {
    const field = path.length === 0 ? 'form' : String(path[0])
    if (!firstPerField.has(field)) firstPerField.set(field, message)
  }
  const errors = [...firstPerField].map(([field, message]) => ({ field, message }))
  return { ok: false, form: { values, errors } } as const
}
