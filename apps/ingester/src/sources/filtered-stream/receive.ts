import type { Logger } from '@tdp/service';
import type { IngesterMetrics } from '../../metrics';
import type { Publisher } from '../../publish/publisher';
import type { GapCause, Journal } from '../../state/journal';
import type { XFailure } from '../../x/failure';
import { positionAfter } from './position';
import type { Chunk, StreamEnd } from './read-stream';
import { refuseTooLong, sortLines } from './sort-lines';

export interface ReceiverOptions {
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly journal: Journal;
  readonly maxLineBytes: number;
  readonly metrics: IngesterMetrics;
  readonly logger: Logger;
}

/** Takes what one connection of the stream brings. */
export interface Receiver {
  /** Publishes a chunk's posts; resolves when there is room for more. A failure ends the connection. */
  take(chunk: Chunk): Promise<XFailure | null>;
  /** The connection has ended: what it may have left unsaid begins a gap. */
  ended(end: StreamEnd): void;
}

/** X drops a reader that stays behind for long; a reader that was held back this long may be one. */
const OVERFLOW_AFTER_MS = 5_000;

/** Creates the receiver of a connection that was opened at this time. */
export function createReceiver(options: ReceiverOptions, openedAt: number): Receiver {
  const { publisher, journal, metrics, logger, maxLineBytes } = options;
  return {
    async take(chunk) {
      const { lines, tooLong, observedAt } = chunk;
      const { deliveries, kinds, failure } = sortLines(lines, observedAt);
      kinds.forEach((kind) => metrics.lines.inc({ kind }));
      metrics.lines.inc({ kind: 'too-long' }, tooLong.length);
      if (kinds.length + tooLong.length > 0 && failure?.reason !== 'not-a-stream') {
        journal.resumed(observedAt);
      }
      const all = [...deliveries, ...tooLong.map((line) => refuseTooLong(line, maxLineBytes, openedAt))];
      await publisher.publish(all, journal.reading(positionAfter(deliveries, chunk)));
      return failure;
    },
    ended({ failure, cutOffBytes, heldMs }) {
      if (cutOffBytes > 0) {
        metrics.lines.inc({ kind: 'partial' });
        logger.warn({ bytes: cutOffBytes }, 'a line was cut off by the end of the stream');
      }
      const cutOff = cutOffBytes > 0 ? `; a line was cut off after ${cutOffBytes} bytes` : '';
      const held =
        heldMs >= OVERFLOW_AFTER_MS ? `; reading had waited ${Math.round(heldMs / 1_000)} s for Kafka` : '';
      journal.interrupted(causeOf(failure, heldMs), `${failure.reason}: ${failure.message}${cutOff}${held}`);
    },
  };
}

function causeOf(failure: XFailure, heldMs: number): GapCause {
  if (heldMs >= OVERFLOW_AFTER_MS || failure.slowReader === true) {
    return 'overflow';
  }
  return failure.reason === 'keep-alive-timeout' ? 'stall' : 'disconnect';
}
