import { tookPart } from './attendance.ts'

export const MOST_BYTES = 2 * 1024 * 1024
export const MOST_MATERIALS = 20

export const audiences = { came: 'Those who came', members: 'Those who came, and every member of its cohort' } as const
export type MaterialAudience = keyof typeof audiences

type Reader = { held: boolean; state: string | undefined; member: boolean }

/** What is handed out shows from when the workshop was held: to whoever came, and to members where the team chose so. */
export const mayRead = ({ audience }: { audience: string }, { held, state, member }: Reader): boolean =>
  held && ((state !== undefined && tookPart(state)) || (audience === 'members' && member))

/** A PDF begins so, whatever its name says. */
export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString('latin1') === '%PDF-'

/** A name for the file as others save it: letters, figures and dashes. */
export const fileNameOf = (title: string): string => {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${plain === '' ? 'material' : plain}.pdf`
}
