import { standing, type StageRecord } from './records.ts'

/** What goes on may be followed by any result of a later day: one source saw the beginning, the other the end. */
const goesOn = (state: string) => state === 'inProgress' || state === 'deferred'

/** Whether two sources say what cannot both be so. The query behind the list of conflicts says the same in SQL. */
export function disagree(a: StageRecord, b: StageRecord): boolean {
  if (a.source === b.source || a.state === b.state) return false
  const followed = (before: StageRecord, after: StageRecord) => goesOn(before.state) && before.happenedOn <= after.happenedOn
  return !followed(a, b) && !followed(b, a)
}

/** Records of one stage of one route in which sources disagree, each known by the latest it said: all are shown, none wins. */
export function conflicts<R extends StageRecord>(records: R[]): R[][] {
  const groups = new Map<string, R[]>()
  for (const record of standing(records)) {
    const key = `${record.route} ${record.stage}`
    groups.set(key, [...(groups.get(key) ?? []), record])
  }
  return [...groups.values()].flatMap((group) => {
    const latest = [...new Map(group.toReversed().map((record) => [record.source, record])).values()]
    return latest.some((a) => latest.some((b) => disagree(a, b))) ? [latest] : []
  })
}
