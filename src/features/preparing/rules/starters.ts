import { applying } from './starters-applying.ts'
import { checking } from './starters-checking.ts'
import { joining } from './starters-joining.ts'
import type { Words } from './words.ts'

/** The day on which the words that the portal comes with were written: until the force reviews them, their age counts from here. */
export const STARTERS_WRITTEN = '2026-11-22'

const starters: Record<string, Words> = { ...applying, ...checking, ...joining }

/** What nobody may tell anybody, whatever the stage is. */
const unsaid = `Nobody on the team, no buddy and no coach can tell you live questions, marks, or what an assessor hopes to hear. It is the same for everybody.`

/** Words for a stage that a force added and nobody has written about yet. */
const blank = (prepare: string): Words => ({
  happens: `${prepare}\n\nThe team has not written about this stage yet. Ask us, and we tell you what we know.`,
  lasts: 'Ask us: it differs from one intake to the next.',
  looks: 'The letter or message that invites you says what it looks at.',
  helps: '- Read what you are sent twice, and note the dates.\n- Ask early for whatever would make it fair for you.',
  worries: 'What if I have a question nobody has answered here?\nWrite to us. No question is too small.',
  unsaid,
})

/** The words that the portal comes with: those of this route, else those of any, else a few that are always true. */
export const starterFor = (route: string, stage: { id: string; prepare: string }): Words =>
  starters[`${route}.${stage.id}`] ?? starters[stage.id] ?? blank(stage.prepare)
