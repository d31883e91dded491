import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { giveConsent, withdrawConsent } from '../../privacy/commands.ts'
import type { ChoiceQuestion, Question } from '../rules/questions.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { withdrawWithin } from '../../requests/commands/own.ts'

/** Saves one answer as soon as it is given, and notes that the person was here. */
const answer = (candidate: Candidate, question: Question, work: (tx: Tx) => Promise<unknown>): Promise<void> =>
  inTransaction(async (tx) => {
    const { candidateId } = candidate
    await tx.$executeRaw`UPDATE candidates SET answered = array_append(array_remove(answered, ${question}), ${question}), active_at = ${now()}::timestamptz
      WHERE id = ${candidateId}::uuid`
    await work(tx)
    await recordEvent(tx, candidate, 'answer.saved', { candidateId, data: { question } })
  })

const update = (tx: Tx, { candidateId }: Candidate, data: Parameters<Tx['candidate']['update']>[0]['data']) =>
  tx.candidate.update({ where: { id: candidateId }, data, select: { id: true } })

export const saveRoutes = (candidate: Candidate, routes: string[]) => answer(candidate, 'routes', (tx) => update(tx, candidate, { routes }))

export const saveAreas = (candidate: Candidate, areas: string[]) => answer(candidate, 'areas', (tx) => update(tx, candidate, { areas }))

export const saveAdult = (candidate: Candidate, adult: boolean) => answer(candidate, 'adult', (tx) => update(tx, candidate, { adult }))

/** Asks for what was ticked, and takes back what was unticked and nobody has answered yet. */
export const saveSupport = (candidate: Candidate, kinds: SupportKind[], force: ForceProfile) =>
  answer(candidate, 'support', async (tx) => {
    const waiting = await tx.supportRequest.findMany({
      where: { candidateId: candidate.candidateId, state: 'requested' },
      select: { id: true, kind: true },
    })
    for (const { id, kind } of waiting) {
      if (!(kinds as string[]).includes(kind)) await withdrawWithin(tx, candidate, id, 'other')
    }
    for (const kind of kinds) await askForSupport(tx, candidate, kind, force)
  })

/** Keeps what the person wrote about themselves, with the yes that allows it; a no deletes it. */
export const saveTailoring = (candidate: Candidate, { text, keep }: { text: string; keep: boolean }, force: ForceProfile, how: string) =>
  answer(candidate, 'tailoring', async (tx) => {
    const { candidateId } = candidate
    if (!keep) await withdrawConsent(tx, candidate, 'tailoring')
    else await giveConsent(tx, candidate, 'tailoring', force, how)
    await tx.tailoringFact.deleteMany({ where: { candidateId } })
    if (keep && text !== '') await tx.tailoringFact.create({ data: { candidateId, text, updatedAt: now() } })
  })

export const saveAccess = (candidate: Candidate, text: string) =>
  answer(candidate, 'access', async (tx) => {
    const { candidateId } = candidate
    if (text === '') await tx.accessNeed.deleteMany({ where: { candidateId } })
    else
      await tx.accessNeed.upsert({
        where: { candidateId },
        create: { candidateId, text, updatedAt: now() },
        update: { text, updatedAt: now() },
      })
  })

export const saveChoice = (candidate: Candidate, purpose: ChoiceQuestion, yes: boolean, force: ForceProfile, how: string) =>
  answer(candidate, purpose, (tx) => (yes ? giveConsent(tx, candidate, purpose, force, how) : withdrawConsent(tx, candidate, purpose)))

/** The person has read their answers and is done with the questions. */
export const finishQuestions = (candidate: Candidate): Promise<void> =>
  inTransaction(async (tx) => {
    const { candidateId } = candidate
    await update(tx, candidate, { activeAt: now() })
    const { count } = await tx.candidate.updateMany({ where: { id: candidateId, completedAt: null }, data: { completedAt: now() } })
    if (count > 0) await recordEvent(tx, candidate, 'questions.finished', { candidateId })
  })

/** A name is shown to the team and in letters, so the account bears the same one. */
export const saveName = (candidate: Candidate, { name, phone }: { name: string; phone: string }): Promise<void> =>
  inTransaction(async (tx) => {
    const { candidateId, accountId } = candidate
    await update(tx, candidate, { name, phone: phone === '' ? null : phone, activeAt: now() })
    await tx.account.update({ where: { id: accountId }, data: { name }, select: { id: true } })
    await recordEvent(tx, candidate, 'details.changed', { candidateId })
  })
