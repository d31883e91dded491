import { createHmac, timingSafeEqual } from 'node:crypto'

let secret = ''

/** Says with what links are signed; called once at the start, by site and clockwork alike. */
export function signLinksWith(sessionSecret: string): void {
  secret = sessionSecret
}

/** Each use has a key of its own, so that a mark made for one opens nothing of another. */
type Use = 'links' | 'devices' | 'news' | 'calendars' | 'concerns' | 'outside'

const signature = (use: Use, text: string): Buffer => createHmac('sha256', `${use}:${secret}`).update(text).digest()

const isOurs = (use: Use, text: string, mark: string): boolean => {
  const given = Buffer.from(mark, 'base64url')
  const right = signature(use, text)
  return given.length === right.length && timingSafeEqual(given, right)
}

/** The part of a single-use link that only we can make: the row's id and its signature. Nothing stored opens it. */
export const signLink = (id: string): string => `${id}.${signature('links', id).toString('base64url')}`

/** The id that a link carries, or undefined where the link was not made by us. */
export function readLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('links', id, mark) ? id : undefined
}

/** A mark for a browser from which this address has signed in. It holds no address: only with one can it be read. */
export const signDevice = (id: string, emailKey: string): string =>
  `${id}.${signature('devices', `${id} ${emailKey}`).toString('base64url')}`

/** The id of the browser, where its mark is ours and was made for this address. */
export function readDevice(text: string, emailKey: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('devices', `${id} ${emailKey}`, mark) ? id : undefined
}

/** The part of an address that ends news for whoever it was sent to: the id of what they chose, and its signature. It does nothing else. */
export const signNewsLink = (id: string): string => `${id}.${signature('news', id).toString('base64url')}`

/** The id in an address that ends news, or undefined where it was not made by us. */
export function readNewsLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('news', id, mark) ? id : undefined
}

/** The part of a calendar's address that only we can make: the id of what it fetches, and its signature. It shows, and does nothing. */
export const signCalendarLink = (id: string): string => `${id}.${signature('calendars', id).toString('base64url')}`

/** The id in a calendar's address, or undefined where it was not made by us. */
export function readCalendarLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('calendars', id, mark) ? id : undefined
}

/** The part of an address by which a contact outside the team opens one concern, while it lasts. */
export const signConcernLink = (id: string): string => `${id}.${signature('concerns', id).toString('base64url')}`

/** The id in an address that opens a concern, or undefined where it was not made by us. */
export function readConcernLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('concerns', id, mark) ? id : undefined
}

/** The part of an address by which somebody outside the portal opens the one thing that was sent to them, while it lasts. */
export const signOutsideLink = (id: string): string => `${id}.${signature('outside', id).toString('base64url')}`

/** The id in an address for somebody outside, or undefined where it was not made by us. */
export function readOutsideLink(text: string): string | undefined {
  const [id = '', mark = ''] = text.split('.')
  return isOurs('outside', id, mark) ? id : undefined
}
