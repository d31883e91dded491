import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { date, londonDay, time } from '../../core/dates.ts'
import { countDueSoonRequests, countOffersEndingToday, countOverdueRequests, listCaseload } from '../candidates/queries/staff.ts'
import { countOpenMessages } from '../contact/queries.ts'
import { countUnrecordedRegisters, listWorkshops } from '../programmes/queries/workshops.ts'

export type Waiting = { count: number; what: string; href: string; note: string; tag: { text: string; colour: string } }
export type WaitingGroup = { title: string; rows: Waiting[] }

const none = { text: 'None', colour: 'grey' }

const row = (count: number, what: string, href: string, note: string, text: string, colour: string): Waiting => ({
  ...{ count, what, href, note: count === 0 ? '' : note },
  tag: count === 0 ? none : { text, colour },
})

const on = (day: Date | undefined) => (day === undefined ? '' : date(day))

/** What waits for the team, most pressing first. Each count comes from the query behind the list that its row opens. */
export async function findWaiting(actor: Team): Promise<WaitingGroup[]> {
  const [over, soon, offers, registers, messages] = await Promise.all([
    countOverdueRequests(actor),
    countDueSoonRequests(actor),
    countOffersEndingToday(actor),
    countUnrecordedRegisters(actor),
    countOpenMessages(actor),
  ])
  const first = offers.first === undefined ? '' : time(offers.first)
  return [
    { title: 'Overdue', rows: overdue(over, registers) },
    { title: 'Today', rows: [row(offers.count, 'Offers that end today', '/staff/offers', `First ends at ${first}`, first, 'orange')] },
    { title: 'Next', rows: next(soon, messages) },
  ]
}

type Counted = { count: number; oldest?: Date | undefined }

const overdue = (over: Counted, registers: Counted): Waiting[] => {
  const words = { over: `Oldest was due ${on(over.oldest)}`, registers: `Oldest from ${on(registers.oldest)}` }
  return [
    row(over.count, 'Requests with no answer in time', '/staff/requests?due=over', words.over, 'Answer today', 'red'),
    row(registers.count, 'Registers not recorded', '/staff/workshops?show=unrecorded', words.registers, 'Record', 'red'),
  ]
}

const next = (soon: Counted, { count, oldest, late }: Counted & { late: number }): Waiting[] => {
  const [tag, colour] = late > 0 ? [`${String(late)} late`, 'red'] : ['In time', 'grey']
  const due = on(soon.oldest)
  return [
    row(soon.count, 'Requests to answer soon', '/staff/requests?due=soon', `First is due ${due}`, due, 'orange'),
    row(count, 'Messages to answer', '/staff/contact', `Oldest from ${on(oldest)}`, tag, colour),
  ]
}

const SHOWN = 4

/** What the page shows beside: the workshops of today, or else those that come next, and who has how many requests. */
export async function findAround(actor: Team) {
  const [{ rows }, caseload] = await Promise.all([listWorkshops(actor, { show: 'upcoming', q: '', page: 1 }), listCaseload(actor)])
  const today = rows.filter(({ startsAt }) => londonDay(startsAt) <= londonDay(now()))
  return {
    ...{ isToday: today.length > 0, workshops: today.length > 0 ? today : rows.slice(0, SHOWN) },
    ...{ caseload, open: caseload.reduce((sum, { open }) => sum + open, 0) },
  }
}
