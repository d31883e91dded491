import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { PairingKind } from '../../src/features/pairings/rules/pairings.ts'
import { databaseUrl } from './database.ts'

/** Something that somebody may do about pairs at any moment. */
export type PairAction =
  | { do: 'propose'; leadId: string; candidateId: string; supporterId: string; kind: PairingKind }
  | { do: 'supporterAccepts' | 'supporterBlocks'; supporterId: string; pairingId: string }
  | { do: 'candidateAccepts' | 'candidateBlocks'; candidateId: string; accountId: string; pairingId: string }
  | { do: 'resume' | 'end'; leadId: string; pairingId: string }
  | { do: 'keepApart'; leadId: string; candidate: string; supporter: string }
  | { do: 'duty'; supporterId: string }
  | { do: 'standing'; leadId: string; supporterId: string }
  | { do: 'capacity'; supporterId: string; capacity: number }

/** A process of its own, on this file's database, that does all it is given at the same moment and answers with what became of each. */
export async function aPairProcess() {
  const file = new URL('./pair-process.mts', import.meta.url).pathname
  const child: ChildProcess = fork(file, [databaseUrl('app'), databaseUrl('recruiter')], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  return {
    act: async (actions: PairAction[]): Promise<string[]> => {
      child.send(actions)
      const [outcomes] = (await once(child, 'message')) as [string[]]
      return outcomes
    },
    stop: () => child.kill('SIGKILL'),
  }
}
