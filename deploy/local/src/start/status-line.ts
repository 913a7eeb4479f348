import type { Clock } from '@tdp/service';
import type { Output } from '../fetch/progress';
import { DEAD_LETTER_TOPICS } from '../oracle/oracle';
import { difference, sum, type Observer, type Totals } from './observer';
import type { Simulator } from './simulator';
import { count } from './summary';

export interface Snapshot {
  /** Seconds since the pipeline was up. */
  readonly elapsed: number;
  /** Null when X itself is read. */
  readonly emitted: number | null;
  readonly totals: Totals;
  readonly lag: number;
  readonly behindMs: number;
  readonly replayDone: boolean;
}

export interface StatusLineOptions {
  readonly observer: Observer;
  readonly before: Totals;
  readonly simulator: Simulator | null;
  readonly clock: Clock;
  readonly output: Output;
}

export interface StatusLine {
  /** The newest one. */
  snapshot(): Snapshot | null;
  /** The most the simulator was behind its rate. */
  worstBehindMs(): number;
  stop(): Promise<void>;
}

const TTY_INTERVAL_MS = 1_000;
const PLAIN_INTERVAL_MS = 5_000;
const DEFAULT_COLUMNS = 80;
/** A service that was told to stop, or a broker under load, may fail one look; the next one tells. */
const UNKNOWN = 'reading totals …';

/** Shows how far posts got: rewritten each second on a terminal, else a line every five seconds. */
export function startStatusLine({
  observer,
  before,
  simulator,
  clock,
  output,
}: StatusLineOptions): StatusLine {
  const startedAt = clock.monotonic();
  const stopping = new AbortController();
  let latest: Snapshot | null = null;
  let worstBehindMs = 0;

  async function look(): Promise<Snapshot> {
    const [totals, lag, status] = await Promise.all([observer.totals(), observer.lag(), simulator?.status()]);
    return {
      elapsed: (clock.monotonic() - startedAt) / 1000,
      emitted: status?.emitted ?? null,
      totals: difference(totals, before),
      lag,
      behindMs: status?.behindMs ?? 0,
      replayDone: status?.replayDone ?? false,
    };
  }

  async function show(): Promise<void> {
    const previous = latest;
    const next = await look().catch(() => null);
    if (stopping.signal.aborted) {
      return;
    }
    if (next) {
      latest = next;
      worstBehindMs = Math.max(worstBehindMs, next.behindMs);
    }
    writeStatus(output, next ? formatStatus(next, previous, output) : UNKNOWN);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await show();
      const interval = output.isTTY ? TTY_INTERVAL_MS : PLAIN_INTERVAL_MS;
      await clock.sleep(interval, stopping.signal).catch(() => undefined);
    }
  }

  const looping = loop();
  return {
    snapshot: () => latest,
    worstBehindMs: () => worstBehindMs,
    async stop() {
      stopping.abort();
      await looping;
      if (output.isTTY) {
        output.write('\n');
      }
    },
  };
}

export function writeStatus(output: Output, text: string): void {
  // A line that wraps could not be rewritten.
  output.write(
    output.isTTY ? `\r\x1b[2K${text.slice(0, (output.columns ?? DEFAULT_COLUMNS) - 1)}` : `${text}\n`,
  );
}

/** In full where that fits the terminal's line, else with rounded numbers. */
export function formatStatus(
  now: Snapshot,
  previous: Snapshot | null,
  { isTTY, columns = DEFAULT_COLUMNS }: Pick<Output, 'isTTY' | 'columns'>,
): string {
  const full = statusWith(count, now, previous);
  return isTTY === true && full.length >= columns ? statusWith(rounded, now, previous) : full;
}

const rounded = (value: number): string =>
  value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

function statusWith(count: (value: number) => string, now: Snapshot, previous: Snapshot | null): string {
  const { topics, collections } = now.totals;
  const progressOf = (snapshot: Snapshot): number =>
    snapshot.emitted ?? snapshot.totals.topics['tweets-raw'] ?? 0;
  const seconds = now.elapsed - (previous?.elapsed ?? 0);
  const rate = seconds > 0 ? (progressOf(now) - (previous ? progressOf(previous) : 0)) / seconds : 0;
  const deadLetters = sum(DEAD_LETTER_TOPICS.map((topic) => topics[topic] ?? 0));
  const parts = [
    `${now.elapsed.toFixed(0)} s`,
    `${count(rate)} posts/s`,
    `lag ${count(now.lag)}`,
    `dead letters ${count(deadLetters)}`,
    ...(now.emitted === null ? [] : [`sent ${count(now.emitted)}`]),
    `raw ${count(topics['tweets-raw'] ?? 0)}`,
    `enriched ${count(topics['tweets-enriched'] ?? 0)}`,
    `tweets ${count(collections.tweets)}`,
    `users ${count(collections.users)}`,
  ];
  return parts.join(' · ');
}
