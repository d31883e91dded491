import type { Tx } from '../../../core/db.ts'
import { findProgress } from '../../programmes/queries/progress.ts'
import { engineOf } from '../rules/requests.ts'

/** Does what runs this kind say that nothing is left of it? False where nothing runs it. */
export async function findDone(tx: Tx, candidateId: string, kind: string): Promise<boolean> {
  const engine = engineOf(kind)
  if (engine === 'programme') return (await findProgress(tx, candidateId, kind)).some(({ done }) => done)
  return engine === 'pairing' && !(await hasPairing(tx, candidateId, kind))
}

const live = ['draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused']
const hasPairing = async (tx: Tx, candidateId: string, kind: string): Promise<boolean> =>
  (await tx.pairing.count({ where: { candidateId, kind, state: { in: live } } })) > 0
