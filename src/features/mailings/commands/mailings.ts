import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { TemplatePurpose } from '../../conversations/rules/templates.ts'
import { queueEmail } from '../../messages/commands.ts'
import { nextWaking } from '../../messages/rules/waking.ts'
import { judge, listAudience, listStandings, type Judged } from '../queries/audience.ts'
import { readAudience, settled, type Audience } from '../rules/audience.ts'
import { sendMailing } from '../rules/jobs.ts'
import { BATCH, decideConfirm, decideMailing, PAUSE, whyExcluded, type MailingDecision, type MailingState } from '../rules/mailings.ts'

/** Keeps a letter to many as a draft; nothing is sent. Undefined where the template is put away or gone. */
export const draftMailing = (actor: Team, templateId: string, audience: Audience): Promise<string | undefined> =>
  inTransaction(async (tx) => {
    const [version] = await tx.messageTemplateVersion.findMany({
      where: { templateId, template: { archivedAt: null } },
      orderBy: { number: 'desc' },
      take: 1,
    })
    if (!version) return undefined
    return addDraft(tx, actor, version.id, audience)
  })

async function addDraft(tx: Tx, actor: Team, versionId: string, audience: Audience): Promise<string> {
  const filter = JSON.parse(JSON.stringify(settled(audience, actor.accountId))) as Record<string, string>
  const { id } = await tx.mailing.create({ data: { versionId, filter, byId: actor.accountId, createdAt: now() }, select: { id: true } })
  await recordEvent(tx, actor, 'mailing.drafted', { subjectId: id })
  return id
}

/** A letter in words of its own: kept as a template that is put away at once, so that what was sent stays to be read. */
export const draftOwnWords = (
  actor: Team,
  { name, subject, body }: { name: string; subject: string; body: string },
  audience: Audience,
): Promise<string> =>
  inTransaction(async (tx) => {
    const template = await tx.messageTemplate.create({ data: { name, createdAt: now(), archivedAt: now() }, select: { id: true } })
    const version = await tx.messageTemplateVersion.create({
      data: { templateId: template.id, number: 1, purpose: 'service', subject, body, byId: actor.accountId, at: now() },
      select: { id: true },
    })
    return addDraft(tx, actor, version.id, audience)
  })

type Locked = { state: MailingState; versionId: string; purpose: TemplatePurpose; filter: unknown }

const lockMailing = async (tx: Tx, id: string): Promise<Locked | undefined> => {
  const [mailing] = await tx.$queryRaw<Locked[]>`
    SELECT m.state, m.version_id AS "versionId", v.purpose, m.filter FROM mailings m JOIN message_template_versions v ON v.id = m.version_id
    WHERE m.id = ${id}::uuid AND m.state <> 'discarded' FOR UPDATE OF m`
  return mailing
}

/**
 * Confirms what was seen: everybody whom the audience names gets a row, to be sent or left out with the reason, and the job that
 * sends begins. A person has one row in a mailing, so that confirming again reaches only who has nothing yet.
 */
export async function confirmMailing(actor: Team, id: string, seen: number): Promise<MailingDecision | undefined> {
  return inTransaction(async (tx) => {
    const mailing = await lockMailing(tx, id)
    if (!mailing) return undefined
    const ids = await listAudience(actor, readAudience(mailing.filter))
    const people = judge(mailing.purpose, await listStandings(tx, ids, { mailingId: id, versionId: mailing.versionId }))
    const decision = decideConfirm(mailing.state, { seen, count: people.filter(({ reason }) => reason === undefined).length })
    if (!decision.ok) return decision
    await addRecipients(tx, id, people)
    await tx.mailing.update({ where: { id }, data: { state: decision.state, confirmedAt: now(), endedAt: null }, select: { id: true } })
    await addJob(tx, sendMailing, { mailingId: id }, { key: `${sendMailing.name}:${id}` })
    await recordEvent(tx, actor, 'mailing.confirmed', { subjectId: id, data: { count: seen } })
    return decision
  })
}

const addRecipients = (tx: Tx, mailingId: string, people: Judged[]) => {
  const rows = people.map(({ id, reason }) => ({ id, outcome: reason === undefined ? 'waiting' : 'excluded', reason: reason ?? null }))
  return tx.$executeRaw`
    INSERT INTO mailing_recipients (mailing_id, candidate_id, outcome, reason, at)
    SELECT ${mailingId}::uuid, r.id, r.outcome, r.reason, ${now()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, outcome text, reason text)
    ON CONFLICT (mailing_id, candidate_id) DO UPDATE SET outcome = EXCLUDED.outcome, reason = EXCLUDED.reason, at = EXCLUDED.at
      WHERE mailing_recipients.outcome = 'excluded'`
}

/** Ends a draft, or stops one on its way: who has nothing yet gets nothing. Undefined where there is no such mailing. */
export const endMailing = (actor: Team, id: string, event: 'discard' | 'cancel'): Promise<MailingDecision | undefined> =>
  inTransaction(async (tx) => {
    const mailing = await lockMailing(tx, id)
    if (!mailing) return undefined
    const decision = decideMailing(mailing.state, event)
    if (!decision.ok) return decision
    await tx.mailing.update({ where: { id }, data: { state: decision.state, endedAt: now() }, select: { id: true } })
    await tx.mailingRecipient.updateMany({ where: { mailingId: id, outcome: 'waiting' }, data: { outcome: 'cancelled', at: now() } })
    await recordEvent(tx, actor, event === 'cancel' ? 'mailing.cancelled' : 'mailing.discarded', { subjectId: id })
    return decision
  })

/** One run of the job: so many letters, then a pause; by night it waits for the morning. Done twice, it finds nothing to do twice. */
export async function sendBatch(mailingId: string): Promise<void> {
  const morning = nextWaking(now())
  if (morning > now()) {
    await planRun(mailingId, morning)
    return
  }
  for (let i = 0; i < BATCH; i += 1) {
    if (await sendNext(mailingId)) continue
    await finish(mailingId)
    return
  }
  await planRun(mailingId, new Date(now().getTime() + PAUSE))
}

const planRun = (mailingId: string, runAt: Date): Promise<void> =>
  inTransaction((tx) => addJob(tx, sendMailing, { mailingId }, { runAt, key: `${sendMailing.name}:${mailingId}` }))

/**
 * The next letter: the person's row, the e-mail and what became of it in one transaction, so that a kill at any moment neither
 * doubles nor loses one. Asked anew, as people change their minds. False where nothing is left, or the mailing has stopped.
 */
export const sendNext = (mailingId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const [mailing] = await tx.$queryRaw<{ versionId: string; purpose: TemplatePurpose }[]>`
      SELECT m.version_id AS "versionId", v.purpose FROM mailings m JOIN message_template_versions v ON v.id = m.version_id
      WHERE m.id = ${mailingId}::uuid AND m.state = 'sending' FOR SHARE OF m`
    if (!mailing) return false
    const [row] = await tx.$queryRaw<{ candidate_id: string }[]>`SELECT candidate_id FROM mailing_recipients
      WHERE mailing_id = ${mailingId}::uuid AND outcome = 'waiting' ORDER BY candidate_id LIMIT 1 FOR UPDATE SKIP LOCKED`
    if (!row) return false
    const candidateId = row.candidate_id
    const [person] = await listStandings(tx, [candidateId], { mailingId, versionId: mailing.versionId }, true)
    const reason = person === undefined ? 'closed' : whyExcluded(mailing.purpose, person)
    const where = { mailingId_candidateId: { mailingId, candidateId } }
    if (reason !== undefined || person?.accountId == null) {
      await tx.mailingRecipient.update({ where, data: { outcome: 'excluded', reason: reason ?? 'noAddress', at: now() } })
      return true
    }
    if (mailing.purpose === 'news') await keepLinkFor(tx, candidateId)
    const emailId = await queueEmail(tx, { kind: `mailing.${mailing.purpose}`, accountId: person.accountId, candidateId, about: mailingId })
    await tx.mailingRecipient.update({ where, data: { outcome: 'queued', emailId, at: now() } })
    return true
  })

/** What the one-click link names has to be there before the letter is. */
const keepLinkFor = (tx: Tx, candidateId: string) =>
  tx.$executeRaw`INSERT INTO message_preferences (id, candidate_id, updated_at)
    VALUES (gen_random_uuid(), ${candidateId}::uuid, ${now()}::timestamptz) ON CONFLICT (candidate_id) DO NOTHING`

/** In a transaction of its own: two workers that both read the mailing could otherwise not both come to write it. */
const finish = (id: string): Promise<void> =>
  inTransaction(async (tx) => {
    const mailing = await lockMailing(tx, id)
    if (!mailing || !decideMailing(mailing.state, 'finish').ok) return
    const left = await tx.mailingRecipient.count({ where: { mailingId: id, outcome: 'waiting' } })
    if (left > 0) return // another worker holds the last of them, and finishes after it
    await tx.mailing.update({ where: { id }, data: { state: 'sent', endedAt: now() }, select: { id: true } })
    await recordEvent(tx, { role: 'system' }, 'mailing.sent', { subjectId: id })
  })
