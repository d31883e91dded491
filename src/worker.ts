import { run } from './start.ts'

await run({ web: false, clockwork: true })
