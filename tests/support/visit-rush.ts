import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { CheckKind } from '../../src/features/checks/rules/kinds.ts'
import { databaseUrl } from './database.ts'

/** Something that the team may do about visits at any moment. */
export type VisitAction = { teamId: string; placementId: string } & (
  { do: 'offer'; dateId: string } | { do: 'confirm' } | { do: 'revoke'; kind: CheckKind }
)

/** A process of its own, on this file's database, that does all it is given at the same moment and answers with what became of each. */
export async function aVisitProcess() {
  const file = new URL('./visit-process.mts', import.meta.url).pathname
  const child: ChildProcess = fork(file, [databaseUrl('app'), databaseUrl('recruiter')], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  return {
    act: async (actions: VisitAction[]): Promise<string[]> => {
      child.send(actions)
      const [outcomes] = (await once(child, 'message')) as [string[]]
      return outcomes
    },
    stop: () => child.kill('SIGKILL'),
  }
}
