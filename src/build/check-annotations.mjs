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

/** The faults of one file. A field whose type is a model is a relation: no column, so nothing to say. */
export function faultsOf(name, text, models) {
  const faults = []
  let comments = []
  let model
  for (const [i, line] of text.split('\n').entries()) {
    const at = `${name}:${String(i + 1)}`
    const begins = /^model (\w+)/.exec(line)
    const field = model && /^ {2}(\w+)\s+(\w+)[\[\]?]*/.exec(line)
    if (begins) {
      model = begins[1]
      const wrong = comments.map((comment) => fault(comment)).every((one) => one !== undefined)
      if (wrong) faults.push(`${at} model ${model} ${fault(comments[0])}`)
    } else if (line.startsWith('}')) model = undefined
    else if (field && !models.has(field[2])) {
      const wrong = fault(line.split('///')[1])
      if (wrong !== undefined) faults.push(`${at} ${model}.${field[1]} ${wrong}`)
    }
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
