'use strict';

/**
 * Shared jest settings: swc compiles TypeScript to CommonJS; the few ESM-only
 * dependencies are compiled too, because jest cannot require() ES modules.
 */
const esmOnly = ['cookie', 'eld', 'hyparquet', 'hyparquet-writer'];

/**
 * `test`: x.spec.ts, pure. `int`: x.int.spec.ts, needs Kafka, registry and mongod.
 * `e2e`: x.e2e.spec.ts, needs these and the built apps. `bi`: x.bi.spec.ts, needs mongod, the built apps and Trino, which is
 * downloaded. `clone`: x.clone.spec.ts, needs the npm registry.
 */
const suites = {
  test: {
    match: '*.spec.ts',
    ignore: ['\\.(int|e2e|bi|clone)\\.spec\\.ts$'],
    workers: 2,
    testTimeout: 10_000,
  },
  // Of real servers: what waits has its own, shorter, patience and says what it waited for.
  int: { match: '*.int.spec.ts', ignore: [], workers: 1, testTimeout: 300_000 },
  e2e: { match: '*.e2e.spec.ts', ignore: [], workers: 1, testTimeout: 900_000 },
  bi: { match: '*.bi.spec.ts', ignore: [], workers: 1, testTimeout: 600_000 },
  clone: { match: '*.clone.spec.ts', ignore: [], workers: 1, testTimeout: 600_000 },
};

/** @param {{ displayName: string, kind?: keyof typeof suites }} options */
module.exports = ({ displayName, kind = 'test' }) => ({
  displayName,
  rootDir: process.cwd(),
  testEnvironment: 'node',
  testMatch: [`<rootDir>/{src,test}/**/${suites[kind].match}`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/out-tsc/', ...suites[kind].ignore],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out-tsc/'],
  testTimeout: suites[kind].testTimeout,
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  // It exports nothing to require().
  moduleNameMapper: { '^eld/(\\w+)$': `${__dirname}/node_modules/eld/src/entries/static.$1.js` },
  reporters: [
    'default',
    [require.resolve('./tools/jest-results-reporter.js'), { file: `test-results/${kind}.json` }],
  ],
  maxWorkers: suites[kind].workers,
});
