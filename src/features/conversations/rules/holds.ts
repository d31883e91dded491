/** Why the team sends somebody nothing in bulk for a time: chosen from a list, as the person may read it. */
export const holdReasons = {
  asked: 'They asked for a break from e-mails',
  hardTime: 'They are going through a hard time',
  complaint: 'A complaint of theirs is being looked into',
} as const
export type HoldReason = keyof typeof holdReasons
export const holdWords = (reason: string): string => (reason in holdReasons ? holdReasons[reason as HoldReason] : reason)
