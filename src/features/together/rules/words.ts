import type { PairingKind } from '../../pairings/rules/pairings.ts'

/** What this help is not: said to both, on the page of every pair. */
export const guardrails = (kind: PairingKind): { title: string; texts: string[] } => ({
  title: {
    buddy: 'What a buddy does not do',
    mentoring: 'What a mentor does not do',
    coaching: 'What a coach does not do',
    roleModel: 'What such a talk is not',
  }[kind],
  texts: [
    'Advise what to write in vetting forms or answers. Questions about vetting go to the vetting team.',
    'Share or look over live assessment, test or interview material.',
    'Give a reference, or put in a word with anybody who decides.',
    'Answer recruiters. Nobody who decides about an application may ask them, and they are never told of this pair.',
  ],
})

/** Held by night, so that nobody's phone lights up at two in the morning. */
export const QUIET_WORDS = 'Messages written between 9pm and 8am arrive at 8 in the morning.'
