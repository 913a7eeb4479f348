/**
 * Who may import what. Tags say it per project; what tags cannot say (a folder, a test file)
 * stands in `boundaries`. `tools/workspace-checks` proves that each rule really reports.
 */

const KAFKA = ['kafkajs', 'kafkajs/**', '@kafkajs/*', 'avsc', 'mappersmith', 'mappersmith/**'];
const only = (...tags) => tags;

/** Tag constraints of @nx/enforce-module-boundaries. */
export const depConstraints = [
  {
    sourceTag: 'type:contract',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: [...KAFKA, 'mongoose', 'mongodb', 'fastify', 'twitter-api-v2'],
  },
  {
    sourceTag: 'type:platform',
    onlyDependOnLibsWithTags: only('type:contract', 'type:platform', 'type:testing'),
    bannedExternalImports: ['mongoose', 'mongodb', 'twitter-api-v2'],
  },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: only('type:contract') },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: only('type:contract', 'type:platform', 'type:testing'),
    bannedExternalImports: KAFKA,
  },
  {
    sourceTag: 'type:e2e',
    // An app is run, never imported; the local stack is what runs them (see scope:e2e).
    onlyDependOnLibsWithTags: only('type:contract', 'type:platform', 'type:testing', 'type:app'),
    bannedExternalImports: KAFKA,
  },
  {
    sourceTag: 'scope:ingester',
    onlyDependOnLibsWithTags: only('scope:ingester', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'mongodb', 'fastify'],
  },
  {
    sourceTag: 'scope:enricher',
    onlyDependOnLibsWithTags: only('scope:enricher', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'mongodb', 'twitter-api-v2', 'fastify'],
  },
  {
    sourceTag: 'scope:mongo-sink',
    onlyDependOnLibsWithTags: only('scope:mongo-sink', 'scope:shared'),
    bannedExternalImports: ['mongodb', 'twitter-api-v2', 'fastify'],
  },
  {
    sourceTag: 'scope:operator',
    onlyDependOnLibsWithTags: only('scope:operator', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'mongodb', 'twitter-api-v2', 'fastify'],
  },
  {
    sourceTag: 'scope:bi',
    onlyDependOnLibsWithTags: only('scope:bi', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'twitter-api-v2', 'fastify'],
  },
  {
    sourceTag: 'scope:rollup',
    onlyDependOnLibsWithTags: only('scope:rollup', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'twitter-api-v2', 'fastify'],
  },
  {
    sourceTag: 'scope:x-simulator',
    onlyDependOnLibsWithTags: only('scope:x-simulator', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'mongodb'],
  },
  {
    sourceTag: 'scope:deploy',
    onlyDependOnLibsWithTags: only('scope:deploy', 'scope:shared'),
    bannedExternalImports: ['mongoose', 'twitter-api-v2', 'fastify'],
  },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: only('scope:shared') },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: only('scope:e2e', 'scope:deploy', 'scope:shared') },
];

const TESTS = ['**/*.spec.ts', '**/test/**/*.ts', '**/test-support/**/*.ts'];

function restrict(files, patterns, ignores = TESTS) {
  return { files, ignores, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}
const testingOnlyInTests = { group: ['@tdp/testing'], message: 'Test helpers belong in tests.' };

/** What tags cannot say. Where two entries match a file the later one holds, so it repeats the rule above it. */
export const boundaries = [
  restrict(
    ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts', 'deploy/*/src/**/*.ts'],
    [testingOnlyInTests],
    [...TESTS, 'apps/pipeline-e2e/**'],
  ),
  restrict(
    ['apps/*/src/{domain,mapping,reading,write-models,steps}/**/*.ts'],
    [
      testingOnlyInTests,
      {
        group: [
          '@tdp/streaming',
          '@tdp/service',
          'node:fs',
          'node:fs/*',
          'node:net',
          'node:http',
          'node:https',
        ],
        message: 'This folder is pure: no IO, no platform.',
      },
    ],
  ),
  restrict(
    ['libs/service/src/**/*.ts'],
    [
      testingOnlyInTests,
      { group: ['@tdp/streaming'], message: 'streaming builds on service, never the reverse.' },
    ],
  ),
  restrict(
    ['apps/x-simulator/src/**/*.ts'],
    [
      testingOnlyInTests,
      {
        group: ['twitter-api-v2'],
        message: 'The simulator is what X clients are tested against; a client is for its tests.',
      },
      { group: ['@tdp/contracts', '@tdp/streaming', '@tdp/service'], message: 'The simulator stands alone.' },
    ],
  ),
];
