import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ConfigError,
  createLogger,
  createProgressLine,
  errorMessage,
  kafkaAccess,
  loadConfig,
  secretValues,
  systemClock,
} from '@tdp/service';
import { createKafka } from '@tdp/streaming';
import { configSchema } from './config';
import { EXIT, type CommandContext, type Connection } from './context';
import { listLetters } from './letters/list-letters';
import { redriveLetters } from './letters/redrive-letters';
import { remove } from './removals/remove';

const COMMANDS: Readonly<
  Record<string, (args: readonly string[], context: CommandContext) => Promise<number>>
> = {
  'dead-letters': listLetters,
  redrive: redriveLetters,
  remove,
};

const USAGE = `Usage: operator <command> [options]

  dead-letters  what could not be processed, by service, reason and age
  redrive       sends dead letters back to their topics
  remove        removes a post, a user, or where posts were written, everywhere

operator <command> --help shows the options. Which servers: README.md of apps/operator.`;

function connect(): Connection {
  const warnings: string[] = [];
  const config = loadConfig({
    schema: configSchema,
    env: process.env,
    service: 'operator',
    secrets: [],
    warn: ({ key, message }) => warnings.push(`${key}: ${message}`),
  });
  const logger = createLogger({
    service: 'operator',
    version: '0.1.0',
    level: config.LOG_LEVEL,
    secretValues: secretValues(config, []),
    // Standard output is for what was asked.
    destination: process.stderr,
  });
  warnings.forEach((warning) => logger.warn(warning));
  const kafka = createKafka({
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID ?? 'operator',
    topicPrefix: config.KAFKA_TOPIC_PREFIX,
    logger,
    access: kafkaAccess(config),
  });
  return { config, kafka, logger };
}

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return ['help', '--help'].includes(name) ? EXIT.done : EXIT.usage;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort(new Error('interrupted: run it again to go on')));
  }
  const progress = createProgressLine(process.stderr, systemClock);
  try {
    return await command(args, {
      connect,
      readLines: (file) =>
        readFileSync(path.resolve(process.env['TDP_WORKING_DIR'] ?? '.', file), 'utf8').split(/\r?\n/),
      clock: systemClock,
      print: (line) => {
        progress.clear();
        process.stdout.write(`${line}\n`);
      },
      progress: (line) => progress.show(line),
      stopSignal: stop.signal,
    });
  } finally {
    progress.clear();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(error instanceof ConfigError ? EXIT.config : EXIT.failed);
  },
);
