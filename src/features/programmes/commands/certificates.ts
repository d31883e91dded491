import { randomBytes } from 'node:crypto'
import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { findStanding } from '../queries/completion.ts'
import { earnsCertificate, referenceFrom, REFERENCE_BYTES } from '../rules/certificates.ts'

type Opened = { ok: true } | { ok: false; reason: 'notDoneYet' }

/** Gives a candidate the certificate of a cohort, once; undefined where they are not in it and never completed it. */
export const openCertificate = (actor: Candidate, cohortId: string): Promise<Opened | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR UPDATE`
    const membership = await tx.membership.findFirst({
      where: { cohortId, candidateId, endedAt: null, state: { in: ['joined', 'completed'] } },
      include: { cohort: { include: { programme: { select: { name: true } } } } },
    })
    if (!membership) return undefined
    if (await tx.certificate.findFirst({ where: { cohortId, candidateId }, select: { id: true } })) return { ok: true }
    const standing = await findStanding(tx, { cohortId, candidateId })
    if (!earnsCertificate(standing, membership.state === 'completed')) return { ok: false, reason: 'notDoneYet' }
    const completedOn = londonDay(standing.completedAt ?? membership.beganAt)
    const { id } = await tx.certificate.create({
      data: {
        ...{ candidateId, cohortId, programme: membership.cohort.programme.name, issuedAt: now() },
        reference: referenceFrom(randomBytes(REFERENCE_BYTES)),
        rule: standing.rule,
        completedOn: new Date(`${completedOn}T00:00:00Z`),
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'certificate.given', { candidateId, subjectId: id })
    return { ok: true }
  })
