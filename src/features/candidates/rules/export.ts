/** Why a list is made into a file; everybody on it reads these words among who looked. */
export const exportPurposes = {
  contact: 'To ring or write to people about their support',
  workshop: 'To plan or run a workshop',
  share: 'To share out the work in the team',
  check: 'To check that our records are right',
  report: 'To report how many we support, without names',
} as const
export type ExportPurpose = keyof typeof exportPurposes

/** What a look at a whole list is called, where a person reads who looked at them. */
export const EXPORT_PAGE = 'line in a list that was made into a file'
