import { describe, expect, it } from 'vitest'
import { accessEnds, accessState, isQuiet, noticesDue } from '../../src/features/accounts/rules/confirming.ts'
import {
  decideInvitation,
  decideInvite,
  invitationEvents,
  invitationState,
  invitationStates,
} from '../../src/features/accounts/rules/invitations.ts'
import {
  askedToConfirm,
  decideAddRole,
  decideConfirm,
  decideDeactivate,
  decideReactivate,
  decideRemoveRole,
  invitedBy,
  managedBy,
  mayConfirmOneself,
  staffRoles,
  type StaffAccount,
  type StaffRole,
} from '../../src/features/accounts/rules/roles.ts'
import { historyWords } from '../../src/features/accounts/rules/words.ts'

const now = new Date('2027-01-14T10:00:00Z')
const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
const plenty = { able: 2, confirmed: 2 }
const nobody = { able: 0, confirmed: 0 }
const anAccount = (roles: StaffRole[], more: Partial<StaffAccount> = {}): StaffAccount => ({
  ...{ id: 'a', roles, deactivatedAt: null, confirmedAt: days(-10) },
  ...more,
})
const managers = [
  { role: 'lead', accountId: 'l' },
  { role: 'administrator', accountId: 'x' },
] as const
const reason = (decision: { ok: boolean; reason?: string }) => decision.reason ?? 'ok'

describe('every role × manager', () => {
  const rows = managers.flatMap((by) =>
    staffRoles.map((role) => ({ by, role, theirs: by.role === 'administrator' || !['lead', 'administrator'].includes(role) })),
  )

  it.each(rows)('$by.role and the role $role: given, taken, confirmed and deactivated alike', ({ by, role, theirs }) => {
    const held = anAccount([role])
    expect(managedBy(by).includes(role)).toBe(theirs)
    expect(reason(decideAddRole(by, anAccount([]), role))).toBe(theirs ? 'ok' : 'notYours')
    expect(reason(decideAddRole(by, held, role))).toBe(theirs ? 'held' : 'notYours')
    expect(reason(decideRemoveRole(by, anAccount([]), role, plenty))).toBe(theirs ? 'notHeld' : 'notYours')
    expect(reason(decideRemoveRole(by, held, role, plenty))).toBe(theirs ? 'onlyRole' : 'notYours')
    expect(reason(decideDeactivate(by, held, plenty))).toBe(theirs ? 'ok' : 'notYours')
    expect(reason(decideConfirm(by, held, plenty))).toBe(theirs ? 'ok' : 'notYours')
  })

  it.each(rows)('$by.role and the role $role on a deactivated account: reactivated first', ({ by, role, theirs }) => {
    const gone = anAccount([role], { deactivatedAt: days(-1) })
    const first = theirs ? 'deactivated' : 'notYours'
    expect(reason(decideAddRole(by, gone, role))).toBe(first)
    expect(reason(decideRemoveRole(by, gone, role, plenty))).toBe(first)
    expect(reason(decideDeactivate(by, gone, plenty))).toBe(first)
    expect(reason(decideConfirm(by, gone, plenty))).toBe(first)
    expect(reason(decideReactivate(by, gone))).toBe(theirs ? 'ok' : 'notYours')
    expect(reason(decideReactivate(by, anAccount([role])))).toBe(theirs ? 'notDeactivated' : 'notYours')
  })

  it.each(managers)('$role never changes their own roles, deactivates or reactivates themselves', (by) => {
    const own = anAccount([by.role, 'coordinator'], { id: by.accountId })
    for (const role of staffRoles) {
      expect(reason(decideAddRole(by, own, role))).toBe('yourself')
      expect(reason(decideRemoveRole(by, own, role, plenty))).toBe('yourself')
    }
    expect(reason(decideDeactivate(by, own, plenty))).toBe('yourself')
    expect(reason(decideReactivate(by, own))).toBe('yourself')
    expect(reason(decideConfirm(by, own, plenty))).toBe('yourself')
  })

  it('keeps recruiters apart in either order, and gives other roles together', () => {
    const [, administrator] = managers
    for (const role of ['coordinator', 'lead', 'supporter'] as const) {
      expect(reason(decideAddRole(administrator, anAccount(['recruiter']), role))).toBe('clash')
      expect(reason(decideAddRole(administrator, anAccount([role]), 'recruiter'))).toBe('clash')
    }
    expect(reason(decideAddRole(administrator, anAccount(['recruiter']), 'administrator'))).toBe('ok')
    expect(reason(decideAddRole(administrator, anAccount(['coordinator']), 'supporter'))).toBe('ok')
  })

  it('never takes away the last administrator', () => {
    const [, by] = managers
    const last = anAccount(['administrator', 'coordinator'])
    expect(reason(decideRemoveRole(by, last, 'administrator', nobody))).toBe('lastAdministrator')
    expect(reason(decideRemoveRole(by, last, 'coordinator', nobody))).toBe('ok')
    expect(reason(decideDeactivate(by, last, nobody))).toBe('lastAdministrator')
    expect(reason(decideRemoveRole(by, last, 'administrator', { able: 1, confirmed: 0 }))).toBe('ok')
  })

  it('lets an administrator vouch for themselves only where no other could', () => {
    const [lead, administrator] = managers
    const own = anAccount(['administrator'], { id: administrator.accountId })
    expect(reason(decideConfirm(administrator, own, { able: 1, confirmed: 0 }))).toBe('ok')
    expect(reason(decideConfirm(administrator, own, { able: 1, confirmed: 1 }))).toBe('yourself')
    expect(reason(decideConfirm(lead, anAccount(['lead'], { id: lead.accountId }), nobody))).toBe('yourself')
    expect(mayConfirmOneself(['coordinator'], nobody)).toBe(false)
  })
})

describe('access', () => {
  it.each([
    ['active for the most of 90 days', anAccount([], { confirmedAt: days(-10) }), 'active'],
    ['ending in the last 14 days', anAccount([], { confirmedAt: days(-76) }), 'ending'],
    ['ending until the very last millisecond', anAccount([], { confirmedAt: new Date(days(-90).getTime() + 1) }), 'ending'],
    ['lapsed at the instant', anAccount([], { confirmedAt: days(-90) }), 'lapsed'],
    ['lapsed where nobody ever vouched', anAccount([], { confirmedAt: null }), 'lapsed'],
    ['deactivated before all else', anAccount([], { confirmedAt: null, deactivatedAt: now }), 'deactivated'],
  ] as const)('is %s', (_what, account, state) => {
    expect(accessState(account, now)).toBe(state)
  })

  it('is noticed 14 and 3 days before, by whole days in London, and not once it has lapsed', () => {
    const due = (left: number) => noticesDue(anAccount([], { confirmedAt: days(left - 90) }), now)
    expect([due(16), due(14), due(4), due(3), due(0.01), due(0)]).toEqual([[], [14], [14], [14, 3], [14, 3], []])
    const lateThatDay = anAccount([], { confirmedAt: new Date('2026-10-30T23:59:59Z') }) // ends late on 28 January
    expect(accessEnds(lateThatDay.confirmedAt).toISOString()).toBe('2027-01-28T23:59:59.000Z')
    expect(noticesDue(lateThatDay, new Date('2027-01-13T23:59:59Z'))).toEqual([])
    expect(noticesDue(lateThatDay, new Date('2027-01-14T00:00:00Z'))).toEqual([14])
  })

  it('is asked of leads for their team, of administrators for leads and each other, never of the person', () => {
    const lead = anAccount(['lead'], { id: 'l' })
    const other = anAccount(['administrator'], { id: 'x' })
    const one = anAccount(['administrator'], { id: 'y' })
    const asked = (account: StaffAccount, from: StaffAccount[]) => askedToConfirm(account, from, now).map(({ id }) => id)
    expect(asked(anAccount(['coordinator', 'supporter']), [lead, one, other])).toEqual(['l'])
    expect(asked(anAccount(['coordinator', 'administrator']), [lead, one, other])).toEqual(['y', 'x'])
    expect(asked(lead, [lead, one])).toEqual(['y'])
    expect(asked(one, [lead, one, other])).toEqual(['x'])
    expect(asked(one, [lead, one]), 'the only one is asked themselves').toEqual(['y'])
    expect(asked(anAccount(['recruiter']), [one]), 'where there is no lead').toEqual(['y'])
    expect(asked(anAccount(['recruiter']), [{ ...lead, confirmedAt: null }, one]), 'where the lead has lapsed').toEqual(['y'])
    expect(asked(anAccount(['recruiter']), [{ ...lead, deactivatedAt: now }, one])).toEqual(['y'])
    expect(asked(one, [one, { ...other, confirmedAt: null }]), 'where all others have lapsed').toEqual(['y', 'x'])
  })

  it('is quiet from the evening to the morning in London', () => {
    const quiet = (at: string) => isQuiet({ from: 21, until: 8 }, new Date(at))
    expect(
      ['2027-01-14T07:59:00Z', '2027-01-14T08:00:00Z', '2027-07-14T07:00:00Z', '2027-01-14T20:59:00Z', '2027-01-14T21:00:00Z'].map(quiet),
    ).toEqual([...[true, false, false, false, true]])
  })
})

describe('an invitation', () => {
  const dates = { acceptedAt: null, revokedAt: null, expiresAt: days(1) }
  it.each([
    ['open', dates],
    ['expired', { ...dates, expiresAt: now }],
    ['used', { ...dates, acceptedAt: now, expiresAt: days(-1) }],
    ['revoked', { ...dates, revokedAt: now, expiresAt: days(-1) }],
  ] as const)('is %s', (state, given) => {
    expect(invitationState(given, now)).toBe(state)
  })

  const table = { open: ['resend', 'revoke'], expired: ['resend', 'revoke'], used: [], revoked: [] } as const
  const rows = invitationStates.flatMap((state) =>
    (['resend', 'revoke'] as const).flatMap((event) => managers.flatMap((by) => staffRoles.map((role) => ({ state, event, by, role })))),
  )
  it.each(rows)('$state, $event by $by.role of $role', ({ state, event, by, role }) => {
    const may = (table[state] as readonly string[]).includes(event)
    const wanted = !invitedBy(by).includes(role) ? 'notYours' : may ? 'ok' : state
    expect(reason(decideInvitation(by, role, state, event))).toBe(wanted)
    expect(invitationEvents(state)).toEqual(table[state])
  })

  it('goes from administrators to leads and administrators, from leads to everybody else', () => {
    expect(invitedBy({ role: 'administrator' })).toEqual(['lead', 'administrator'])
    expect(invitedBy({ role: 'lead' })).toEqual(['coordinator', 'supporter', 'recruiter'])
    expect(managers.flatMap((by) => invitedBy(by)).sort()).toEqual([...staffRoles].sort())
  })

  it('is refused where a colleague’s account stands in the way, and where one waits already', () => {
    const lead = { role: 'lead' } as const
    const decide = (roles: StaffRole[], role: StaffRole, more: Partial<StaffAccount> = {}) =>
      reason(decideInvite(lead, role, anAccount(roles, more), false))
    expect(decide(['coordinator'], 'coordinator')).toBe('held')
    expect(decide(['coordinator'], 'recruiter')).toBe('clash')
    expect(decide(['coordinator'], 'supporter')).toBe('ok')
    expect(decide(['coordinator'], 'supporter', { deactivatedAt: now })).toBe('deactivated')
    expect(reason(decideInvite(lead, 'supporter', undefined, true))).toBe('alreadyInvited')
    expect(reason(decideInvite(lead, 'administrator', undefined, false))).toBe('notYours')
  })
})

it('has words for every change in the history', () => {
  const names = [
    'invited',
    'invitedAgain',
    'invitationRevoked',
    'joined',
    'roleAdded',
    'roleRemoved',
    'deactivated',
    'reactivated',
    'confirmed',
  ]
  const words = names.map((name) => historyWords(`account.${name}`, 'lead'))
  expect(new Set(words).size).toBe(names.length)
  expect(words.join()).not.toContain('Changed')
})
