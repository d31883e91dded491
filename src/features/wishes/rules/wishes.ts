import { experiences, goals, languages, meetings, paths, slots } from '../../supporting/rules/vocabulary.ts'

type Meets = keyof typeof meetings

/** What a candidate looks for in somebody beside them. Every part may be left out; `preference` is a path, and undefined is no preference. */
export type Wishes = { meets: Meets; availability: string[]; languages: string[]; goals: string[]; preference: string | undefined }

/** How far something that somebody has lived through goes: nowhere, to the team, or into matching too. */
export const uses = { no: 'Not said', team: 'The team may know', matching: 'The team and matching' } as const
export type Use = keyof typeof uses
export type Experience = { code: string; use: Exclude<Use, 'no'> }

export type TellingRefusal = 'answerMissing' | 'saidNo'
type Telling = { experiences: readonly Experience[]; consented: boolean; answer: 'yes' | 'no' | undefined }

/** What was ticked is kept with a yes to tailoring, standing or given with it, and only so. Ticking nothing needs none. */
export function decideTelling({
  experiences: told,
  consented,
  answer,
}: Telling): { ok: true; agrees: boolean } | { ok: false; reason: TellingRefusal } {
  if (consented || told.length === 0) return { ok: true, agrees: !consented && answer === 'yes' }
  if (answer === undefined) return { ok: false, reason: 'answerMissing' }
  return answer === 'yes' ? { ok: true, agrees: true } : { ok: false, reason: 'saidNo' }
}

const wordsIn = (vocabulary: Record<string, string>, codes: readonly string[]) =>
  codes.map((code) => vocabulary[code] ?? code).sort((a, b) => order(vocabulary, a) - order(vocabulary, b))
const order = (vocabulary: Record<string, string>, word: string) => Object.values(vocabulary).indexOf(word)

/** A candidate's wishes in words, in the order of the lists they were chosen from. */
export const wishWords = (wishes: Wishes) => ({
  meets: meetings[wishes.meets],
  availability: wordsIn(slots, wishes.availability),
  languages: wordsIn(languages, wishes.languages),
  goals: wordsIn(goals, wishes.goals),
  preference: wishes.preference === undefined ? undefined : ((paths as Record<string, string>)[wishes.preference] ?? wishes.preference),
})

/** What somebody has lived through in words, in the order of the list, and how far each goes. */
export const experienceWords = (told: readonly Experience[]) =>
  Object.entries(experiences).flatMap(([code, text]) => {
    const found = told.find((each) => each.code === code)
    return found ? [{ code, text, use: found.use }] : []
  })
