import {
  COMMAND_EXIT,
  createProgressLine,
  exitWith,
  loadCommandSettings,
  mongoTls,
  stopOnSignals,
  systemClock,
} from '@tdp/service';
import { configSchema, type BiConfig } from './config';
import type { CommandContext } from './context';
import { withDatabase } from './database';
import { exportData } from './export/export-command';
import { extract } from './extract/extract-command';
import { hyperFiles } from './extract/hyper-files';
import { models } from './models/models-command';

const COMMANDS: Readonly<
  Record<string, (args: readonly string[], context: CommandContext) => Promise<number>>
> = { 'bi-models': models, 'bi-extract': extract, export: exportData };

const USAGE = `Usage: bi <command> [options]

  bi-models   the tables for analysts, as views in MongoDB
  bi-extract  the tables in a file that Tableau opens
  export      rows, ids of posts or a network into a file

bi <command> --help shows the options. Which database: README.md of apps/bi.`;

let loaded: BiConfig | undefined;
const settings = (): BiConfig =>
  (loaded ??= loadCommandSettings(process, {
    schema: configSchema,
    service: 'bi',
    secrets: ['MONGODB_URI', 'EXPORT_PSEUDONYM_KEY', 'TABLEAU_TOKEN_SECRET'],
  }).config);

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return ['help', '--help'].includes(name) ? COMMAND_EXIT.done : COMMAND_EXIT.usage;
  }
  const progress = createProgressLine(process.stderr, systemClock);
  let stop: AbortController | undefined;
  try {
    return await command(args, {
      print(line) {
        progress.clear();
        process.stdout.write(`${line}\n`);
      },
      progress: (line) => progress.show(line),
      clock: systemClock,
      directory: process.env['TDP_WORKING_DIR'] ?? '.',
      pseudonymKey: () => settings().EXPORT_PSEUDONYM_KEY,
      hyper: hyperFiles(process.env),
      tableauServer() {
        const config = settings();
        return {
          ...{ url: config.TABLEAU_URL, site: config.TABLEAU_SITE, project: config.TABLEAU_PROJECT },
          ...{ tokenName: config.TABLEAU_TOKEN_NAME, tokenSecret: config.TABLEAU_TOKEN_SECRET },
        };
      },
      // Whoever does not ask for it is ended by a signal at once.
      get stopSignal() {
        stop ??= stopOnSignals(process, 'interrupted: nothing was left behind');
        return stop.signal;
      },
      withDatabase(work) {
        const config = settings();
        return withDatabase({ uri: config.MONGODB_URI, tls: mongoTls(config) }, work);
      },
    });
  } finally {
    progress.clear();
  }
}

exitWith(process, main(process.argv.slice(2)));
