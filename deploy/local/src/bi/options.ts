import { parseFlags, readNumber } from '@tdp/service';

export interface BiOptions {
  /** Where Trino listens; another one where it is taken. */
  readonly port: number;
  /** Holds logs and Trino's own files; null for the usual one. */
  readonly dir: string | null;
  /** Also runs Superset, with the dashboards. */
  readonly dashboards: boolean;
  /** Where Superset listens; another one where it is taken. */
  readonly dashboardsPort: number;
  readonly help: boolean;
}

const DEFAULT_PORT = 8090;
const DEFAULT_DASHBOARDS_PORT = 8088;

export const BI_USAGE = `Runs Trino, SQL over the tables for analysts, beside the pipeline: npm run bi -- [options]

  --dashboards            also runs Superset, dashboards in the browser (docs/dashboards.md)
  --port ${DEFAULT_PORT}             where Trino listens, on this machine only; a free port where that is taken
  --dashboards-port ${DEFAULT_DASHBOARDS_PORT}  the same of Superset
  --dir DIR               where logs and files are (default .local/bi)
  --help                  show this

It reads what npm start or npm run stack:up runs here, else MONGODB_URI; as the user of BI_MONGODB_URI where that is given.`;

const OPTIONS = {
  port: { type: 'string' },
  dir: { type: 'string' },
  dashboards: { type: 'boolean' },
  'dashboards-port': { type: 'string' },
  help: { type: 'boolean' },
} as const;
const PORTS = { min: 0, max: 65_535 };

/** Reads the command line of `bi`. */
export function parseBiOptions(args: readonly string[]): { options: BiOptions; problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, OPTIONS, problems);
  const port = flags.text('port') ?? String(DEFAULT_PORT);
  const dashboardsPort = flags.text('dashboards-port') ?? String(DEFAULT_DASHBOARDS_PORT);
  return {
    options: {
      port: readNumber('--port', port, PORTS, problems),
      dir: flags.text('dir'),
      dashboards: flags.isSet('dashboards'),
      dashboardsPort: readNumber('--dashboards-port', dashboardsPort, PORTS, problems),
      help: flags.isSet('help'),
    },
    problems,
  };
}
