import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Output, Progress } from '../fetch/progress';
import { run } from '../fetch/run';
import type { Endpoints } from '../native/start-stack';
import { messageOf } from '../supervise/stack-error';
import { formatResults, readResults, removeResults } from './results';
import type { Step } from './steps';

export interface VerifyContext {
  readonly repo: string;
  /** Holds the stack's data and the steps' output; removed when all is well. */
  readonly dir: string;
  readonly steps: readonly Step[];
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly progress: Progress;
  readonly stopSignal: AbortSignal;
  readonly startStack: () => Promise<Endpoints & { stop(): Promise<unknown> }>;
}

/** Runs every step, whatever the ones before it said; answers with the exit code. */
export async function runVerify(context: VerifyContext): Promise<number> {
  const { repo, dir, steps, output } = context;
  await removeResults(repo);
  await mkdir(dir, { recursive: true });
  const withoutStack = steps.filter(({ needsStack }) => !needsStack);
  const withStack = steps.filter(({ needsStack }) => needsStack);

  let failed = await runSteps(context, withoutStack, {});
  if (withStack.length > 0 && !context.stopSignal.aborted) {
    failed += await runOnStack(context, withStack);
  }
  const results = await readResults(repo);
  results.failed += failed;
  if (context.stopSignal.aborted) {
    results.failed = Math.max(results.failed, 1);
  } // what was not run did not pass
  // What failed can be read in the logs; the data is of no use any more.
  const done = results.failed === 0 ? dir : path.join(dir, 'data');
  await rm(done, { recursive: true, force: true });
  output.write(`${formatResults(results)}\n`);
  return results.failed === 0 ? 0 : 1;
}

async function runOnStack(context: VerifyContext, steps: readonly Step[]): Promise<number> {
  const { output, startStack } = context;
  const stack = await startStack().catch((error: unknown) => messageOf(error));
  if (typeof stack === 'string') {
    output.write(`${stack}\n`);
    return steps.length;
  }
  try {
    return await runSteps(context, steps, {
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
      MONGODB_URI: stack.mongodbUri,
    });
  } finally {
    await stack.stop();
  }
}

/** Answers with how many failures the steps have that no test result will tell of. */
async function runSteps(
  context: VerifyContext,
  steps: readonly Step[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  let failed = 0;
  for (const step of steps) {
    if (context.stopSignal.aborted) {
      break;
    }
    const before = (await readResults(context.repo)).failed;
    if (await runStep(context, step, env)) {
      continue;
    }
    const toldByResults = step.isTest && (await readResults(context.repo)).failed > before;
    if (!toldByResults) {
      failed += 1;
    }
  }
  return failed;
}

async function runStep(
  { repo, dir, env, output, progress }: VerifyContext,
  { name, label, command }: Step,
  added: NodeJS.ProcessEnv,
): Promise<boolean> {
  const [program, ...args] = command;
  const logFile = path.join(dir, `${name}.log`);
  const bin = path.join(repo, 'node_modules/.bin', program);
  const work = async (): Promise<void> => {
    const { code, output: text } = await run(bin, args, {
      cwd: repo,
      env: { ...env, ...added, FORCE_COLOR: '0' },
    });
    await writeFile(logFile, text);
    if (code !== 0) {
      throw new StepFailure(text);
    }
  };
  try {
    await progress.track(label, work);
    return true;
  } catch (error) {
    if (!(error instanceof StepFailure)) {
      throw error;
    }
    output.write(`${error.message.trimEnd()}\n(${path.relative(repo, logFile)})\n`);
    return false;
  }
}

/** Its message is the step's whole output. */
class StepFailure extends Error {}
