import { PipelineError, type Clock, type Component, type HealthStatus, type Logger } from '@tdp/service';
import { type IngesterMetrics, observeResponse } from '../../metrics';
import type { Publisher } from '../../publish/publisher';
import type { Journal } from '../../state/journal';
import { rulesRefused, XRequestError, type XFailure } from '../../x/failure';
import { openStream } from './open-stream';
import { readStream } from './read-stream';
import { createReceiver } from './receive';
import { createRetryPlan } from './retry-plan';

/** X's filtered stream, kept open. */
export interface FilteredStream extends Component {
  /** Not ready until the first connection, nor when X was out of reach for five minutes, nor when X refuses. */
  ready(): HealthStatus;
}

export interface FilteredStreamOptions {
  readonly url: URL;
  readonly userAgent: string;
  readonly keepAliveTimeoutMs: number;
  readonly maxLineBytes: number;
  /** @throws XRequestError */
  readonly bearerToken: () => Promise<string>;
  /** Makes X's rules ours. @throws XRequestError; PipelineError RULES_INVALID when X refuses one */
  readonly reconcileRules: () => Promise<void>;
  /** Resolves when there are other credentials than X refused; never when they cannot change. */
  readonly newCredentials: (stopping: AbortSignal) => Promise<void>;
  readonly publisher: Pick<Publisher, 'publish' | 'room'>;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly metrics: IngesterMetrics;
  readonly clock: Clock;
  readonly fatal: (error: Error) => void;
}

type State =
  'stopped' | 'reconciling rules' | 'waiting for Kafka' | 'connecting' | 'open' | 'waiting' | 'failed';

const UNREADY_AFTER_MS = 300_000;

/**
 * Creates the source. Its states: reconciling rules, connecting, open, and after a failure waiting as long as X
 * documents for it. After a refusal that no retry cures it has failed: it says so, and leaves X alone until the
 * process is started anew or has other credentials. Ending the process would have it restarted, and X asked again,
 * for ever.
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
    metrics.failed.set(next === 'failed' ? 1 : 0);
  }

  /** One attempt: rules if they are due, then the stream until it ends. */
  async function attempt(): Promise<XFailure> {
    try {
      if (!rulesAreOurs) {
        enter('reconciling rules');
        await options.reconcileRules();
        rulesAreOurs = true;
      }
      // What nobody can take need not be asked for: X would end the stream again.
      enter('waiting for Kafka');
      await options.publisher.room();
      stopping.signal.throwIfAborted();
      enter('connecting');
      return await connect(await options.bearerToken());
    } catch (error) {
      return failureOf(error);
    }
  }

  async function connect(bearerToken: string): Promise<XFailure> {
    try {
      return await followStream(options, bearerToken, stopping.signal, () => {
        enter('open');
        everOpen = true;
        plan.opened();
        logger.info('stream open');
      });
    } finally {
      if (state === 'open') {
        lastOpenAt = clock.monotonic();
        plan.closed();
      }
    }
  }

  /** Waits as long as X documents for this failure, or, when waiting does not cure it, for other credentials. */
  async function waitAfter(failure: XFailure): Promise<void> {
    const { reason, message } = failure;
    if (failure.next === 'terminal') {
      enter('failed');
      logger.error({ reason, detail: message }, `${advice(failure)}; X is not called again until then`);
      await options.newCredentials(stopping.signal);
      logger.info('there are other credentials: trying again');
      rulesAreOurs = false;
      return;
    }
    rulesAreOurs &&= failure.next !== 'no-rules';
    const delayMs = plan.delayAfter(failure);
    enter('waiting');
    logger.warn({ reason, detail: message, delayMs }, 'stream lost; retrying');
    await clock.sleep(delayMs, stopping.signal);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failure = await attempt();
      if (stopping.signal.aborted) {
        return;
      }
      lastFailure = failure;
      // Unless the end of a connection has begun it already.
      options.journal.interrupted('disconnect', `${failure.reason}: ${failure.message}`);
      metrics.reconnects.inc({ reason: failure.reason });
      await waitAfter(failure);
    }
  }

  return {
    name: 'filtered-stream',
    async start() {
      await options.journal.start();
      lastOpenAt = clock.monotonic();
      running = run()
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) {
            options.fatal(error instanceof Error ? error : new Error(String(error)));
          }
        })
        .finally(() => enter('stopped'));
    },
    async stop() {
      stopping.abort(new Error('the stream is being closed'));
      await running;
    },
    ready() {
      if (state === 'failed') {
        return { ok: false, detail: `failed: ${lastFailure?.message}` };
      }
      const ok =
        state === 'open' ||
        (everOpen && state !== 'stopped' && clock.monotonic() - lastOpenAt < UNREADY_AFTER_MS);
      const since = lastFailure === null ? '' : ` after ${lastFailure.reason}`;
      return { ok, detail: state === 'open' ? state : `${state}${since}` };
    },
  };
}

/** Opens the stream once and reads it to its end; why it ended, or could not be opened. */
async function followStream(
  options: FilteredStreamOptions,
  bearerToken: string,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<XFailure> {
  const { clock, metrics } = options;
  const opened = await openStream({
    ...options,
    bearerToken,
    timeoutMs: options.keepAliveTimeoutMs,
    signal,
    onResponse: (status, headers) => observeResponse(metrics, 'stream', status, headers),
  });
  if (!opened.ok) {
    return opened.failure;
  }
  onOpen();
  const receiver = createReceiver(options, clock.now());
  const end = await readStream({ ...options, body: opened.body, take: (chunk) => receiver.take(chunk) });
  if (!signal.aborted) {
    receiver.ended(end);
  }
  return end.failure;
}

/** X's answers are failures to act upon; anything else thrown is a bug and ends the process. */
function failureOf(error: unknown): XFailure {
  if (error instanceof XRequestError) {
    return error.failure;
  }
  if (error instanceof PipelineError && error.code === 'RULES_INVALID') {
    return rulesRefused(error.message);
  }
  throw error;
}

function advice({ reason }: XFailure): string {
  switch (reason) {
    case 'unauthorized':
      return 'X does not accept the token (X_BEARER_TOKEN, or X_API_KEY and X_API_SECRET): give another one';
    case 'rules-refused':
      return 'X refuses rules: correct them (INGESTER_RULES_FILE) and start again';
    default:
      return 'X refuses the request: see what it says, and start again';
  }
}
