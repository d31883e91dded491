// One process on a database that others share, in which everything it is told of visits happens at the same moment. Started by tests.
import type { Team } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { inTransaction, openDatabase } from '../../src/core/db.ts'
import { revokeCheck } from '../../src/features/checks/commands/sign.ts'
import { movePlacement } from '../../src/features/placements/commands/move.ts'
import type { VisitAction } from './visit-rush.ts'

const [url = '', recruiterUrl = ''] = process.argv.slice(2)
openDatabase({
  url,
  recruiterUrl,
  onError: (error) => {
    console.error(error)
  },
})

function take(action: VisitAction) {
  const { placementId } = action
  const team: Team = { role: 'coordinator', roles: ['coordinator'], name: 'Somebody', accountId: action.teamId }
  if (action.do === 'revoke') return revokeCheck(team, placementId, { kind: action.kind, why: 'mistake', words: '' })
  const details = action.do === 'offer' ? { day: { dateId: action.dateId } } : {}
  return inTransaction((tx) => movePlacement(tx, team, placementId, action.do, details, now()))
}

/** What became of an action: done, the reason why not, or the fault of the database that the caller would see. */
async function outcomeOf(action: VisitAction): Promise<string> {
  try {
    const answer = await take(action)
    if (answer === undefined) return 'nothing'
    return answer.ok ? 'done' : answer.reason
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', ' ').slice(-160) : 'unknown'
  }
}

process.on('message', (actions: VisitAction[]) => {
  void Promise.all(actions.map(outcomeOf)).then((outcomes) => process.send?.(outcomes))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
