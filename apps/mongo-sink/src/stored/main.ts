import {
  AGAIN_USAGE,
  COMMAND_EXIT,
  createMetrics,
  createProgressLine,
  errorMessage,
  exitWith,
  loadCommandSettings,
  mongoTls,
  parseAgainOptions,
  reportUsage,
  startAll,
  stopAll,
  stopOnSignals,
  systemClock,
} from '@tdp/service';
import { createKafkaParts } from '@tdp/streaming';
import { createDatabaseConnection } from '../database';
import { createOperations } from '../operations';
import { ENRICHMENTS } from '../writes/renewals';
import { configSchema } from './config';
import { handOn } from './hand-on';
import { waitingOperations } from './waiting-operations';

const STOP_DEADLINE_MS = 20_000;
const MAX_NAMED = 10;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);
const number = (value: number): string => value.toLocaleString('en');

async function main(args: readonly string[]): Promise<number> {
  const { options, problems } = parseAgainOptions(args, [...ENRICHMENTS], systemClock.now());
  if (options.help || problems.length > 0) {
    const code = reportUsage(print, problems, AGAIN_USAGE);
    return options.help ? COMMAND_EXIT.done : code;
  }
  const { config, logger } = loadCommandSettings(process, {
    schema: configSchema,
    service: 'stored',
    secrets: ['MONGODB_URI'],
  });
  const clock = systemClock;
  const stop = stopOnSignals(process, 'interrupted: the same command goes on from here');
  const parts = createKafkaParts(
    {
      ...{ config, logger, clock },
      metrics: createMetrics({ service: 'stored', version: '0.1.0', commit: 'none' }),
      fatal: (error) => stop.abort(error),
    },
    { service: 'stored', topics: ['tweets-stored'], lingerMs: 0 },
  );
  const components = [parts.dependencies, parts.producer];
  const connection = createDatabaseConnection({
    uri: config.MONGODB_URI,
    tls: mongoTls(config),
    // What they are like is the sink's settings' to say.
    settings: null,
    clock,
    logger,
  });
  const progress = createProgressLine(process.stderr, clock);
  const unreadable: string[] = [];
  try {
    await startAll(components, { logger });
    const database = await connection.connect(stop.signal);
    const sent = await handOn({
      options,
      database,
      operations: waitingOperations(createOperations(database, clock), {
        ...{ clock, logger },
        stopping: stop.signal,
      }),
      producer: parts.producer,
      clock,
      stopSignal: stop.signal,
      onBegin: ({ goesOn, total, left }) =>
        print(
          goesOn
            ? `going on where it stopped: ${number(left)} of ${number(total)} stored posts are left`
            : `beginning: ${number(total)} stored posts`,
        ),
      onProgress: (done, total) => progress.show(`${number(done)} of ${number(total)} stored posts`),
      onUnreadable: (id, reason) => unreadable.push(`${id}: ${reason}`),
    });
    progress.clear();
    print(
      `done: ${number(sent)} stored posts are with the enricher; they change as it and the sink get there`,
    );
  } catch (error) {
    progress.clear();
    if (!stop.signal.aborted) {
      throw error;
    }
    complain(errorMessage(stop.signal.reason));
    return COMMAND_EXIT.left;
  } finally {
    await stopAll(components, { logger, clock, deadlineMs: STOP_DEADLINE_MS });
    await connection.close();
    tellUnreadable(unreadable);
  }
  return unreadable.length > 0 ? COMMAND_EXIT.failed : COMMAND_EXIT.done;
}

function tellUnreadable(unreadable: readonly string[]): void {
  if (unreadable.length === 0) {
    return;
  }
  complain(`${number(unreadable.length)} documents are as they were, since no post can be made of them:`);
  unreadable.slice(0, MAX_NAMED).forEach((line) => complain(`  ${line}`));
  if (unreadable.length > MAX_NAMED) {
    complain('  ...');
  }
}

exitWith(process, main(process.argv.slice(2)));
