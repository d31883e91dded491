import type { Doer } from '../../../core/access.ts'
import type { Tx } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { sideOf, type PlacementEvent } from '../rules/placements.ts'
import { receiversOf, tellHost, tellThem, type LockedPlacement } from './steps.ts'

type After = { id: string; candidateId: string; supporterId: string | null; state: string }
type Told = { before: LockedPlacement; after: After; event: PlacementEvent }

/** Which letter an event means for each side; the one who did it needs none. The host hears only once they said yes. */
const toCandidate: Partial<Record<PlacementEvent, string>> = {
  ...{ offer: 'placement.offered', confirm: 'placement.confirmed', decline: 'placement.declined', setDate: 'placement.moved' },
  ...{ dropDate: 'placement.dateLost', recheck: 'placement.rechecked', withdraw: 'placement.cancelled', cancel: 'placement.cancelled' },
  expire: 'placement.expired',
}
const toHost: Partial<Record<PlacementEvent, string>> = {
  ...{ offer: 'placement.offeredForYou', accept: 'placement.accepted', confirm: 'placement.confirmed', setDate: 'placement.moved' },
  ...{ dropDate: 'placement.dateOff', askAnother: 'placement.dateOff', recheck: 'placement.rechecked', decline: 'placement.notNeeded' },
  ...{ withdraw: 'placement.notNeeded', cancel: 'placement.notNeeded', expire: 'placement.notNeeded' },
}
/** Before these the host has said nothing to this person yet: nobody expects anything of them. */
const unknownToHost = ['requested', 'underConsideration']

/** Asks for the letters of one step, in its transaction. */
export async function tellAbout(tx: Tx, doer: Doer, { before, after, event }: Told): Promise<void> {
  if (event === 'pass') {
    for (const accountId of await receiversOf(tx, after.id)) await queueEmail(tx, { kind: 'placement.toHost', accountId, about: after.id })
    return
  }
  const side = sideOf(doer.role)
  const candidates = toCandidate[event]
  if (candidates !== undefined && side !== 'candidate') await tellThem(tx, after, candidates)
  const hosts = toHost[event]
  const knows = !unknownToHost.includes(before.state) || event === 'offer'
  if (hosts === undefined || side === 'host' || !knows) return
  await tellHost(tx, after, hosts)
  if (before.supporterId !== null && before.supporterId !== after.supporterId) await tellHost(tx, { ...before }, 'placement.notNeeded')
}
