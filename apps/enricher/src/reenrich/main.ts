import {
  AGAIN_USAGE,
  COMMAND_EXIT,
  createMetrics,
  createProgressLine,
  errorMessage,
  exitWith,
  loadCommandSettings,
  parseAgainOptions,
  reportUsage,
  startAll,
  stopAll,
  stopOnSignals,
  systemClock,
} from '@tdp/service';
import { createKafkaParts } from '@tdp/streaming';
import { createEnrich, createSteps } from '../pipeline';
import type { StepName } from '../steps/step';
import { createTopicsFile } from '../topics/topics-file';
import { configSchema } from './config';
import { reenrich } from './reenrich';

const STEPS = Object.keys(createSteps({ topics: null })) as StepName[];
const STOP_DEADLINE_MS = 20_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const number = (value: number): string => value.toLocaleString('en');

async function main(args: readonly string[]): Promise<number> {
  const { options, problems } = parseAgainOptions(args, STEPS, systemClock.now());
  if (options.stored && !options.help) {
    problems.push('--stored is a command of the sink, which alone reads MongoDB: stored.js of its image');
  }
  if (options.help || problems.length > 0) {
    const code = reportUsage(print, problems, AGAIN_USAGE);
    return options.help ? COMMAND_EXIT.done : code;
  }
  const { config, logger } = loadCommandSettings(process, {
    schema: configSchema,
    service: 'reenrich',
    secrets: [],
  });
  const stop = stopOnSignals(process, 'interrupted: the same command goes on from here');
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
    return COMMAND_EXIT.done;
  } catch (error) {
    progress.clear();
    if (!stop.signal.aborted) {
      throw error;
    }
    process.stderr.write(`${errorMessage(stop.signal.reason)}\n`);
    return COMMAND_EXIT.left;
  } finally {
    await stopAll(components, { logger, clock, deadlineMs: STOP_DEADLINE_MS });
  }
}

function timeLeft(records: number, rate: number): string {
  const seconds = Math.ceil(records / rate);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

exitWith(process, main(process.argv.slice(2)));
