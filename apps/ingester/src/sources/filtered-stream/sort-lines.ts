import type { LineKind } from '../../metrics';
import type { Delivery } from '../../observation';
import { failureOfDisconnect, notAStream, type XFailure } from '../../x/failure';
import type { TooLongLine } from '../framing/line-framer';
import { classifyLine, UNREADABLE_REASONS } from './classify-line';

/** Why a line is dead-lettered before it is mapped; also a metric label. */
export const LINE_REASONS = [...UNREADABLE_REASONS, 'LINE_TOO_LONG'] as const;

/** What the lines of one chunk are. */
export interface SortedLines {
  /** For Kafka, in the order of the lines. */
  readonly deliveries: readonly Delivery[];
  readonly kinds: readonly LineKind[];
  /** Ends the connection; what stands beside it is delivered all the same. */
  readonly failure: XFailure | null;
}

/** Tells posts from everything else that X, or something between X and us, puts into the stream. Pure. */
export function sortLines(lines: readonly Buffer[], observedAt: number): SortedLines {
  const deliveries: Delivery[] = [];
  const kinds: LineKind[] = [];
  let failure: XFailure | null = null;
  for (const bytes of lines) {
    const line = classifyLine(bytes);
    kinds.push(line.kind);
    if (line.kind === 'post') {
      deliveries.push({ kind: 'observation', origin: 'stream', observedAt, body: line.body, bytes });
    } else if (line.kind === 'unreadable') {
      deliveries.push({ ...line, bytes, id: null });
    } else if (line.kind === 'problem') {
      failure = failureOfDisconnect(line.problems);
    } else if (line.kind === 'html') {
      // What follows are lines of the same page.
      return { deliveries, kinds, failure: notAStream('the stream carries HTML') };
    }
  }
  return { deliveries, kinds, failure };
}

const ID_AT_THE_BEGINNING = /^\s*\{\s*"data"\s*:\s*\{\s*"id"\s*:\s*"(\d{1,20})"/;

/** A line that is too long to be read, as a dead letter of its beginning. */
export function refuseTooLong(line: TooLongLine, maxLineBytes: number, openedAt: number): Delivery {
  const { beginning, bytes, offset, ended } = line;
  const end = ended ? '' : ' until the stream ended in it';
  return {
    kind: 'unreadable',
    bytes: beginning,
    reason: 'LINE_TOO_LONG',
    message:
      `the line has ${bytes} bytes${end}, more than the ${maxLineBytes} allowed (INGESTER_MAX_LINE_BYTES); ` +
      `the first ${beginning.length} are kept. It is line ${line.line + 1}, at byte ${offset} of the stream ` +
      `opened at ${new Date(openedAt).toISOString()}`,
    id: ID_AT_THE_BEGINNING.exec(beginning.toString('utf8', 0, 200))?.[1] ?? null,
  };
}
