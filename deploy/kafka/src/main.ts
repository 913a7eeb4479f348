import { ConfigError, createLogger, errorMessage, loadConfig, secretValues, systemClock } from '@tdp/service';
import { configSchema } from './config';
import { deploy } from './deploy';

const EXIT = { failed: 1, usage: 2, missing: 3, config: 78 } as const;

const USAGE = `Usage: kafka-deploy [--dry-run | --check]

  --dry-run   print what would be done, and change nothing
  --check     the same; exit code 3 when topics or schemas are missing

It waits for servers that are starting. Settings come from the environment: deploy/kafka/README.md`;

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => !['--dry-run', '--check', '--help'].includes(arg));
  if (unknown.length > 0 || args.includes('--help')) {
    process.stdout.write(`${unknown.map((arg) => `unknown option ${arg}\n`).join('')}${USAGE}\n`);
    return unknown.length > 0 ? EXIT.usage : 0;
  }
  const warnings: string[] = [];
  const config = loadConfig({
    schema: configSchema,
    env: process.env,
    service: 'kafka-deploy',
    secrets: [],
    warn: ({ key, message }) => warnings.push(`${key}: ${message}`),
  });
  const logger = createLogger({
    service: 'kafka-deploy',
    version: '0.1.0',
    level: config.LOG_LEVEL,
    secretValues: secretValues(config, []),
    // The plan has standard output for itself.
    destination: process.stderr,
  });
  warnings.forEach((warning) => logger.warn(warning));
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const isDryRun = args.length > 0;
  const { missing, hasChanges } = await deploy({ config, logger, clock: systemClock, print }, isDryRun);
  print(summaryOf(isDryRun, hasChanges));
  if (args.includes('--check') && missing.length > 0) {
    print(`missing: ${missing.join(', ')}`);
    return EXIT.missing;
  }
  return 0;
}

function summaryOf(isDryRun: boolean, hasChanges: boolean): string {
  if (!hasChanges) {
    return 'nothing to do';
  }
  return isDryRun ? 'nothing was changed: this was a dry run' : 'done';
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(error instanceof ConfigError ? EXIT.config : EXIT.failed);
  },
);
