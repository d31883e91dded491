// One process on a database that others share, in which everybody books the same time at the same moment. Started by tests.
import type { Candidate } from '../../src/core/access.ts'
import { openDatabase } from '../../src/core/db.ts'
import { bookOneToOne } from '../../src/features/oneToOnes/commands/book.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { SlotWish } from './slot-rush.ts'

const [url = '', recruiterUrl = ''] = process.argv.slice(2)
openDatabase({
  url,
  recruiterUrl,
  onError: (error) => {
    console.error(error)
  },
})

async function outcomeOf({ candidateId, accountId, slotId }: SlotWish): Promise<string> {
  const somebody: Candidate = { role: 'candidate', roles: ['candidate'], name: 'Somebody', candidateId, accountId }
  try {
    const booked = await bookOneToOne(somebody, { slotId, route: 'constable', wants: '', promised: true }, profileOf('cheshire'))
    return booked === undefined ? 'nothing' : booked.ok ? 'booked' : booked.reason
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', ' ').slice(-160) : 'unknown'
  }
}

process.on('message', (wishes: SlotWish[]) => {
  void Promise.all(wishes.map(outcomeOf)).then((outcomes) => process.send?.(outcomes))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
