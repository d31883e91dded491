import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { databaseUrl } from './database.ts'

export type SlotWish = { candidateId: string; accountId: string; slotId: string }

/** A process of its own, on this file's database, in which everybody it is told of books at the same moment; answers with what became of each. */
export async function aSlotProcess() {
  const file = new URL('./slot-process.mts', import.meta.url).pathname
  const child: ChildProcess = fork(file, [databaseUrl('app'), databaseUrl('recruiter')], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  return {
    act: async (wishes: SlotWish[]): Promise<string[]> => {
      child.send(wishes)
      const [outcomes] = (await once(child, 'message')) as [string[]]
      return outcomes
    },
    stop: () => child.kill('SIGKILL'),
  }
}
