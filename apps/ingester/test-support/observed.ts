import { createLogger, createMetrics, type Logger } from '@tdp/service';
import { createIngesterMetrics } from '../src/metrics';

/** A logger that keeps its lines, and fresh metrics. */
export function observe() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger: Logger = createLogger({ service: 't', version: 't', level: 'trace', destination });
  const base = createMetrics({ service: 't', version: 't', commit: 't' });
  const metrics = createIngesterMetrics(base);
  /** A counter's or gauge's value; 0 when it has none. */
  async function valueOf(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const metric = await base.registry.getSingleMetric(name)?.get();
    const found = metric?.values.find(({ labels: has }) =>
      Object.entries(labels).every(([key, value]) => has[key] === value),
    );
    return found?.value ?? 0;
  }
  return { logger, lines, base, metrics, valueOf };
}
