const LF = 0x0a;
const CR = 0x0d;

/** Cuts a stream of bytes into lines, however the bytes arrive. */
export interface LineFramer {
  /**
   * The lines that this chunk completes, without their line ends; a blank one is X's keep-alive. They
   * are bytes, not text: a character may be split over two chunks. They may share the chunk's memory.
   */
  push(chunk: Buffer): readonly Buffer[];
  /** Bytes of the line that has begun and not ended. */
  pendingBytes(): number;
}

export interface LineFramerOptions {
  /** A line may have this many bytes; of a longer one nothing is kept. */
  readonly maxLineBytes: number;
  /** Told once for each line that is too long, with its length so far. */
  readonly onTooLong?: (bytes: number) => void;
}

/** Creates a framer for lines that end in \r\n or \n. */
export function createLineFramer({ maxLineBytes, onTooLong }: LineFramerOptions): LineFramer {
  let parts: Buffer[] = [];
  let pending = 0;
  let discarding = false;

  function reset(): void {
    parts = [];
    pending = 0;
    discarding = false;
  }

  /** Adds to the line in progress; gives it up when it gets too long. */
  function hold(part: Buffer): void {
    pending += part.length;
    if (discarding) {
      return;
    }
    if (pending > maxLineBytes) {
      discarding = true;
      parts = [];
      onTooLong?.(pending);
    } else if (part.length > 0) {
      parts.push(part);
    }
  }

  /** The line that ends with this part; null when it was too long. */
  function finish(part: Buffer): Buffer | null {
    if (parts.length === 0 && !discarding && part.length <= maxLineBytes) {
      return withoutCarriageReturn(part);
    }
    hold(part);
    const line = discarding ? null : withoutCarriageReturn(Buffer.concat(parts, pending));
    reset();
    return line;
  }

  return {
    push(chunk) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        const line = finish(chunk.subarray(start, end));
        if (line !== null) {
          lines.push(line);
        }
        start = end + 1;
      }
      if (start < chunk.length) {
        hold(chunk.subarray(start));
      }
      return lines;
    },
    pendingBytes: () => pending,
  };
}

function withoutCarriageReturn(line: Buffer): Buffer {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}
