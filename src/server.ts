import { run } from './start.ts'

await run({ web: true, clockwork: true })
