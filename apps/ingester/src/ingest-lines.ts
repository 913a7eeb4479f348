import type { Profile, Tweet } from '@tdp/contracts';
import type { Clock, Logger } from '@tdp/service';
import {
  OutputError,
  type DeadLetters,
  type EncodedRecord,
  type ObserveEventAge,
  type Producer,
} from '@tdp/streaming';
import type { ChangedProfiles } from './changed-profiles';
import { mapLine } from './mapping/map-line';
import type { IngesterMetrics } from './metrics';
import { classifyLine, type StreamLine } from './sources/filtered-stream/classify-line';
import type { HandleLines } from './sources/filtered-stream/read-stream';
import { failureOfDisconnect, notAStream, type XFailure } from './x-failure';

export interface IngestLinesOptions {
  /** How the lines reach us: stream, backfill, recovery, search or replay. */
  readonly source: string;
  readonly producer: Pick<Producer, 'encode' | 'sendEncoded' | 'pendingRecords'>;
  readonly deadLetters: DeadLetters;
  readonly profiles: ChangedProfiles;
  /** Above this many unacknowledged records nothing more is read. */
  readonly maxPendingRecords: number;
  readonly observeAge: ObserveEventAge;
  readonly metrics: IngesterMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly fatal: (error: Error) => void;
}

/** What one chunk of lines comes to. */
interface Batch {
  readonly records: EncodedRecord[];
  /** Called when Kafka has acknowledged all of it. */
  readonly acknowledged: (() => void)[];
}

interface ReceivedPost {
  readonly bytes: Buffer;
  readonly line: Extract<StreamLine, { kind: 'post' }>;
  readonly observedAt: number;
}

/**
 * Creates what happens to the stream's lines: posts to tweets-raw, changed profiles to profiles-raw,
 * what cannot be mapped to ingester-dlq as it came. Resolves when there is room for more.
 */
export function createIngestLines(options: IngestLinesOptions): HandleLines {
  const { producer, deadLetters, profiles, metrics, clock, source } = options;
  const inFlight = new Set<Promise<void>>();

  /** Tracks a produce without waiting for it; producing fails only for good. */
  function track(produced: Promise<void>): void {
    const settled = produced
      .catch((error: unknown) => options.fatal(error instanceof Error ? error : new Error(String(error))))
      .finally(() => inFlight.delete(settled));
    inFlight.add(settled);
  }

  function deadLetter(bytes: Buffer, reason: string, message: string, id: string | null): void {
    metrics.records.inc({ result: 'dead_lettered' });
    const key = id === null ? null : Buffer.from(id);
    // A copy: the line may share its memory with a chunk that is read anew.
    const value = Buffer.from(bytes);
    track(deadLetters.send([{ key, value, reason, error: new Error(message), step: 'map' }]));
  }

  /** All or nothing: a post is either produced with its profiles or dead-lettered. */
  function addRecords(batch: Batch, tweet: Tweet, seen: readonly Profile[]): void {
    const changed = seen.flatMap((profile) => {
      const change = profiles.changeOf(profile);
      return change === null ? [] : [{ profile, change }];
    });
    const encoded = [
      producer.encode({ topic: 'tweets-raw', key: tweet.id, record: tweet }),
      ...changed.map(({ profile }) =>
        producer.encode({ topic: 'profiles-raw', key: profile.user.id, record: profile }),
      ),
    ];
    batch.records.push(...encoded);
    changed.forEach(({ change }) => change.producing());
    batch.acknowledged.push(() => {
      observeAcknowledged(tweet);
      changed.forEach(({ change }) => change.acknowledged());
      metrics.profiles.inc({ outcome: 'produced' }, changed.length);
      metrics.profiles.inc({ outcome: 'unchanged' }, seen.length - changed.length);
    });
  }

  function observeAcknowledged({ createdAt }: Tweet): void {
    metrics.records.inc({ result: 'ok' });
    metrics.lastPost.set(clock.now() / 1_000);
    options.observeAge(createdAt);
  }

  function addPost(batch: Batch, { bytes, line, observedAt }: ReceivedPost): void {
    const mapped = mapLine(line.text, line.line, { source, observedAt, ingestedAt: clock.now() });
    if (!mapped.ok) {
      deadLetter(bytes, mapped.reason, mapped.message, mapped.id);
      return;
    }
    try {
      addRecords(batch, mapped.tweet, mapped.profiles);
    } catch (error) {
      if (!(error instanceof OutputError)) {
        throw error;
      }
      deadLetter(bytes, error.reason, error.message, mapped.tweet.id);
    }
  }

  /** Adds one line to the batch; a failure ends the connection. */
  function addLine(batch: Batch, bytes: Buffer, observedAt: number): XFailure | null {
    const line = classifyLine(bytes);
    metrics.lines.inc({ kind: line.kind });
    switch (line.kind) {
      case 'keep-alive':
        return null;
      case 'post':
        addPost(batch, { bytes, line, observedAt });
        return null;
      case 'unreadable':
        options.logger.warn({ reason: line.reason, detail: line.message }, 'a line is no post');
        deadLetter(bytes, line.reason, line.message, null);
        return null;
      case 'problem':
        return failureOfDisconnect(line.problems);
      case 'html':
        return notAStream('the stream carries HTML');
    }
  }

  function produce({ records, acknowledged }: Batch): void {
    if (records.length > 0) {
      track(producer.sendEncoded(records).then(() => acknowledged.forEach((tell) => tell())));
    }
  }

  return async (lines, observedAt) => {
    const batch: Batch = { records: [], acknowledged: [] };
    let failure: XFailure | null = null;
    for (const bytes of lines) {
      failure = addLine(batch, bytes, observedAt) ?? failure;
      if (failure?.reason === 'not-a-stream') {
        break;
      }
    }
    produce(batch);
    while (producer.pendingRecords() > options.maxPendingRecords && inFlight.size > 0) {
      await Promise.race(inFlight);
    }
    return failure;
  };
}
