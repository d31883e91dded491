import { holdsStaffRole, type Administrator, type Lead, type Member, type MemberRole } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { mark } from '../../../core/sealing.ts'
import { endsOf } from '../../../core/session-life.ts'
import { readLink } from '../../../core/links.ts'
import { changeState, type ChangeState } from '../rules/own.ts'
import { mayResetCodes } from '../rules/second-factor.ts'

/** What a page calls a session: its id would open it. */
export const nameOfSession = (sid: string): string => mark('session names', sid).slice(0, 22)

type Row = { sid: string; begun: number | null; used: number | null; coded: number | null; browser: string | null }
export type OwnSession = { name: string; browser: string; begun: Date | undefined; usedAt: Date | undefined; half: boolean; here: boolean }

const asDate = (time: number | null): Date | undefined => (time === null ? undefined : new Date(time))

/** Where this person is signed in: this session first, then the last used. Nothing of a network is kept, so none is shown. */
export async function listSessions(actor: Member, sid: string): Promise<OwnSession[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT sid, (sess ->> 'begun')::float8 AS begun, (sess ->> 'usedAt')::float8 AS used, (sess ->> 'secondFactorAt')::float8 AS coded,
      sess ->> 'browser' AS browser
    FROM sessions WHERE sess #>> '{passport,user}' = ${actor.accountId} AND expire > ${now()}::timestamptz`
  const staff = holdsStaffRole(actor.roles)
  const needsCode = staff || actor.secondFactor === true
  return rows
    .map((row) => ({ ...row, half: needsCode && row.coded === null }))
    .filter(({ begun, used, half, sid: one }) => {
      const life = { begun: begun ?? undefined, usedAt: used ?? undefined }
      return one === sid || endsOf(life, { staff, half }).end > now().getTime()
    })
    .sort((a, b) => Number(b.sid === sid) - Number(a.sid === sid) || (b.used ?? 0) - (a.used ?? 0))
    .map(({ sid: one, browser, begun, used, half }) => ({
      ...{ name: nameOfSession(one), browser: browser ?? 'A browser we do not know', half, here: one === sid },
      ...{ begun: asDate(begun), usedAt: asDate(used) },
    }))
}

/** What stands on a person's own page about how they sign in. */
export async function findOwnAccount(actor: Member) {
  const { accountId } = actor
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: {
      ...{ name: true, email: true, createdAt: true, passwordChangedAt: true },
      secondFactor: { select: { setUpAt: true } },
      emailChanges: {
        where: { usedAt: null, expiresAt: { gt: now() } },
        orderBy: { createdAt: 'desc' },
        take: 1,
        select: { email: true, expiresAt: true },
      },
      candidate: { select: { name: true } },
    },
  })
  const codesLeft = account.secondFactor === null ? 0 : await db.recoveryCode.count({ where: { accountId, usedAt: null } })
  return { ...account, codesLeft, pendingEmail: account.emailChanges[0] }
}

/** The change of address that a letter about it is for, if its link still works. */
export async function findLiveChange(id: string | null) {
  const change = id === null ? null : await db.emailChange.findUnique({ where: { id } })
  return changeState(change, change?.accountId ?? '', now()) === 'live' ? change : undefined
}

/** The address that a link would make this person's own, and whether it still can. */
export async function findEmailChange(actor: Member, text: string): Promise<{ state: ChangeState; email: string }> {
  const id = readLink(text)
  const change = id === undefined ? null : await db.emailChange.findUnique({ where: { id } })
  return { state: changeState(change, actor.accountId, now()), email: change?.email ?? '' }
}

/** Somebody of the staff whose codes this person may reset, and since when they have had them. */
export async function findCodesOf(actor: Lead | Administrator, accountId: string) {
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { id: true, name: true, email: true, roles: { select: { role: true } }, secondFactor: { select: { setUpAt: true } } },
  })
  if (!account) return undefined
  const roles = account.roles.map(({ role }) => role as MemberRole)
  return mayResetCodes(actor, { id: account.id, roles }) ? { ...account, roles: roles.filter((role) => role !== 'candidate') } : undefined
}
