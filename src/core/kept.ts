import type { Request } from 'express'
import type { Actor, MemberRole } from './access.ts'
import { now } from './clock.ts'
import { cleanBody } from './form.ts'
import { mark, seal, unseal } from './sealing.ts'

type Fields = Record<string, string | string[]>
type KeptForm = { path: string; role: MemberRole; fields: Fields }

/** How long what somebody typed is kept for them, and how much of it at the most: it travels in the page, never in a session. */
const KEPT_FOR = 3_600_000
const MOST = 60_000

/** Passwords, codes and what only one page is about are never kept. */
const leftOut = /^_|password|^(code|codes|sealed|next|kept)$/i

/** The end of every form's token: for whom in which role its page was made, told to us alone. Nothing for a visitor. */
export const whoseForm = (actor: Actor): string => (actor.role === 'visitor' ? '' : `.${actor.role}.${markOf(actor.accountId, actor.role)}`)

const markOf = (accountId: string, role: string): string => mark('whose form', `${accountId} ${role}`)

const bodyOf = (req: Request): Record<string, unknown> => cleanBody(req.body)

function whoseOf(req: Request): { role: MemberRole; mark: string } | undefined {
  const token = bodyOf(req)['_csrf']
  const [, role, given] = typeof token === 'string' ? token.split('.') : []
  return role === undefined || given === undefined ? undefined : { role: role as MemberRole, mark: given }
}

/** Was this form made for whoever sends it, in the role they act in? */
export function isOwnForm(req: Request, actor: Actor): boolean {
  const whose = whoseOf(req)
  if (actor.role === 'visitor') return whose === undefined
  return whose?.mark === markOf(actor.accountId, actor.role)
}

/** What was typed that may be shown again. */
export function typedIn(req: Request): Fields {
  const typed = Object.entries(bodyOf(req)).filter((entry): entry is [string, string | string[]] => {
    const [name, value] = entry
    return !leftOut.test(name) && (typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string')))
  })
  return Object.fromEntries(typed)
}

/** Seals what was sent, for the person whose page it was sent from; undefined where that is nobody, or it is too much. */
export function keepForm(req: Request): string | undefined {
  const whose = whoseOf(req)
  if (!whose) return undefined
  const text = JSON.stringify({ path: req.originalUrl.split('?')[0], ...whose, fields: typedIn(req), at: now().getTime() })
  return text.length > MOST ? undefined : seal('kept form', 'form', text)
}

/** What was kept, for the person who typed it and nobody else. */
export function readKept(sealed: string | undefined, accountId: string): KeptForm | undefined {
  const text = sealed === undefined ? undefined : unseal('kept form', 'form', sealed)
  if (text === undefined) return undefined
  const { path, role, fields, mark: whose, at } = JSON.parse(text) as KeptForm & { mark: string; at: number }
  if (whose !== markOf(accountId, role) || now().getTime() - at > KEPT_FOR) return undefined
  return { path, role, fields }
}
