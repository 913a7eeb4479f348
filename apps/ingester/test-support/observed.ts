import { createMetrics } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { createIngesterMetrics } from '../src/metrics';

/** A logger that keeps its lines, and fresh metrics. */
export function observe() {
  const { logger, lines } = createRecordingLogger();
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
