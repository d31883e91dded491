import type { Response } from 'express'
import type { Member, MemberRole } from '../../../core/access.ts'
import { readKept } from '../../../core/kept.ts'
import { homeOf } from '../../../core/navigation.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { enterAgain, timeLeft } from '../../../core/sign-in.ts'
import { codeAttempt, type CodeAttempt } from '../commands/second-factor.ts'
import { recordSignIn } from '../commands/sign-in.ts'
import { findMember } from '../queries.ts'
import { keepDevice, keepNowhere, keptDevice } from './browser.ts'

/** Several roles: which one is asked first. One: where the person was going, or their own first page. */
export function startOf(member: Member, next: string | undefined): string {
  if (member.roles.length < 2) return next ?? homeOf(member.role)
  return next === undefined ? '/role' : `/role?next=${encodeURIComponent(next)}`
}

export const attemptOf = (accountId: string, res: Response): Promise<CodeAttempt> =>
  codeAttempt(accountId, { network: networkOf(res.req.ip), device: keptDevice(res) })

/** Writes down that somebody is wholly signed in, and makes this browser one that is known. */
export async function welcome(member: Member, res: Response): Promise<void> {
  keepDevice(res, await recordSignIn(member, await attemptOf(member.accountId, res)))
  Object.assign(res.locals, { actor: member, timeLeft: timeLeft(res.req) })
}

type Wanted = { next?: string | undefined; kept?: string | undefined }

/** On to where the person was going; or, where a form of theirs was under way, to the page that gives it back. */
export async function goOn(member: Member, { next, kept }: Wanted, res: Response): Promise<void> {
  const form = readKept(kept, member.accountId)
  if (!form || !member.roles.includes(form.role)) {
    res.redirect(303, startOf(member, next))
    return
  }
  if (form.role !== member.role) await actAs(member, form.role, res)
  keepNowhere(res).render('accounts/kept', { path: form.path, kept })
}

/** Has this session act in another role of the same person; undefined where it is none of theirs. */
export async function actAs(member: Member, role: MemberRole, res: Response): Promise<Member | undefined> {
  const found = member.roles.includes(role) ? await findMember(member.accountId, role) : undefined
  if (found?.role !== role) return undefined
  await enterAgain(res.req, found)
  res.req.session.role = role
  res.locals['actor'] = found
  return found
}
