import { PipelineError, type Clock, type Component, type HealthStatus, type Logger } from '@tdp/service';
import type { IngesterMetrics } from '../../metrics';
import { observeResponse } from '../../metrics';
import { XRequestError, type XFailure } from '../../x-failure';
import { openStream } from './open-stream';
import { readStream, type HandleLines } from './read-stream';
import { createRetryPlan } from './retry-plan';

/** X's filtered stream, kept open. */
export interface FilteredStream extends Component {
  /** Not ready until the first connection, nor when X was out of reach for five minutes. */
  ready(): HealthStatus;
}

export interface FilteredStreamOptions {
  readonly url: URL;
  readonly userAgent: string;
  readonly keepAliveTimeoutMs: number;
  readonly maxLineBytes: number;
  /** @throws XRequestError */
  readonly bearerToken: () => Promise<string>;
  /** Makes X's rules ours. @throws XRequestError */
  readonly reconcileRules: () => Promise<void>;
  readonly handleLines: HandleLines;
  readonly logger: Logger;
  readonly metrics: IngesterMetrics;
  readonly clock: Clock;
  readonly fatal: (error: Error) => void;
}

type State = 'stopped' | 'reconciling rules' | 'connecting' | 'open' | 'waiting';

const UNREADY_AFTER_MS = 300_000;

/**
 * Creates the source. Its states: reconciling rules, connecting, open, and after a failure waiting as
 * long as X documents for it. A failure that no retry cures ends the process, with one message.
 */
export function createFilteredStream(options: FilteredStreamOptions): FilteredStream {
  const { clock, logger, metrics } = options;
  const stopping = new AbortController();
  const plan = createRetryPlan({ clock, stableAfterMs: options.keepAliveTimeoutMs });
  let state: State = 'stopped';
  let rulesAreOurs = false;
  let everOpen = false;
  let lastOpenAt = 0;
  let lastFailure: XFailure | null = null;
  let running: Promise<void> = Promise.resolve();

  function enter(next: State): void {
    state = next;
    metrics.connected.set(next === 'open' ? 1 : 0);
  }

  /** One attempt: rules if they are due, then the stream until it ends. */
  async function attempt(): Promise<XFailure> {
    try {
      if (!rulesAreOurs) {
        enter('reconciling rules');
        await options.reconcileRules();
        rulesAreOurs = true;
      }
      stopping.signal.throwIfAborted();
      enter('connecting');
      return await connect(await options.bearerToken());
    } catch (error) {
      if (error instanceof XRequestError) {
        return error.failure;
      }
      throw error;
    }
  }

  async function connect(bearerToken: string): Promise<XFailure> {
    const opened = await openStream({
      url: options.url,
      bearerToken,
      userAgent: options.userAgent,
      timeoutMs: options.keepAliveTimeoutMs,
      clock,
      signal: stopping.signal,
      onResponse: (status, headers) => observeResponse(metrics, 'stream', status, headers),
    });
    if (!opened.ok) {
      return opened.failure;
    }
    enter('open');
    everOpen = true;
    plan.opened();
    logger.info('stream open');
    try {
      return await readStream({
        body: opened.body,
        clock,
        keepAliveTimeoutMs: options.keepAliveTimeoutMs,
        maxLineBytes: options.maxLineBytes,
        handleLines: options.handleLines,
        onLostLine(kind, bytes) {
          metrics.lines.inc({ kind });
          logger.warn({ kind, bytes }, 'a line came to nothing');
        },
      });
    } finally {
      lastOpenAt = clock.monotonic();
      plan.closed();
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failure = await attempt();
      if (stopping.signal.aborted) {
        return;
      }
      lastFailure = failure;
      metrics.reconnects.inc({ reason: failure.reason });
      if (failure.next === 'terminal') {
        throw terminalError(failure);
      }
      rulesAreOurs &&= failure.next !== 'no-rules';
      const delayMs = plan.delayAfter(failure);
      enter('waiting');
      logger.warn({ reason: failure.reason, detail: failure.message, delayMs }, 'stream lost; retrying');
      await clock.sleep(delayMs, stopping.signal);
    }
  }

  return {
    name: 'filtered-stream',
    start() {
      lastOpenAt = clock.monotonic();
      running = run()
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) {
            options.fatal(error instanceof Error ? error : new Error(String(error)));
          }
        })
        .finally(() => enter('stopped'));
      return Promise.resolve();
    },
    async stop() {
      stopping.abort(new Error('the stream is being closed'));
      await running;
    },
    ready() {
      const ok =
        state === 'open' ||
        (everOpen && state !== 'stopped' && clock.monotonic() - lastOpenAt < UNREADY_AFTER_MS);
      const since = lastFailure === null ? '' : ` after ${lastFailure.reason}`;
      return { ok, detail: state === 'open' ? state : `${state}${since}` };
    },
  };
}

function terminalError({ reason, message }: XFailure): PipelineError {
  return reason === 'unauthorized'
    ? new PipelineError('X_UNAUTHORIZED', `connecting to X: the token is not accepted (${message})`)
    : new PipelineError('X_REQUEST_REFUSED', `connecting to X: ${message}`);
}
