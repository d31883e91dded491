/** Something about one candidate that waits for somebody of the team. `due` is when it has to be done, or ends. */
export type Need = { what: string; note?: string; href: string; due?: Date; when: 'overdue' | 'soon' | 'open' }

type Request = { id: string; kind: string; state: string; dueAt: Date }
type Place = { state: string; expiresAt: Date | null; workshop: { title: string } }
type Task = { title: string; dueOn: Date; time: 'overdue' | 'today' | 'week' | 'later' }
type Standing = {
  requests: Request[]
  places: Place[]
  tasks: Task[]
  emails: { state: string }[]
  disagreements: unknown[]
  tellings: { toldAt: Date | null }[]
  owner: string | undefined
  kindName: (kind: string) => string
}

const order = { overdue: 0, soon: 1, open: 2 }
const LATER = 8.64e15

/** What waits, the most pressing first: what is late, then what has a day, then what has none. */
export function needsOf(standing: Standing, now: Date): Need[] {
  const needs = [...answers(standing, now), ...tasks(standing), ...offers(standing, now), ...faults(standing)]
  return needs.sort((a, b) => order[a.when] - order[b.when] || (a.due?.getTime() ?? LATER) - (b.due?.getTime() ?? LATER))
}

/** The day by which the next thing has to be done. */
export const nextDue = (needs: Need[]): Need | undefined =>
  needs.filter(({ due }) => due !== undefined).sort((a, b) => Number(a.due) - Number(b.due))[0]

const answers = ({ requests, kindName }: Standing, now: Date): Need[] =>
  requests
    .filter(({ state }) => state === 'requested')
    .map(({ id, kind, dueAt }) => ({
      what: `Answer: ${kindName(kind)}`,
      href: `#request-${id}`,
      due: dueAt,
      when: dueAt <= now ? 'overdue' : 'soon',
    }))

const tasks = ({ tasks }: Standing): Need[] =>
  tasks.map(({ title, dueOn, time }) => ({
    what: title,
    note: 'Task',
    href: '#tasks',
    due: dueOn,
    when: time === 'overdue' ? 'overdue' : 'soon',
  }))

const offers = ({ places }: Standing, now: Date): Need[] =>
  places.flatMap(({ state, expiresAt, workshop }) =>
    state === 'offered' && expiresAt !== null && expiresAt > now
      ? [
          {
            what: `Their answer: a place at ${workshop.title}`,
            note: 'Waits for them',
            href: '#places',
            due: expiresAt,
            when: 'soon' as const,
          },
        ]
      : [],
  )

const faults = ({ emails, disagreements, tellings, owner }: Standing): Need[] => {
  const failed = emails.filter(({ state }) => state === 'failed' || state === 'bounced').length
  const untold = tellings.filter(({ toldAt }) => toldAt === null).length
  const found: (Need | false)[] = [
    untold > 0 && {
      what: `${untold === 1 ? 'One thing' : `${String(untold)} things`} to tell them by phone or letter`,
      href: '/staff/to-tell',
      when: 'open',
    },
    failed > 0 && {
      what: failed === 1 ? 'An e-mail did not arrive' : `${String(failed)} e-mails did not arrive`,
      href: '#emails',
      when: 'open',
    },
    disagreements.length > 0 && { what: 'Two records of a stage differ', href: '#stages', when: 'open' },
    owner === undefined && { what: 'Nobody looks after them yet', href: '#owner', when: 'open' },
  ]
  return found.filter((need) => need !== false)
}
