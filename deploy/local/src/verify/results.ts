import { glob, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const resultsSchema = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});

/** How many tests ended how. */
export type TestResults = z.infer<typeof resultsSchema>;

const RESULT_FILES = '{apps,libs,deploy,tools}/*/test-results/*.json';

/** Forgets earlier runs: a suite that does not get to write its results must not count with old ones. */
export async function removeResults(repo: string): Promise<void> {
  for await (const file of glob(RESULT_FILES, { cwd: repo })) {
    await rm(path.join(repo, file), { force: true });
  }
}

/** Adds up what the test suites of all projects have written. */
export async function readResults(repo: string): Promise<TestResults> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for await (const file of glob(RESULT_FILES, { cwd: repo })) {
    const results = resultsSchema.parse(JSON.parse(await readFile(path.join(repo, file), 'utf8')));
    total.passed += results.passed;
    total.failed += results.failed;
    total.skipped += results.skipped;
  }
  return total;
}

/** The last line of a verification. */
export function formatResults({ passed, failed, skipped }: TestResults): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
