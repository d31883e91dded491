// One process on a database that others share, in which everything it is told happens at the same moment. Started by tests.
import type { Candidate, Lead, Supporter } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db, inTransaction, openDatabase } from '../../src/core/db.ts'
import { blockPartner } from '../../src/features/exclusions/commands/declarations.ts'
import { addDuty, setStanding } from '../../src/features/exclusions/commands/duties.ts'
import { declareForTeam } from '../../src/features/exclusions/commands/review.ts'
import { acceptPairing, endPairing, resumePairing } from '../../src/features/pairings/commands/move.ts'
import { proposePair } from '../../src/features/pairings/commands/propose.ts'
import type { PairAction } from './pair-rush.ts'

const [url = '', recruiterUrl = ''] = process.argv.slice(2)
openDatabase({
  url,
  recruiterUrl,
  onError: (error) => {
    console.error(error)
  },
})

const person = { name: 'Somebody' }
const asCandidate = (candidateId: string, accountId: string): Candidate => ({
  ...{ ...person, role: 'candidate', roles: ['candidate'], candidateId, accountId },
})
const asSupporter = (accountId: string): Supporter => ({ ...person, role: 'supporter', roles: ['supporter'], accountId })
const asLead = (accountId: string): Lead => ({ ...person, role: 'lead', roles: ['lead'], accountId })

type Doing = { [A in PairAction['do']]: (action: Extract<PairAction, { do: A }>) => Promise<unknown> }
const doing: Doing = {
  propose: ({ leadId, candidateId, supporterId, kind }) =>
    inTransaction((tx) => proposePair(tx, asLead(leadId), { candidateId, supporterId, kind }, now())),
  supporterAccepts: ({ supporterId, pairingId }) => inTransaction((tx) => acceptPairing(tx, asSupporter(supporterId), pairingId, now())),
  candidateAccepts: ({ candidateId, accountId, pairingId }) =>
    inTransaction((tx) => acceptPairing(tx, asCandidate(candidateId, accountId), pairingId, now())),
  resume: ({ leadId, pairingId }) => inTransaction((tx) => resumePairing(tx, asLead(leadId), { pairingId }, now())),
  end: ({ leadId, pairingId }) => inTransaction((tx) => endPairing(tx, asLead(leadId), { pairingId, reason: 'concern' }, now())),
  candidateBlocks: ({ candidateId, accountId, pairingId }) => blockPartner(asCandidate(candidateId, accountId), pairingId),
  supporterBlocks: ({ supporterId, pairingId }) => blockPartner(asSupporter(supporterId), pairingId),
  keepApart: ({ leadId, candidate, supporter }) => declareForTeam(asLead(leadId), { candidate, supporter, relation: 'family' }),
  duty: ({ supporterId }) => addDuty(asSupporter(supporterId), { supporterId }, { duty: 'sift', route: 'pcso' }),
  standing: ({ leadId, supporterId }) => setStanding(asLead(leadId), { supporterId }, 'restricted'),
  capacity: ({ supporterId, capacity }) =>
    db.supporter.update({ where: { accountId: supporterId }, data: { capacity, changedAt: now() }, select: { accountId: true } }),
}

/** What became of an action: done, refused in words, or the fault of the database that the caller would see. */
async function outcomeOf(action: PairAction): Promise<string> {
  try {
    const answer = await (doing[action.do] as (given: PairAction) => Promise<unknown>)(action)
    const { ok } = (answer ?? { ok: false }) as { ok?: boolean }
    return ok === false ? 'refused' : 'done'
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', ' ').slice(-160) : 'unknown'
  }
}

process.on('message', (actions: PairAction[]) => {
  void Promise.all(actions.map(outcomeOf)).then((outcomes) => process.send?.(outcomes))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
