import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const full = process.env['FULL'] === '1'
const STARTS = 'tests/platform/start.test.ts'
const onPostgres = {
  globalSetup: ['tests/support/global-setup.ts'],
  setupFiles: 'tests/support/database.ts',
}

/** What takes longest begins first: begun last, one of the two cores would wait for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => /\/(?:pages|places-model|kills)/.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // on two cores Vitest would use one, as tests wait for databases and browsers half of their time
    projects: [
      { extends: true, test: { name: 'rules', include: ['tests/**/rules.test.ts', 'tests/**/*.rules.test.ts'], isolate: false } },
      {
        extends: true,
        test: {
          ...onPostgres,
          name: 'journeys',
          isolate: false, // half of the time went into reading the portal anew for each file; what it keeps it keeps by database
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/rules.test.ts', 'tests/**/*.rules.test.ts', 'tests/browser/**', 'tests/full/**', ...(full ? [STARTS] : [])],
          testTimeout: full ? 300_000 : 20_000,
          hookTimeout: 30_000,
        },
      },
      // Starts are timed, so with FULL=1 nothing else runs beside them.
      {
        extends: true,
        test: {
          ...onPostgres,
          name: 'starts',
          include: full ? [STARTS] : [],
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...onPostgres,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', ...(full ? ['tests/full/**/*.test.ts'] : [])],
          globalSetup: [...onPostgres.globalSetup, 'tests/support/browser-setup.ts'],
          testTimeout: full ? 600_000 : 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
