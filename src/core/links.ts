import { createHmac, timingSafeEqual } from 'node:crypto'

let secret = ''

/** Says with what links are signed; called once at the start, by site and clockwork alike. */
export function signLinksWith(sessionSecret: string): void {
  secret = sessionSecret
}

const signature = (id: string): Buffer => createHmac('sha256', `links:${secret}`).update(id).digest()

/** The part of a single-use link that only we can make: the row's id and its signature. Nothing stored opens it. */
export const signLink = (id: string): string => `${id}.${signature(id).toString('base64url')}`

/** The id that a link carries, or undefined where the link was not made by us. */
export function readLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  const given = Buffer.from(mark, 'base64url')
  const right = signature(id)
  return given.length === right.length && timingSafeEqual(given, right) ? id : undefined
}
