import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { createProgress } from '../fetch/progress';
import { runVerify, type VerifyContext } from './run-verify';
import { selectSteps, STEPS, type Step } from './steps';

const newDir = temporaryDirs();

/** A checkout whose programs are these shell scripts. */
function fakeRepo(programs: Readonly<Record<string, string>>): string {
  const repo = newDir();
  mkdirSync(path.join(repo, 'node_modules/.bin'), { recursive: true });
  mkdirSync(path.join(repo, 'apps/enricher/test-results'), { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    const file = path.join(repo, 'node_modules/.bin', name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return repo;
}

const writesResults = (passed: number, failed: number, skipped = 0): string =>
  `echo '{"passed":${passed},"failed":${failed},"skipped":${skipped}}' > apps/enricher/test-results/$$.json`;

function step(program: string, over: Partial<Step> = {}): Step {
  return { name: 'lint', label: program, command: [program], isTest: false, needsStack: false, ...over };
}

async function verify(repo: string, steps: Step[], over: Partial<VerifyContext> = {}) {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const code = await runVerify({
    repo,
    dir: path.join(repo, '.local/test-1'),
    steps,
    env: process.env,
    output,
    progress: createProgress({ write: () => undefined }),
    stopSignal: new AbortController().signal,
    startStack: () => Promise.reject(new Error('mvn is missing')),
    ...over,
  });
  return { code, text, lastLine: text.trimEnd().split('\n').at(-1) };
}

describe('runVerify', () => {
  it('adds the tests of all steps up and forgets those of earlier runs', async () => {
    const repo = fakeRepo({ unit: writesResults(3, 0), more: writesResults(2, 0, 1) });
    writeFileSync(
      path.join(repo, 'apps/enricher/test-results/old.json'),
      '{"passed":9,"failed":9,"skipped":9}',
    );
    const { code, text } = await verify(repo, [
      step('unit', { isTest: true }),
      step('more', { isTest: true }),
    ]);
    expect({ code, text }).toEqual({ code: 0, text: '5 passed, 0 failed, 1 skipped\n' });
    expect(existsSync(path.join(repo, '.local/test-1'))).toBe(false);
  });

  it('counts a failed step that is no test, shows its output, and goes on', async () => {
    const repo = fakeRepo({ lint: 'echo unused variable; exit 1', unit: writesResults(3, 0) });
    const { code, text, lastLine } = await verify(repo, [step('lint'), step('unit', { isTest: true })]);
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: '3 passed, 1 failed' });
    expect(text).toContain('unused variable');
  });

  it('counts a failing test once', async () => {
    const repo = fakeRepo({ unit: `${writesResults(3, 2)}; exit 1` });
    expect((await verify(repo, [step('unit', { isTest: true })])).lastLine).toBe('3 passed, 2 failed');
  });

  it('counts a test step that breaks before it has results', async () => {
    const repo = fakeRepo({ unit: 'exit 1' });
    expect((await verify(repo, [step('unit', { isTest: true })])).lastLine).toBe('0 passed, 1 failed');
  });

  it('fails what needs a stack that cannot be started, and says why', async () => {
    const repo = fakeRepo({ int: writesResults(1, 0) });
    const { code, text } = await verify(repo, [step('int', { isTest: true, needsStack: true })]);
    expect({ code, text }).toEqual({ code: 1, text: 'mvn is missing\n0 passed, 1 failed\n' });
  });

  it('gives the endpoints to the steps that need them, and stops the stack', async () => {
    const repo = fakeRepo({ int: 'test "$KAFKA_BROKERS$SCHEMA_REGISTRY_URL$MONGODB_URI" = abc' });
    let stopped = false;
    const startStack: VerifyContext['startStack'] = () =>
      Promise.resolve({
        kafkaBrokers: 'a',
        schemaRegistryUrl: 'b',
        mongodbUri: 'c',
        stop: () => Promise.resolve((stopped = true)),
      });
    const { code } = await verify(repo, [step('int', { needsStack: true })], { startStack });
    expect({ code, stopped }).toEqual({ code: 0, stopped: true });
  });
});

describe('selectSteps', () => {
  it('takes all but the long ones when none is named, and keeps their order', () => {
    expect(selectSteps([]).steps).toEqual(STEPS.filter(({ isLong }) => !isLong));
    expect(selectSteps(['all']).steps).toEqual(STEPS);
    expect(selectSteps(['int', 'lint']).steps.map(({ name }) => name)).toEqual(['lint', 'int']);
  });

  it('names what it does not know', () => {
    expect(selectSteps(['units']).problems).toEqual([
      'unknown step "units": it is one of format, schemas, lint, typecheck, unit, int, e2e, bi, clone, or all',
    ]);
  });
});
