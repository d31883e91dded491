/** Fewer than this behind a figure, and the figure is not shown, inside the team either. Domain §10. */
export const FEWEST = 5

export type Said = { side: string; realistic: string; before: number; after: number; unsafe: boolean }
/** Per cent to the nearest ten; `c` where it is nobody or everybody, as that tells of each of them. */
type Share = number | 'c'
type SideFigures = { count: number; realistic: Share; before: number; after: number; more: Share; less: Share }
/** `hidden` where fewer than five stand behind it; then not even how many there are is said. */
export type Figures = 'hidden' | SideFigures

const mean = (of: readonly number[]): number => Math.round((of.reduce((sum, n) => sum + n, 0) / of.length) * 10) / 10

/** What one side's answers come to, all together. */
function figuresOfSide(said: readonly Said[]): Figures {
  if (said.length < FEWEST) return 'hidden'
  const part = (fits: (each: Said) => boolean): Share => {
    const some = said.filter(fits).length
    return some === 0 || some === said.length ? 'c' : Math.round((some / said.length) * 10) * 10
  }
  return {
    count: said.length,
    realistic: part(({ realistic }) => realistic === 'yes'),
    before: mean(said.map(({ before }) => before)),
    after: mean(said.map(({ after }) => after)),
    more: part(({ before, after }) => after > before),
    less: part(({ before, after }) => after < before),
  }
}

export const figuresOf = (said: readonly Said[]): Record<'candidate' | 'supporter', Figures> => ({
  candidate: figuresOfSide(said.filter(({ side }) => side === 'candidate')),
  supporter: figuresOfSide(said.filter(({ side }) => side === 'supporter')),
})
