import type { Clock } from '@tdp/service';
import type { Output, Progress } from './fetch/progress';
import { startStack } from './native/start-stack';
import { processIds, removeStackFile, withoutCredentials, writeStackFile } from './start/stack-file';
import { findOwner } from './supervise/stack-dir';

export interface UpContext {
  readonly dir: string;
  readonly fresh: boolean;
  readonly brokers: number;
  readonly mongods: number;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly stopSignal: AbortSignal;
}

/** Runs the infrastructure in the foreground until it is told to stop. */
export async function runUp({ dir, stopSignal, progress, ...options }: UpContext): Promise<number> {
  const stack = await startStack({ ...options, dir, progress, signal: stopSignal });
  const { kafkaBrokers, schemaRegistryUrl, mongodbUri } = stack;
  await writeStackFile(dir, {
    pid: process.pid,
    kafkaBrokers,
    schemaRegistryUrl,
    mongodbUri,
    processes: processIds(stack.processes()),
    dataDir: stack.dir.data,
    logDir: stack.dir.logs,
  });
  progress.line(`\n  KAFKA_BROKERS=${kafkaBrokers}`);
  progress.line(`  SCHEMA_REGISTRY_URL=${withoutCredentials(schemaRegistryUrl)}`);
  progress.line(`  MONGODB_URI=${withoutCredentials(mongodbUri)}\n\nCtrl-C stops it.`);
  const stopped = new Promise<null>((resolve) => stopSignal.addEventListener('abort', () => resolve(null)));
  const failure = stopSignal.aborted ? null : await Promise.race([stack.failed, stopped]);
  await removeStackFile(dir);
  await progress.track('stop', () => stack.stop());
  if (failure) {
    progress.line(failure.message);
  }
  return failure ? 1 : 0;
}

const STOP_TIMEOUT_MS = 120_000;

/** Tells the stack of a folder to stop, and waits until it has. */
export async function stopRunning({
  dir,
  clock,
  output,
}: {
  dir: string;
  clock: Clock;
  output: Output;
}): Promise<number> {
  const pid = await findOwner(dir);
  if (pid === null) {
    output.write(`Nothing is running in ${dir}.\n`);
    return 0;
  }
  process.kill(pid, 'SIGTERM');
  const deadline = clock.monotonic() + STOP_TIMEOUT_MS;
  while ((await findOwner(dir)) !== null) {
    if (clock.monotonic() > deadline) {
      output.write(`Process ${pid} has not stopped within ${STOP_TIMEOUT_MS / 1000} s.\n`);
      return 1;
    }
    await clock.sleep(100);
  }
  output.write(`Stopped process ${pid}.\n`);
  return 0;
}
