import {
  ConfigError,
  createLogger,
  createMetrics,
  createProgressLine,
  errorMessage,
  loadConfig,
  secretValues,
  startAll,
  stopAll,
  systemClock,
} from '@tdp/service';
import { createKafkaParts } from '@tdp/streaming';
import { createEnrich, createSteps } from '../pipeline';
import type { StepName } from '../steps/step';
import { createTopicsFile } from '../topics/topics-file';
import { configSchema } from './config';
import { parseOptions, USAGE } from './options';
import { reenrich } from './reenrich';

const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 3, config: 78 } as const;
const STEPS = Object.keys(createSteps({ topics: null })) as StepName[];
const STOP_DEADLINE_MS = 20_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const number = (value: number): string => value.toLocaleString('en');

async function main(args: readonly string[]): Promise<number> {
  const { options, problems } = parseOptions(args, STEPS, systemClock.now());
  if (options.help || problems.length > 0) {
    problems.forEach((problem) => print(`  - ${problem}`));
    print(USAGE);
    return options.help ? EXIT.done : EXIT.usage;
  }
  const warnings: string[] = [];
  const config = loadConfig({
    schema: configSchema,
    env: process.env,
    service: 'reenrich',
    secrets: [],
    warn: ({ key, message }) => warnings.push(`${key}: ${message}`),
  });
  const logger = createLogger({
    service: 'reenrich',
    version: '0.1.0',
    level: config.LOG_LEVEL,
    secretValues: secretValues(config, []),
    // Standard output is for what was asked.
    destination: process.stderr,
  });
  warnings.forEach((warning) => logger.warn(warning));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort(new Error('interrupted: the same command goes on from here')));
  }
  const metrics = createMetrics({ service: 'reenrich', version: '0.1.0', commit: 'none' });
  const clock = systemClock;
  const parts = createKafkaParts(
    { config, logger, metrics, clock, fatal: (error) => stop.abort(error) },
    { service: 'reenrich', topics: ['tweets-raw', 'tweets-enriched', 'enricher-dlq'], lingerMs: 0 },
  );
  const path = config.ENRICHER_TOPICS_FILE;
  const topics = createTopicsFile({ path, logger, metrics, clock });
  const components = [topics, parts.dependencies, parts.producer];
  const progress = createProgressLine(process.stderr, clock);
  await startAll(components, { logger });
  try {
    const total = await reenrich({
      options,
      parts,
      enrich: createEnrich(createSteps({ topics: path === undefined ? null : topics })),
      logger,
      metrics,
      clock,
      stopSignal: stop.signal,
      onBegin: ({ goesOn, total: records }) =>
        print(
          `${goesOn ? 'going on where it stopped' : 'beginning'}: ${number(records)} records of tweets-raw`,
        ),
      onProgress: (left, records) =>
        progress.show(
          `${number(records - left)} of ${number(records)} records, ${timeLeft(left, options.rate)} left`,
        ),
    });
    progress.clear();
    print(`done: ${number(total)} records`);
    return EXIT.done;
  } catch (error) {
    progress.clear();
    if (!stop.signal.aborted) {
      throw error;
    }
    process.stderr.write(`${errorMessage(stop.signal.reason)}\n`);
    return EXIT.interrupted;
  } finally {
    await stopAll(components, { logger, clock, deadlineMs: STOP_DEADLINE_MS });
  }
}

function timeLeft(records: number, rate: number): string {
  const seconds = Math.ceil(records / rate);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(error instanceof ConfigError ? EXIT.config : EXIT.failed);
  },
);
