import client from 'prom-client';

/** A service's own metric registry and the ways to add to it. */
export interface Metrics {
  readonly registry: client.Registry;
  counter<T extends string>(config: Omit<client.CounterConfiguration<T>, 'registers'>): client.Counter<T>;
  gauge<T extends string>(config: Omit<client.GaugeConfiguration<T>, 'registers'>): client.Gauge<T>;
  histogram<T extends string>(
    config: Omit<client.HistogramConfiguration<T>, 'registers'>,
  ): client.Histogram<T>;
}

export interface MetricsOptions {
  readonly service: string;
  readonly version: string;
  readonly commit: string;
}

/** Creates a registry (never the global one) with process metrics and pipeline_build_info. */
export function createMetrics({ service, version, commit }: MetricsOptions): Metrics {
  const registry = new client.Registry();
  registry.setDefaultLabels({ service });
  client.collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const metrics: Metrics = {
    registry,
    counter: (config) => new client.Counter({ ...config, registers }),
    gauge: (config) => new client.Gauge({ ...config, registers }),
    histogram: (config) => new client.Histogram({ ...config, registers }),
  };
  metrics
    .gauge({
      name: 'pipeline_build_info',
      help: 'What is running; always 1.',
      labelNames: ['version', 'commit'],
    })
    .set({ version, commit }, 1);
  return metrics;
}
