import type { z } from 'zod';
import { ConfigError } from '../config/config-error';
import { loadConfig, secretValues, type LoadConfigOptions } from '../config/load-config';
import { errorMessage } from '../error-message';
import { createLogger, type Logger } from '../logger';

/** Exit codes of commands; see EXIT for those of services. */
export const COMMAND_EXIT = { done: 0, failed: 1, usage: 2, left: 3, config: 78 } as const;

/** What a command needs of the process that it is. */
export type CommandProcess = Pick<NodeJS.Process, 'env' | 'stderr' | 'on' | 'exit'>;

export interface CommandSettings<S extends z.ZodObject> {
  readonly config: Readonly<z.infer<S>>;
  readonly logger: Logger;
}

/**
 * Reads a command's settings, of which one is LOG_LEVEL. Its log goes to standard error: standard output is for what was
 * asked.
 * @throws ConfigError
 */
export function loadCommandSettings<S extends z.ZodObject>(
  host: CommandProcess,
  options: Pick<LoadConfigOptions<S>, 'schema' | 'service' | 'secrets'>,
): CommandSettings<S> {
  const { service, secrets } = options;
  const warnings: string[] = [];
  const config = loadConfig({
    ...options,
    env: host.env,
    warn: ({ key, message }) => warnings.push(`${key}: ${message}`),
  });
  const logger = createLogger({
    service,
    version: '0.1.0',
    level: String(config['LOG_LEVEL']),
    secretValues: secretValues(config, secrets),
    destination: host.stderr,
  });
  warnings.forEach((warning) => logger.warn(warning));
  return { config, logger };
}

/** Shows what is wrong with a command line, if anything is, and how it is written; answers with the exit code. */
export function reportUsage(
  print: (line: string) => void,
  problems: readonly string[],
  usage: string,
): number {
  [...problems.map((problem) => `  - ${problem}`), usage].forEach((line) => print(line));
  return problems.length > 0 ? COMMAND_EXIT.usage : COMMAND_EXIT.done;
}

/** Aborts at the signals that ask a command to end; `message` is what it then says. */
export function stopOnSignals(host: CommandProcess, message: string): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    host.on(signal, () => stop.abort(new Error(message)));
  }
  return stop;
}

/** Ends the process with a command's exit code, or with what it threw as one line of standard error. */
export function exitWith(host: CommandProcess, running: Promise<number>): void {
  running.then(
    (code) => host.exit(code),
    (error: unknown) => {
      host.stderr.write(`${errorMessage(error)}\n`);
      host.exit(error instanceof ConfigError ? COMMAND_EXIT.config : COMMAND_EXIT.failed);
    },
  );
}
