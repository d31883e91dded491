import { date } from '../../../core/dates.ts'
import { dutiesOf, type Duty, type Waits } from './duties.ts'
import { kindNames, type SupporterState } from './words.ts'
import type { PairingKind } from './taking.ts'

/** `quietSince`: both were asked how it goes, as nothing has been heard since then. */
type Pair = {
  id: string
  kind: string
  state: string
  dueAt: Date | null
  name?: string | undefined
  unread?: number
  quietSince?: Date | undefined
}
type Standing = {
  state: SupporterState
  isFilled: boolean
  trainedUntil: Date | null
  /** Days until the training ends, today being 0; undefined where there is none. */
  daysLeft: number | undefined
}

const proposal = ({ id, kind, dueAt }: Pair): Waits => ({
  title: `Somebody looks for a ${kindNames[kind as PairingKind].toLowerCase()}${dueAt === null ? '' : `. Answer by ${date(dueAt)}`}`,
  text: 'See what they look for, then say yes or no. You learn no name, and they hear nothing about you, before you have both said yes.',
  href: `/supporting/proposals/${id}`,
  button: 'See the proposal',
})

function living({ id, name = 'Somebody', unread = 0, quietSince }: Pair): Waits[] {
  const href = `/supporting/pairings/${id}`
  if (unread > 0)
    return [
      {
        title: `${name} has written to you`,
        text: 'It waits on your page. Only you two read it.',
        href: `${href}#messages`,
        button: 'Read it',
      },
    ]
  if (quietSince === undefined) return []
  const text = 'If you have spoken, note when. If it does not suit any more, say so there: the team helps, and nobody is blamed.'
  return [{ title: `You and ${name}: nothing since ${date(quietSince)}`, text, href, button: 'Open your page' }]
}

const unfilled: Waits = {
  title: 'Say what you offer',
  text: 'What you could be to somebody, what you can help with, and when you have time. The team can only approve what it can read.',
  href: '/supporting/profile/offer',
  button: 'Fill in my profile',
}

function training({ state, daysLeft, trainedUntil }: Standing): Waits[] {
  if (state !== 'approved' || (daysLeft !== undefined && daysLeft > 30)) return []
  const until = trainedUntil === null ? '' : date(trainedUntil)
  const title =
    daysLeft === undefined
      ? 'Your training is not recorded yet'
      : daysLeft < 0
        ? `Your training ran out on ${until}`
        : `Your training holds until ${until}`
  const text =
    'Nobody new is matched with you without it, and you can host nobody. Book a session and pass a short check: the rest goes by itself.'
  return [{ title, text, href: '/training', button: 'Book the next training' }]
}

/** What waits for a supporter, the most pressing first: answers that somebody waits for, then what keeps them from being matched. */
export function waitsFor(standing: Standing, pairs: readonly Pair[], duties: readonly Duty[] = []): Waits[] {
  const toFill = standing.state === 'volunteered' && !standing.isFilled
  return [
    ...pairs.filter(({ state }) => state === 'proposedToSupporter').map(proposal),
    ...pairs.flatMap(living),
    ...dutiesOf(duties),
    ...(toFill ? [unfilled] : []),
    ...training(standing),
  ]
}
