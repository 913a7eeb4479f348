import { COMMAND_EXIT, exitWith, loadCommandSettings, mongoTls } from '@tdp/service';
import { configSchema } from './config';
import type { CommandContext } from './context';
import { withDatabase } from './database';
import { models } from './models/models-command';

const COMMANDS: Readonly<
  Record<string, (args: readonly string[], context: CommandContext) => Promise<number>>
> = { 'bi-models': models };

const USAGE = `Usage: bi <command> [options]

  bi-models  the tables for analysts, as views in MongoDB

bi <command> --help shows the options. Which database: README.md of apps/bi.`;

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return ['help', '--help'].includes(name) ? COMMAND_EXIT.done : COMMAND_EXIT.usage;
  }
  return await command(args, {
    print: (line) => void process.stdout.write(`${line}\n`),
    withDatabase: (work) => {
      const { config } = loadCommandSettings(process, {
        schema: configSchema,
        service: 'bi',
        secrets: ['MONGODB_URI'],
      });
      return withDatabase({ uri: config.MONGODB_URI, tls: mongoTls(config) }, work);
    },
  });
}

exitWith(process, main(process.argv.slice(2)));
