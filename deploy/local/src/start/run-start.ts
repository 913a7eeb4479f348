import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLogger, type Clock } from '@tdp/service';
import type { Output, Progress } from '../fetch/progress';
import { messageOf } from '../supervise/stack-error';
import { announce } from './announce';
import type { Backend, Services, ServiceSettings } from './backend';
import { readConnections } from './connections';
import { cpuBetween, cpuMicrosPerPost, readCpuSeconds, type CpuSeconds } from './cpu';
import { finishFlow } from './finish-flow';
import { startLatencyProbe, type Latency } from './latency';
import { connectObserver, difference, type Observer, type Totals } from './observer';
import type { StartOptions } from './options';
import { createSimulator, type Simulator } from './simulator';
import { removeStackFile } from './stack-file';
import { startStatusLine, type StatusLine } from './status-line';
import { formatSummary, isSuccess, splitTopics, type Summary } from './summary';

export interface RunContext {
  readonly options: StartOptions;
  readonly from: 'simulator' | 'x';
  /** Holds stack.json, data and logs. */
  readonly dir: string;
  readonly clock: Clock;
  readonly output: Output;
  readonly progress: Progress;
  /** Aborted when the run shall end. */
  readonly stopSignal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  startBackend(): Promise<Backend>;
}

const FOLLOWED_PER_SECOND = 40;

/** Runs the pipeline until it is told to stop or its time is over; answers with the exit code. */
export async function runStart(context: RunContext): Promise<number> {
  const { options, from, dir, output, progress, stopSignal } = context;
  const backend = await context.startBackend();
  const outcome = await runPipeline(context, backend).catch((error: unknown) => ({
    failure: messageOf(error),
  }));
  const unclean = await progress.track('stop Kafka, schema registry, MongoDB', () => backend.stop());
  await removeStackFile(dir);
  if ('failure' in outcome) {
    if (stopSignal.aborted) {
      return 0;
    } // told to stop before there was anything to sum up
    progress.line(`\n${outcome.failure}`);
    return 1;
  }
  const summary = { ...outcome, problems: [...new Set([...outcome.problems, ...unclean])] };
  if (options.summaryFile) {
    await writeFile(options.summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  }
  output.write(`\n${formatSummary(summary)}\n`);
  if (from === 'simulator' && isSuccess(summary)) {
    output.write('\nNothing was lost.\n');
  }
  return isSuccess(summary) ? 0 : 1;
}

async function runPipeline(context: RunContext, backend: Backend): Promise<Summary> {
  const { options, from, stopSignal, env } = context;
  const logger = createLogger({
    service: 'local-stack',
    version: 'local',
    level: 'error',
    destination: createWriteStream(path.join(backend.logDir, 'local-stack.log')),
  });
  const observer = await connectObserver({
    endpoints: backend,
    logger,
    connections: readConnections(env),
    groupIds: {
      ...(env.ENRICHER_GROUP_ID && { enricher: env.ENRICHER_GROUP_ID }),
      ...(env.MONGO_SINK_GROUP_ID && { 'mongo-sink': env.MONGO_SINK_GROUP_ID }),
    },
    topicPrefix: env.KAFKA_TOPIC_PREFIX ?? '',
  });
  try {
    const before = await observer.totals();
    const settings: ServiceSettings = { ...options, from };
    const services = await backend.startServices(settings, stopSignal);
    return await observeRun(context, backend, services, observer, before);
  } finally {
    await observer.close().catch(() => undefined); // its servers may be what failed
  }
}

/** Everything that is measured while posts flow. */
interface Measurement {
  readonly simulator: Simulator | null;
  readonly status: StatusLine;
  readonly startedAt: number;
  readonly cpuBefore: CpuSeconds;
  finishLatency(): Promise<Latency | null>;
}

async function observeRun(
  context: RunContext,
  backend: Backend,
  services: Services,
  observer: Observer,
  before: Totals,
): Promise<Summary> {
  const { clock, dir, progress } = context;
  await announce(dir, backend, services, progress);
  const measurement = measure(context, backend, services, observer, before);
  const failure = await Promise.race([backend.failed, waitForEnd(context, measurement.status)]);
  const seconds = (clock.monotonic() - measurement.startedAt) / 1000;
  await measurement.status.stop();
  if (failure) {
    await services.stop();
    throw failure;
  }
  const account = await finishFlow(context, services, observer, measurement.simulator);
  const latency = await measurement.finishLatency();
  const cpuSeconds = cpuBetween(measurement.cpuBefore, readCpuSeconds(backend.processes()));
  const totals = difference(await observer.totals(), before);
  const problems = await progress.track('stop the services', () => services.stop());
  const posts = account?.posts ?? totals.topics['tweets-raw'] ?? 0;
  return {
    source: sourceOf(context),
    rate: context.from === 'x' ? null : context.options.rate,
    seconds: Math.round(seconds * 1000) / 1000,
    postsEmitted: account?.posts ?? null,
    distinctIds: account?.versions ?? null,
    ...splitTopics(totals),
    documentsPerCollection: totals.collections,
    lost: account?.lost.length ?? null,
    lostIds: account?.lost.slice(0, 20) ?? [],
    doubled: account?.doubled.length ?? null,
    doubledIds: account?.doubled.slice(0, 20) ?? [],
    removed: account?.removed ?? null,
    inGaps: account?.inGaps ?? null,
    latencyMs: latency?.all ?? null,
    steadyLatencyMs: latency?.steady ?? null,
    behindMs: measurement.simulator ? measurement.status.worstBehindMs() : null,
    cpuSeconds,
    cpuMicrosPerPost: cpuMicrosPerPost(cpuSeconds, posts),
    problems,
  };
}

function sourceOf({ from, options }: RunContext): Summary['source'] {
  if (from === 'x') {
    return 'x';
  }
  return options.replayFile ? 'replay' : 'simulator';
}

function measure(
  context: RunContext,
  backend: Backend,
  services: Services,
  observer: Observer,
  before: Totals,
): Measurement {
  const { clock, options, output } = context;
  const simulator = services.simulatorUrl ? createSimulator(services.simulatorUrl) : null;
  const following = new AbortController();
  const every = Math.max(1, Math.round(options.rate / FOLLOWED_PER_SECOND));
  const probe =
    simulator &&
    startLatencyProbe({
      emissions: simulator.emissions(every, following.signal),
      findReadable: observer.oracle.findStored,
      clock,
    });
  return {
    simulator,
    status: startStatusLine({ observer, before, simulator, clock, output }),
    startedAt: clock.monotonic(),
    cpuBefore: readCpuSeconds(backend.processes()),
    async finishLatency() {
      following.abort();
      return (await probe?.finish()) ?? null;
    },
  };
}

/** Resolves with null at the end of the run: told to stop, or its time is over and a replay is through. */
async function waitForEnd({ options, clock, stopSignal }: RunContext, status: StatusLine): Promise<null> {
  const forever = 2 ** 31 - 1;
  const isReplayOnce = options.replayFile !== null && options.replayMode === 'once';
  await clock
    .sleep(options.seconds === null ? forever : options.seconds * 1000, stopSignal)
    .catch(() => undefined);
  while (isReplayOnce && !stopSignal.aborted && status.snapshot()?.replayDone !== true) {
    await clock.sleep(200, stopSignal).catch(() => undefined);
  }
  return null;
}
