import { availableParallelism } from 'node:os'
import argon2 from 'argon2'

const queue: (() => void)[] = []
let free = availableParallelism()

/** At most one hash for each core at a time: each takes 19 MiB and a core for tens of milliseconds. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1
  else await new Promise<void>((turn) => queue.push(turn))
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else free += 1
  }
}

/** Two keyboards may write the same letters as different characters. */
const asTyped = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => argon2.hash(asTyped(password), { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))

export const passwordFits = (hash: string, password: string): Promise<boolean> => inTurn(() => argon2.verify(hash, asTyped(password)))

/** Judging takes a time that grows with the length, on the only thread there is. */
const JUDGED_CHARACTERS = 64
const STRONG = 4

/** How much of a password must be left when the words that anybody could know are taken out. */
const OWN_CHARACTERS = 6

/** Would few enough tries find this password, for someone who knows these words about the person? Fewer than 10^10 are few. */
export async function isGuessable(password: string, words: string[]): Promise<boolean> {
  const judged = asTyped(password).slice(0, JUDGED_CHARACTERS)
  const known = words.flatMap((word) => [word, ...word.split(/[\s@._+-]+/)]).filter((word) => word.length >= 3)
  const rest = known.reduce((left, word) => left.replaceAll(word.toLowerCase(), ''), judged.toLowerCase())
  if (rest.replaceAll(/[\s@._+-]/g, '').length < OWN_CHARACTERS) return true
  judge ??= loadJudge()
  return (await judge).check(judged, known.slice(0, 40)).score < STRONG
}

let judge: ReturnType<typeof loadJudge> | undefined

/** The dictionaries take a third of a second to read, so that is done when the first password asks for it, not at the start. */
async function loadJudge() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs })
}
