import type { ResumeToken } from 'mongodb';
import type { Clock, Logger } from '@tdp/service';
import { HistoryLost, openChanges, type Changes } from './changes';
import { countPosts, type Batch } from './count-posts';
import type { Database } from './database';
import { forgetCounts } from './forget-counts';
import { REVISION, type Lease } from './lease';
import type { ReconciliationReason, RollupMetrics } from './metrics';
import { nextStretch } from './walk';

export interface CounterDeps {
  readonly database: Database;
  readonly metrics: RollupMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxPosts: number;
  readonly waitMs: number;
  readonly leaseMs: number;
  /** Ends the counting, after the batch that is under way. */
  readonly stopping: AbortSignal;
  /** Told whenever it has come one step further. */
  readonly onStep: () => void;
}

/** Where it is; changes with every batch. */
type Position = { token: ResumeToken; isReconciling: boolean; reconciledUpTo: string | null };

/**
 * Counts what changes for as long as the lease is its own: first what the change stream says, then, while a
 * reconciliation is under way, the next stretch of it. Counting is by state, so the order of the two is of no matter; the
 * stream is followed meanwhile, so that its history is not lost again before all posts are gone through.
 * @throws LeaseLost, or what MongoDB throws; after both it goes on from what is stored
 */
export async function countChanges(deps: CounterDeps, lease: Lease): Promise<void> {
  const { metrics, logger, stopping } = deps;
  const { token, isReconciling, reconciledUpTo, revision } = lease.state;
  const position: Position = { token, isReconciling, reconciledUpTo };
  let reason: ReconciliationReason | null = token === null ? 'first' : null;
  if (revision !== REVISION) {
    await forgetCounts(deps.database, lease, deps.onStep);
    reason = 'revision';
  }
  while (!stopping.aborted) {
    if (reason !== null) {
      metrics.reconciliations.inc({ reason });
      logger.info({ reason }, 'going through all posts');
      await begin(deps, lease, position);
    }
    reason = await follow(deps, lease, position);
  }
}

/** Notes from where on changes are followed, before the first post is looked at. */
async function begin(deps: CounterDeps, lease: Lease, position: Position): Promise<void> {
  const changes = open(deps, { ...position, token: null, isReconciling: true });
  try {
    const { token } = await changes.take();
    const started = { token, isReconciling: true, reconciledUpTo: null };
    await lease.advance(started);
    Object.assign(position, started);
  } finally {
    await changes.close();
  }
}

const open = (
  { database, maxPosts, waitMs, clock, stopping }: CounterDeps,
  { token, isReconciling }: Position,
): Changes =>
  openChanges(database, { after: token, maxPosts, waitMs: isReconciling ? 0 : waitMs, clock, stopping });

/** Answers with why everything must be gone through; null when it was told to stop. */
async function follow(
  deps: CounterDeps,
  lease: Lease,
  position: Position,
): Promise<ReconciliationReason | null> {
  const { clock, leaseMs, metrics, logger, stopping, onStep } = deps;
  let changes = open(deps, position);
  let renewedAt = clock.monotonic();
  try {
    while (!stopping.aborted) {
      metrics.reconciling.set(position.isReconciling ? 1 : 0);
      const { ids, token, madeAt, isOver } = await changes.take();
      const progress = { token, ...(madeAt && { countedUpTo: madeAt }) };
      if (ids.length > 0) {
        await count(deps, lease, 'changes', { ids, progress });
        renewedAt = clock.monotonic();
      } else if (clock.monotonic() - renewedAt > leaseMs / RENEWALS) {
        await lease.advance(progress);
        renewedAt = clock.monotonic();
      }
      position.token = token;
      metrics.lag.set(madeAt === null ? 0 : Math.max(0, (clock.now() - madeAt.getTime()) / 1_000));
      metrics.countedAt.set(clock.now() / 1_000);
      if (isOver) {
        return 'dropped';
      }
      if (position.isReconciling && (await reconcile(deps, lease, position))) {
        logger.info({}, 'all posts are counted');
        await changes.close();
        changes = open(deps, position);
      }
      onStep();
    }
    return null;
  } catch (error) {
    if (error instanceof HistoryLost) {
      logger.warn({ detail: error.message }, 'changes that were not counted yet cannot be followed any more');
      return 'history_lost';
    }
    throw error;
  } finally {
    await changes.close();
  }
}

/** In the time of a lease. */
const RENEWALS = 3;

/** Counts the next stretch of all posts; true when that was the last one. */
async function reconcile(deps: CounterDeps, lease: Lease, position: Position): Promise<boolean> {
  const { ids, upTo } = await nextStretch(deps.database, position.reconciledUpTo, deps.maxPosts);
  if (upTo === null) {
    await lease.advance({ isReconciling: false, reconciledUpTo: null });
    Object.assign(position, { isReconciling: false, reconciledUpTo: null });
    return true;
  }
  await count(deps, lease, 'reconciliation', { ids, progress: { reconciledUpTo: upTo } });
  position.reconciledUpTo = upTo;
  return false;
}

async function count(
  { database, metrics, clock }: CounterDeps,
  lease: Lease,
  source: 'changes' | 'reconciliation',
  batch: Batch,
): Promise<void> {
  const begunAt = clock.monotonic();
  const { rows, ...outcomes } = await countPosts(database, lease, batch);
  metrics.batchSeconds.observe((clock.monotonic() - begunAt) / 1_000);
  metrics.batches.inc({ source });
  metrics.rows.inc(rows);
  for (const [outcome, posts] of Object.entries(outcomes)) {
    metrics.posts.inc({ outcome }, posts);
  }
}
