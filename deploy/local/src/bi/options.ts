import { parseFlags, readNumber } from '@tdp/service';

export interface BiOptions {
  /** Where Trino listens; another one where it is taken. */
  readonly port: number;
  /** Holds logs and Trino's own files; null for the usual one. */
  readonly dir: string | null;
  readonly help: boolean;
}

const DEFAULT_PORT = 8090;

export const BI_USAGE = `Runs Trino, SQL over the tables for analysts, beside the pipeline: npm run bi -- [options]

  --port ${DEFAULT_PORT}   where it listens, on this machine only; a free port where that is taken
  --dir DIR     where its log and files are (default .local/bi)
  --help        show this

It reads what npm start or npm run stack:up runs here, else MONGODB_URI; as the user of BI_MONGODB_URI where that is given.`;

const OPTIONS = { port: { type: 'string' }, dir: { type: 'string' }, help: { type: 'boolean' } } as const;

/** Reads the command line of `bi`. */
export function parseBiOptions(args: readonly string[]): { options: BiOptions; problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, OPTIONS, problems);
  const port = flags.text('port') ?? String(DEFAULT_PORT);
  return {
    options: {
      port: readNumber('--port', port, { min: 0, max: 65_535 }, problems),
      dir: flags.text('dir'),
      help: flags.isSet('help'),
    },
    problems,
  };
}
