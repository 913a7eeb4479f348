import path from 'node:path';
import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaries, depConstraints } from './tools/boundaries/constraints.mjs';

const SOURCES = ['**/src/**/*.ts'];
const TESTS = ['**/*.spec.ts', '**/test/**/*.ts', '**/test-support/**/*.ts', '**/bench/**/*.ts'];
/** Entry points and the command-line tools of deploy/local: they alone touch the process. */
const ENTRY_POINTS = ['**/main.ts', 'deploy/local/src/**/*.ts', 'apps/pipeline-e2e/src/**/*.ts', ...TESTS];
/** Where the clock and randomness of the machine come in; everything else has them injected. */
const CLOCK_OWNERS = [
  'libs/service/src/clock.ts',
  'libs/testing/src/**/*.ts',
  'apps/x-simulator/src/clock.ts',
  'deploy/local/src/**/*.ts',
  ...ENTRY_POINTS,
];

const clockRules = [
  ['CallExpression[callee.object.name="Date"][callee.property.name="now"]', 'Inject a Clock.'],
  ['CallExpression[callee.object.name="Math"][callee.property.name="random"]', 'Inject the randomness.'],
  ['CallExpression[callee.name=/^set(Timeout|Interval)$/]', 'Use Clock.sleep or Clock.setInterval.'],
].map(([selector, message]) => ({ selector, message }));

const defaultExports = { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' };
const readonlyFields = {
  selector: 'TSInterfaceBody > TSPropertySignature[readonly!=true]',
  message: 'Fields of interfaces are readonly; a state that changes is a type.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/out-tsc/',
      '**/node_modules/',
      '**/generated/',
      '**/coverage/',
      '**/test-results/',
      '**/.local/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: path.resolve(import.meta.dirname) },
    },
    rules: {
      curly: ['error', 'all'],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: false }],
      'max-lines': ['error', 300],
      // A factory holds the functions it returns, each short itself: it is a file's length that is bounded.
      'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers and booleans in messages are what template strings are for.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      // `() => emitter.on(...)` reads better than a block.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Spreading a string into its code points is what X counts.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // It takes a variable that a closure changes for a constant.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'no-restricted-syntax': ['error', defaultExports, readonlyFields],
    },
  },
  {
    files: SOURCES,
    ignores: CLOCK_OWNERS,
    rules: {
      'no-restricted-syntax': ['error', defaultExports, readonlyFields, ...clockRules],
    },
  },
  {
    files: SOURCES,
    ignores: ENTRY_POINTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from config, read in main.ts.' },
        { object: 'process', property: 'exit', message: 'Only main.ts ends the process.' },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // expect's matchers are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  { files: ['**/bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'require',
          'module',
          '__dirname',
          'Buffer',
          'URL',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'AbortSignal',
          'performance',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      curly: ['error', 'all'],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, banTransitiveDependencies: true, allow: [], depConstraints },
      ],
    },
  },
  ...boundaries,
);
