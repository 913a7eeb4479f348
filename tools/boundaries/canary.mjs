/**
 * Proves that every boundary reports: lints one forbidden import per rule as if it stood in
 * the project concerned, and one allowed import beside it. Prints, per case, the ids of the
 * rules that reported. No bad file ever exists in the tree.
 */
import path from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '../..');
const TAGS = '@nx/enforce-module-boundaries';
const FOLDERS = '@typescript-eslint/no-restricted-imports';

/** File the import stands in, what it imports, the rule that must report (null: none may). */
const cases = [
  ['libs/contracts/src/x.ts', 'kafkajs', TAGS],
  ['libs/contracts/src/x.ts', '@tdp/service', TAGS],
  ['libs/x-rules/src/x.ts', 'fastify', TAGS],
  ['libs/bi/src/x.ts', 'mongodb', TAGS],
  ['libs/bi/src/x.ts', '@tdp/contracts', TAGS],
  ['libs/testing/src/x.ts', '@tdp/service', TAGS],
  ['libs/testing/src/x.ts', '@tdp/contracts', null],
  ['libs/service/src/x.ts', 'mongoose', TAGS],
  ['libs/service/src/x.ts', '@tdp/streaming', FOLDERS],
  ['libs/service/src/x.ts', 'fastify', null],
  ['libs/streaming/src/x.ts', 'twitter-api-v2', TAGS],
  ['libs/streaming/src/x.ts', '@tdp/testing', FOLDERS],
  ['libs/streaming/src/x.ts', 'kafkajs', null],
  ['libs/streaming/src/x.ts', '@tdp/service', null],
  ['apps/ingester/src/x.ts', 'kafkajs', TAGS],
  ['apps/ingester/src/x.ts', '@kafkajs/confluent-schema-registry', TAGS],
  ['apps/ingester/src/x.ts', 'mongoose', TAGS],
  ['apps/ingester/src/x.ts', 'fastify', TAGS],
  ['apps/ingester/src/x.ts', '@tdp/enricher', TAGS],
  ['apps/ingester/src/x.ts', '@tdp/testing', FOLDERS],
  ['apps/ingester/src/x.ts', 'twitter-api-v2', null],
  ['apps/ingester/src/mapping/x.ts', '@tdp/streaming', FOLDERS],
  ['apps/ingester/src/mapping/x.ts', 'node:fs', FOLDERS],
  ['apps/ingester/src/mapping/x.ts', '@tdp/contracts', null],
  ['apps/enricher/src/x.ts', 'avsc', TAGS],
  ['apps/enricher/src/x.ts', 'twitter-api-v2', TAGS],
  ['apps/enricher/src/x.ts', 'mongoose', TAGS],
  ['apps/enricher/src/steps/x.ts', '@tdp/service', FOLDERS],
  ['apps/enricher/src/domain/x.ts', 'node:net', FOLDERS],
  ['apps/enricher/src/x.ts', '@tdp/streaming', null],
  ['apps/mongo-sink/src/x.ts', 'twitter-api-v2', TAGS],
  ['apps/mongo-sink/src/x.ts', 'mongodb', TAGS],
  ['apps/mongo-sink/src/write-models/x.ts', '@tdp/streaming', FOLDERS],
  ['apps/mongo-sink/src/x.ts', 'mongoose', null],
  ['apps/bi/src/x.ts', 'mongoose', TAGS],
  ['apps/bi/src/x.ts', '@tdp/local-stack', TAGS],
  ['apps/bi/src/x.ts', '@tdp/testing', FOLDERS],
  ['apps/bi/src/x.ts', 'mongodb', null],
  ['apps/bi/src/x.ts', '@tdp/bi', null],
  ['apps/rollup/src/x.ts', 'mongoose', TAGS],
  ['apps/rollup/src/x.ts', '@tdp/mongo-sink', TAGS],
  ['apps/rollup/src/domain/x.ts', '@tdp/service', FOLDERS],
  ['apps/rollup/src/x.ts', '@tdp/bi', null],
  ['apps/x-simulator/src/x.ts', 'kafkajs', TAGS],
  ['apps/x-simulator/src/x.ts', 'mongoose', TAGS],
  ['apps/x-simulator/src/x.ts', 'twitter-api-v2', FOLDERS],
  ['apps/x-simulator/src/x.ts', '@tdp/streaming', FOLDERS],
  ['apps/x-simulator/src/x.ts', 'fastify', null],
  ['deploy/kafka/src/x.ts', 'kafkajs', TAGS],
  ['deploy/kafka/src/x.ts', '@tdp/streaming', null],
  ['deploy/local/src/x.ts', 'mongoose', TAGS],
  ['apps/pipeline-e2e/src/x.ts', 'kafkajs', TAGS],
  ['apps/pipeline-e2e/src/x.ts', '@tdp/ingester', TAGS],
  ['apps/pipeline-e2e/src/x.ts', '@tdp/testing', null],
  ['apps/pipeline-e2e/src/x.ts', '@tdp/local-stack', null],
];

// The tag rule reads the project graph that this leaves behind.
await createProjectGraphAsync({ exitOnError: true });
const eslint = new ESLint({
  cwd: root,
  // Imports need no types, and the files do not exist.
  overrideConfig: [
    { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
  ],
});
const results = [];
for (const [file, imported, expected] of cases) {
  const [result] = await eslint.lintText(`import * as x from '${imported}';\nexport const y = x;\n`, {
    filePath: path.join(root, file),
  });
  const reported = (result?.messages ?? [])
    .map(({ ruleId }) => ruleId)
    .filter((id) => id === TAGS || id === FOLDERS);
  results.push({ file, imported, expected, reported: [...new Set(reported)] });
}
process.stdout.write(JSON.stringify(results));
