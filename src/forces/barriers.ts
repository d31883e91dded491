import type { ForceProfile } from './profile.ts'

/** Working days to a first answer and to an outcome, where a force has not settled it otherwise: shorter where a date soon hangs on it. */
export const standardBarrierDays: ForceProfile['barrierDays'] = {
  credentialRecognition: { answer: 5, outcome: 40 },
  childcare: { answer: 3, outcome: 20 },
  transport: { answer: 3, outcome: 15 },
  caring: { answer: 3, outcome: 20 },
  faith: { answer: 5, outcome: 20 },
  cost: { answer: 3, outcome: 15 },
  digital: { answer: 3, outcome: 10 },
  other: { answer: 5, outcome: 30 },
}
