import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { hashPassword, passwordFits } from '../../../core/passwords.ts'
import { allow } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { suspectPair } from '../../duplicates/commands/suspect.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf, findLink } from '../queries.ts'
import { isSameName, isSameReference, type ClaimAnswer } from '../rules/claim.ts'
import { limits, linkState, type LinkState } from '../rules.ts'
import { holdAddress, makeLink, mayMail } from './register.ts'

type Refused = { ok: false; reason: Exclude<LinkState, 'live'> | ClaimAnswer }
const refused = (reason: Refused['reason']): Refused => ({ ok: false, reason })

/** Ends every link with which this candidate could be claimed. */
export async function endClaimLinks(tx: Tx, candidateId: string): Promise<void> {
  await tx.link.updateMany({ where: { candidateId, purpose: 'claim', usedAt: null }, data: { usedAt: now() } })
}

type Made = { ok: true } | { ok: false; reason: 'noEmail' | 'hasAccount' }

/**
 * Makes the link with which somebody takes over what was registered for them, and ends the one before. Sent, it goes to the
 * address that they gave; otherwise the team prints it. Undefined where there is no such candidate.
 */
export const makeClaimLink = (actor: Team, candidateId: string, way: 'email' | 'paper'): Promise<Made | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR UPDATE`
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { accountId: true, email: true } })
    if (!candidate) return undefined
    if (candidate.accountId !== null) return { ok: false, reason: 'hasAccount' }
    if (way === 'email' && candidate.email === null) return { ok: false, reason: 'noEmail' }
    await endClaimLinks(tx, candidateId)
    const address = way === 'email' ? (candidate.email ?? undefined) : undefined
    await sendClaimLink(tx, candidateId, address)
    await recordEvent(tx, actor, 'candidate.claimLinkMade', { candidateId, data: { way } })
    return { ok: true }
  })

async function sendClaimLink(tx: Tx, candidateId: string, address: string | undefined): Promise<void> {
  const { id: about } = await makeLink(tx, 'claim', { candidateId, ...(address !== undefined && { email: address }) })
  if (address !== undefined) await queueEmail(tx, { kind: 'accounts.claim', address, candidateId, about })
}

const findClaimed = (client: Tx | typeof db, id: string | null) =>
  id === null
    ? null
    : client.candidate.findFirst({ where: { id, accountId: null, closedAt: null }, select: { id: true, name: true, reference: true } })

type Asked = { ok: true } | Refused

/**
 * The first half for a link on paper: whoever holds it, and knows reference and name, is sent a link to the mailbox they
 * name. The answer is the same whether that address is known here or not, and the paper works until the claim is done.
 */
export async function askToClaim(text: string, typed: { reference: string; name: string; email: string }, network: string): Promise<Asked> {
  const { state, row } = await findLink(text, 'claim')
  if (state !== 'live') return refused(state)
  if (row?.email !== null || row.candidateId === null) return refused('unknown')
  if (!(await allow('link', row.id, limits.link))) return refused('tooMany')
  const candidate = await findClaimed(db, row.candidateId)
  if (!candidate) return refused('used')
  if (!isSameReference(candidate.reference, typed.reference) || !isSameName(candidate.name, typed.name)) return refused('wrongPaper')
  if (!(await mayMail(typed.email, network))) return refused('tooManyLetters')
  return inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidate.id}::uuid FOR UPDATE`
    const paper = await tx.link.findUnique({ where: { id: row.id } })
    const still = linkState(paper, 'claim', now())
    if (still !== 'live') return refused(still)
    await tx.link.updateMany({
      where: { candidateId: candidate.id, purpose: 'claim', usedAt: null, email: { not: null } },
      data: { usedAt: now() },
    })
    await sendClaimLink(tx, candidate.id, typed.email)
    await recordEvent(tx, { role: 'visitor' }, 'candidate.claimAsked', { candidateId: candidate.id })
    return { ok: true }
  })
}

type Claimed = { ok: true; accountId: string; email: string; outcome: 'new' | 'joined' | 'twoRecords' } | Refused

/**
 * Takes over what was registered by phone or at an event. The link proves the mailbox and the name shows that it reached
 * whom it was meant for, as an address taken down by ear may be a stranger's. Somebody whose address has an account gives
 * its password. Where that account is a candidate's already, nothing is joined by itself: what becomes of places and of
 * each yes is for the team to decide, with an undo, so the two are laid before them as one person.
 */
export async function claim(text: string, { name, password }: { name: string; password: string }): Promise<Claimed> {
  const { state, row } = await findLink(text, 'claim')
  if (state !== 'live') return refused(state)
  if (row?.email == null) return refused('unknown')
  const { id, email, candidateId } = row
  if (!(await allow('link', id, limits.link))) return refused('tooMany')
  const candidate = await findClaimed(db, candidateId)
  if (!candidate) return refused('used')
  if (!isSameName(candidate.name, name)) return refused('wrongName')
  const held = await db.account.findUnique({ where: { emailKey: emailKeyOf(email) }, select: { passwordHash: true } })
  if (held && !(await passwordFits(held.passwordHash, password))) return refused('wrongPassword')
  const passwordHash = held?.passwordHash ?? (await hashPassword(password))
  return inTransaction((tx) => takeOver(tx, { linkId: id, candidateId: candidate.id, email, passwordHash }))
}

type Taking = { linkId: string; candidateId: string; email: string; passwordHash: string }

async function takeOver(tx: Tx, { linkId, candidateId, email, passwordHash }: Taking): Promise<Claimed> {
  await holdAddress(tx, emailKeyOf(email))
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR UPDATE`
  const state = linkState(await tx.link.findUnique({ where: { id: linkId } }), 'claim', now())
  if (state !== 'live') return refused(state)
  const candidate = await findClaimed(tx, candidateId)
  if (!candidate) return refused('used')
  const account = await accountOf(tx, email, candidate.name, passwordHash)
  if (account.passwordHash !== passwordHash) return refused('wrongPassword')
  if (account.closedAt !== null) return refused('closed')
  await endClaimLinks(tx, candidateId)
  if (account.candidate) {
    await suspectPair(tx, candidateId, account.candidate.id)
    for (const each of [candidateId, account.candidate.id])
      await recordEvent(tx, { role: 'visitor' }, 'candidate.claimedTwice', { candidateId: each, subjectId: account.id })
    return { ok: true, accountId: account.id, email, outcome: 'twoRecords' }
  }
  await attach(tx, { role: 'candidate', accountId: account.id, candidateId, name: candidate.name, roles: ['candidate'] })
  return { ok: true, accountId: account.id, email, outcome: account.fresh ? 'new' : 'joined' }
}

const accountShape = { id: true, passwordHash: true, closedAt: true, candidate: { select: { id: true } } } as const

async function accountOf(tx: Tx, email: string, name: string, passwordHash: string) {
  const emailKey = emailKeyOf(email)
  const known = await tx.account.findUnique({ where: { emailKey }, select: accountShape })
  if (known) return { ...known, fresh: false }
  const made = { name, email, emailKey, passwordHash, createdAt: now(), passwordChangedAt: now(), signedInAt: now() }
  return { ...(await tx.account.create({ data: made, select: accountShape })), fresh: true }
}

/** The record gets its account, with all its history; what nobody has told the person yet goes to them by e-mail now. */
async function attach(tx: Tx, person: Candidate): Promise<void> {
  const { accountId, candidateId } = person
  await tx.accountRole.createMany({ data: { accountId, role: 'candidate', grantedAt: now() }, skipDuplicates: true })
  await tx.candidate.update({ where: { id: candidateId }, data: { accountId, email: null, activeAt: now() }, select: { id: true } })
  await recordEvent(tx, person, 'candidate.claimed', { candidateId })
  await tx.$executeRaw`SELECT email_candidate(candidate_id, kind, about_id, data, ${now()}::timestamptz) FROM tellings
    WHERE candidate_id = ${candidateId}::uuid AND told_at IS NULL ORDER BY created_at`
  await tx.telling.updateMany({ where: { candidateId, toldAt: null }, data: { toldAt: now(), toldHow: 'email' } })
}
