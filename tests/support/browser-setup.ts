import type { TestProject } from 'vitest/node'
import { findBrowser, type FoundBrowser } from './find-browser.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    browser: FoundBrowser
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const started = performance.now()
  const found = await findBrowser()
  console.log(`browser: ${found.executablePath} (${String(Math.round(performance.now() - started))} ms)`)
  project.provide('browser', found)
}
