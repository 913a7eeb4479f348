import { randomUUID } from 'node:crypto';
import { mongoTls, type Service, type ServiceDeps } from '@tdp/service';
import type { RollupConfig } from './config';
import { createCounting } from './counting';
import { createDatabase } from './database';
import { createRollupMetrics } from './metrics';

/** Composes the job: changes of `tweets` to rollups. */
export function createRollup({ config, logger, metrics, clock, fatal }: ServiceDeps<RollupConfig>): Service {
  const uri = config.MONGODB_URI;
  const counting = createCounting({
    database: createDatabase({ uri, tls: mongoTls(config) }),
    uri,
    owner: `${config.SERVICE_INSTANCE ?? 'rollup'}/${randomUUID()}`,
    maxPosts: config.ROLLUP_MAX_BATCH_POSTS,
    waitMs: config.ROLLUP_MAX_WAIT_MS,
    leaseMs: config.ROLLUP_LEASE_MS,
    metrics: createRollupMetrics(metrics),
    clock,
    logger,
    fatal,
  });
  return {
    components: [counting],
    live: [{ name: 'counting', check: () => counting.live() }],
    ready: [{ name: 'counting', check: () => counting.ready() }],
  };
}
