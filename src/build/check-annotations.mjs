// Every model and every column of the schema says whose it is, whether it is exported, how it is erased and how long kept.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const WORDS = {
  whose: ['person', 'staff', 'force', 'nobody'],
  exported: ['exported', 'notExported'],
  erasure: ['deleted', 'cleared', 'pseudonymised', 'kept'],
  keep: ['account', 'access', 'messages', 'audit', 'session', 'link', 'job', 'force', 'statistics'],
}

/** What is wrong with the words after `///`, or nothing. */
function fault(words) {
  const given = words?.trim().split(/\s+/) ?? []
  const parts = Object.entries(WORDS)
  if (given.length !== parts.length) return 'says nothing of whose it is, whether exported, how erased, how long kept'
  const odd = parts.flatMap(([part, allowed], i) =>
    allowed.includes(given[i]) ? [] : [`${part} "${given[i]}" (one of ${allowed.join(', ')})`],
  )
  return odd.length > 0 ? odd.join('; ') : undefined
}

/** What a line is: the start of a model, its end, a column, or nothing of interest. A field whose type is a model is no column. */
function kindOf(line, models) {
  const begins = /^model (\w+)/.exec(line)
  if (begins) return { model: begins[1] }
  if (line.startsWith('}')) return { ends: true }
  const field = /^ {2}(\w+)\s+(\w+)/.exec(line)
  return field && !models.has(field[2]) ? { column: field[1] } : {}
}

/** The faults of one file: a model may have further lines of comment, a column says it on its own line. */
function faultsOf(name, text, models) {
  const faults = []
  let comments = []
  let model
  for (const [i, line] of text.split('\n').entries()) {
    const kind = kindOf(line, models)
    const told = kind.model === undefined ? [line.split('///')[1]] : comments
    const wrong = told.some((words) => fault(words) === undefined) ? undefined : fault(told[0])
    if (kind.model !== undefined || kind.ends) model = kind.model
    const subject = kind.model ?? (model !== undefined && kind.column !== undefined ? `${model}.${kind.column}` : undefined)
    if (subject !== undefined && wrong !== undefined) faults.push(`${name}:${String(i + 1)} ${subject} ${wrong}`)
    comments = line.startsWith('///') ? [...comments, line.slice(3)] : []
  }
  return faults
}

const files = [...readdirSync('prisma/schema').map((name) => path.join('prisma/schema', name)), 'prisma/recruiter.prisma']
const texts = files.map((name) => [name, readFileSync(name, 'utf8')])
const models = new Set(texts.flatMap(([, text]) => [...text.matchAll(/^model (\w+)/gm)].map(([, name]) => name)))
const faults = texts.flatMap(([name, text]) => faultsOf(name, text, models))
for (const words of faults) console.error(words)
if (models.size === 0 || faults.length > 0) process.exitCode = 1
