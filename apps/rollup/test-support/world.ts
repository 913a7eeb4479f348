import { createMetrics, systemClock, type Logger } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createCounting, type CountingDeps } from '../src/counting';
import { createDatabase, type Database } from '../src/database';
import { createRollupMetrics } from '../src/metrics';
import { post } from './posts';

/** A database of the stack's, for one test file. */
export interface TestDatabase extends Database {
  readonly uri: string;
  /** Starts the job over it; it is stopped at the end. */
  start(over?: Partial<CountingDeps>): Promise<RunningJob>;
  /** Stops what was started, and drops it. */
  close(): Promise<void>;
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const uri = new URL(stackEndpoints(process.env).mongodbUri);
  uri.pathname = `/${uniqueName('rollup-test')}`;
  const database = createDatabase({ uri: uri.href });
  await database.client.connect();
  const jobs: RunningJob[] = [];
  return {
    ...database,
    uri: uri.href,
    async start(over) {
      const job = await startJob(uri.href, over);
      jobs.push(job);
      return job;
    },
    async close() {
      await Promise.all(jobs.map((job) => job.stop()));
      await database.db.dropDatabase();
      await database.client.close();
    },
  };
}

/** A process of the job, as far as it is no process. */
export interface RunningJob {
  readonly owner: string;
  /** The sum of a metric over its labels, or that with the label's value. */
  metric(name: string, label?: string): Promise<number>;
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does; it gives nothing up, so another has to wait for the end of its lease. */
  crash(): Promise<void>;
  readonly failures: readonly Error[];
  readonly logs: readonly unknown[];
}

/** Starts the job over a database; it is up, and counts or stands by. */
export async function startJob(uri: string, over: Partial<CountingDeps> = {}): Promise<RunningJob> {
  const metrics = createMetrics({ service: 'rollup', version: 'test', commit: 'test' });
  const failures: Error[] = [];
  const { logger, lines } = createRecordingLogger() as unknown as {
    logger: Logger;
    lines: readonly unknown[];
  };
  const owner = uniqueName('job');
  const database = createDatabase({ uri });
  const counting = createCounting({
    database,
    uri,
    owner,
    maxPosts: 50,
    waitMs: 20,
    leaseMs: 2_000,
    metrics: createRollupMetrics(metrics),
    clock: systemClock,
    logger,
    fatal: (error) => void failures.push(error),
    ...over,
  });
  await counting.start();
  return {
    owner,
    failures,
    logs: lines,
    async metric(name, label) {
      const values = (await metrics.registry.getSingleMetric(name)?.get())?.values ?? [];
      return values
        .filter(({ labels }) => label === undefined || Object.values(labels).includes(label))
        .reduce((sum, { value }) => sum + value, 0);
    },
    stop: () => counting.stop(),
    async crash() {
      await database.client.close(true);
      await counting.stop();
      const observer = createDatabase({ uri });
      const held = { owner: 'lost', expiresAt: { $add: ['$$NOW', 1_000] } };
      await observer.state.updateOne({}, [{ $set: held }]);
      await observer.client.close();
    },
  };
}

/** Waits until everything that was written before is counted: a post that is written now comes behind it. */
export async function countedUpToNow({ tweets, posts, state }: Database): Promise<void> {
  const last = { ...post({ createdAt: new Date('2001-01-01T00:00:00Z') }), _id: uniqueName('last') };
  await tweets.insertOne(last);
  await waitUntil(async () => (await posts.findOne({ _id: last._id })) !== null);
  await tweets.deleteOne({ _id: last._id });
  await waitUntil(async () => (await posts.findOne({ _id: last._id })) === null);
  await waitUntil(async () => (await state.findOne({}))?.isReconciling === false);
}
