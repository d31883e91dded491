import type { ForceProfile } from '../../../forces/profile.ts'
import { namesNetwork } from '../../networks/rules/words.ts'
import type { settledFor } from './sessions.ts'

type Settled = ReturnType<typeof settledFor>

/**
 * A draft with the network it is of, as it is kept, or `unknownNetwork`. Such an event shares its label with recruiters only where
 * enough others carry the same; the network's own words are kept, so that the database too can hold the label to them.
 */
export function settledNetwork(input: Settled, force: ForceProfile) {
  if (input.network === '' || input.audience === 'staff') return { ...input, network: null, networkOpen: false, networkWords: [] }
  const network = force.networks.find(({ id }) => id === input.network)
  if (!network) return 'unknownNetwork'
  return { ...input, network: network.id, networkWords: [network.name, ...network.labelWords], restricted: true, membersOnly: false }
}

type Labelled = { network: string | null; safeLabel: string; title: string }

/** Whether the label of a network's event says what a recruiter may not read in it. */
export function refuseNetworkLabel(force: ForceProfile, { network: id, safeLabel, title }: Labelled): 'labelGivesAway' | undefined {
  if (id === null) return undefined
  const network = force.networks.find((each) => each.id === id) ?? { id, name: id, labelWords: [] }
  return namesNetwork(safeLabel, title, network) ? 'labelGivesAway' : undefined
}
