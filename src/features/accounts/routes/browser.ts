import type { Response } from 'express'
import type { Form } from '../../../core/form.ts'

const YEAR = 365 * 86_400_000

const isSecure = (res: Response) => String(res.locals['baseUrl']).startsWith('https:')
const cookieName = (res: Response) => (isSecure(res) ? '__Host-known' : 'known')

/** The mark by which this browser was known when its person last signed in, if it kept one. */
export function keptDevice(res: Response): string | undefined {
  const beginning = `${cookieName(res)}=`
  const kept = (res.req.get('cookie') ?? '').split(/;\s*/).find((cookie) => cookie.startsWith(beginning))
  return kept?.slice(beginning.length)
}

/** Keeps the mark in this browser for a year: with it, strangers' wrong passwords do not stand in its person's way. */
export function keepDevice(res: Response, mark: string): void {
  res.cookie(cookieName(res), mark, { httpOnly: true, sameSite: 'lax', secure: isSecure(res), path: '/', maxAge: YEAR })
}

/** A password is never shown again, nor handed to a page. */
export const withoutSecrets = (form: Form): Form => ({
  ...form,
  values: Object.fromEntries(Object.entries(form.values).filter(([name]) => name !== 'password')),
})

/** The page behind a single-use link is kept by no cache. */
export const keepNowhere = (res: Response): Response => res.set('cache-control', 'no-store')
