import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  COMMAND_EXIT,
  createProgressLine,
  exitWith,
  kafkaAccess,
  loadCommandSettings,
  stopOnSignals,
  systemClock,
} from '@tdp/service';
import { createKafka } from '@tdp/streaming';
import { configSchema } from './config';
import type { CommandContext, Connection } from './context';
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
  const { config, logger } = loadCommandSettings(process, {
    schema: configSchema,
    service: 'operator',
    secrets: [],
  });
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
    return ['help', '--help'].includes(name) ? COMMAND_EXIT.done : COMMAND_EXIT.usage;
  }
  const stop = stopOnSignals(process, 'interrupted: run it again to go on');
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

exitWith(process, main(process.argv.slice(2)));
