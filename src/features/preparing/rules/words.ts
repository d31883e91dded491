/** The parts of a page about a stage, in their order, with what each asks its writer for. */
export const parts = {
  happens: { title: 'What happens', hint: 'From the invitation to the answer, in order.' },
  lasts: { title: 'How long it takes', hint: 'On the day, and until somebody hears back. Say so where it differs.' },
  looks: { title: 'What it looks at', hint: 'What is published about it, and nothing else.' },
  helps: { title: 'What helps', hint: 'Begin a line with - for a list.' },
  worries: { title: 'What people worry about', hint: 'A question on a line of its own, the answer below it, an empty line between two.' },
  unsaid: { title: 'What nobody may tell you', hint: 'Where help ends, so that it stays fair for everybody.' },
} as const
export type Part = keyof typeof parts
export const partNames = Object.keys(parts) as Part[]
export type Words = Record<Part, string>

export type Block =
  { kind: 'text'; text: string } | { kind: 'list'; items: string[] } | { kind: 'question'; question: string; text: string }

/** Plain words as blocks: empty lines part them, lines with a dash are a list, a line that asks heads what is below it. */
export function blocksOf(words: string): Block[] {
  return words
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part): Block[] => {
      const lines = part.split('\n').map((line) => line.trim())
      const items = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2))
      const rest = lines.filter((line) => !line.startsWith('- '))
      const [first = '', ...others] = rest
      const said: Block[] =
        rest.length === 0
          ? []
          : first.endsWith('?') && others.length > 0
            ? [{ kind: 'question', question: first, text: others.join(' ') }]
            : [{ kind: 'text', text: rest.join(' ') }]
      return items.length > 0 ? [...said, { kind: 'list', items }] : said
    })
}

/** The parts in which two versions differ. */
export const changedParts = (from: Words, to: Words): Part[] => partNames.filter((part) => from[part] !== to[part])
