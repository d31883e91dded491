import type { Response } from 'express'
import type { Member } from '../../../core/access.ts'
import { homeOf } from '../../../core/navigation.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { codeAttempt, type CodeAttempt } from '../commands/second-factor.ts'
import { recordSignIn } from '../commands/sign-in.ts'
import { keepDevice, keptDevice } from './browser.ts'

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
}
