export type ClaimAnswer = 'wrongName' | 'wrongPaper' | 'wrongPassword' | 'tooMany' | 'tooManyLetters' | 'closed'

const parts = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')

/**
 * Is this the name that was written down? In any order, without accents and capitals; a part more or less is no matter
 * where at least two are the same, as people leave out a middle name.
 */
export function isSameName(kept: string, typed: string): boolean {
  const [a, b] = [new Set(parts(kept)), new Set(parts(typed))]
  const common = [...a].filter((part) => b.has(part)).length
  if (common === 0) return false
  return (common === a.size && common === b.size) || (common >= 2 && common === Math.min(a.size, b.size))
}

/** Is this the reference, in capitals or not, with its dash or without? */
export const isSameReference = (kept: string, typed: string): boolean => {
  const plain = (reference: string) => reference.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return plain(kept) === plain(typed)
}
