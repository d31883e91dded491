const feature = '^src/features/([^/]+)/'
const database = '^src/core/db[.]ts$|^src/generated/(prisma|recruiter)/client|@prisma/client|^node_modules/(pg|@prisma)/'
// One of the eight files of a feature, or what lies in a folder of that name
const part = (names, of = '[^/]+') => `^src/features/${of}/(${names})([.]ts$|/)`
const composition = '^src/[^/]+[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'rules-are-pure',
      comment: 'Rules import only rules, zod, the forces and the pure corners of core.',
      severity: 'error',
      from: { path: part('rules') },
      to: {
        pathNot: `${part('rules')}|^src/core/(access|lifecycle|dates|assignment|waiting)[.]ts$|^node_modules/(zod|temporal-polyfill|otpauth)/|^src/forces/`,
      },
    },
    {
      name: 'database-through-queries-and-commands',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/core/|^src/generated/|^src/demonstration/|${composition}|${part('queries|commands')}` },
      to: { path: database },
    },
    {
      name: 'features-meet-through-rules-queries-commands',
      severity: 'error',
      from: { path: feature },
      to: { path: '^src/features/', pathNot: `^src/features/$1/|${part('rules|queries|commands')}` },
    },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: '^src/(core|forces)/' },
      to: { path: `^src/(features|demonstration)/|${composition}` },
    },
    {
      name: 'routes-above-commands-above-rules',
      comment: 'Inside a feature the arrows point one way.',
      severity: 'error',
      from: { path: part('queries|commands|forms|emails|documents|rules') },
      to: { path: `${part('routes|jobs')}|${composition}` },
    },
    { name: 'queries-do-not-command', severity: 'error', from: { path: part('queries') }, to: { path: part('commands') } },
    {
      name: 'monitoring-only-from-insights',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/features/(monitoring|insights)/|^src/app[.]ts$' },
      to: { path: '^src/features/monitoring/' },
    },
    {
      name: 'audit-and-messages-import-no-feature',
      severity: 'error',
      from: { path: '^src/features/(audit|messages)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'recruiter-client-only-in-core-db',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/db[.]ts$|^src/generated/' },
      to: { path: '^src/generated/recruiter/' },
    },
    {
      name: 'only-the-start-knows-the-demonstration',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/demonstration/|${composition}` },
      to: { path: '^src/demonstration/' },
    },
    { name: 'no-circles', severity: 'error', from: { pathNot: '^src/generated/' }, to: { circular: true } },
    {
      name: 'no-circles-of-features',
      comment: 'Also where no two files import each other.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/features/[^/]+$' },
      to: { circular: true },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'known-file-names',
      comment: 'A feature is a closed list of files.',
      severity: 'error',
      from: {},
      to: { path: '^src/features/', pathNot: part('routes|forms|rules|queries|commands|emails|documents|jobs') },
    },
  ],
  options: {
    tsPreCompilationDeps: true, // sees `import type` too
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/generated/.*/internal/|^src/build/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
}
