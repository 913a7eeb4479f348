import { createLogger, type Logger } from './logger';

/** Creates a logger for tests that keeps its lines, parsed. */
export function createRecordingLogger(level = 'trace'): {
  readonly logger: Logger;
  readonly lines: Record<string, unknown>[];
} {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { logger: createLogger({ service: 't', version: 't', level, destination }), lines };
}
