const LF = 0x0a;
const CR = 0x0d;

/** A line that was longer than allowed. */
export interface TooLongLine {
  /** Its first bytes. */
  readonly beginning: Buffer;
  readonly bytes: number;
  /** Where it began: bytes and lines before it, from the stream's first byte. */
  readonly offset: number;
  readonly line: number;
  /** False when the stream ended in it. */
  readonly ended: boolean;
}

/** Cuts a stream of bytes into lines, however the bytes arrive. */
export interface LineFramer {
  /**
   * The lines that this chunk completes, without their line ends; a blank one is X's keep-alive. They
   * are bytes, not text: a character may be split over two chunks. They may share the chunk's memory.
   */
  push(chunk: Buffer): readonly Buffer[];
  /** The stream is over: bytes of the line that has begun and not ended; 0 when that one was too long. */
  end(): number;
}

export interface LineFramerOptions {
  /** A line may have this many bytes; of a longer one only the beginning is kept. */
  readonly maxLineBytes: number;
  /** Told of each line that is too long, once it has ended. */
  readonly onTooLong: (line: TooLongLine) => void;
}

/** What is kept of a line that is too long: enough to see what it is. */
const BEGINNING_BYTES = 64 * 1024;

/** Creates a framer for lines that end in \r\n or \n. */
export function createLineFramer({ maxLineBytes, onTooLong }: LineFramerOptions): LineFramer {
  const beginningBytes = Math.min(BEGINNING_BYTES, maxLineBytes);
  let parts: Buffer[] = [];
  let pending = 0;
  let beginning: Buffer | null = null;
  let offset = 0;
  let line = 0;

  /** Adds to the line in progress; gives it up when it gets too long. */
  function hold(part: Buffer): void {
    pending += part.length;
    if (beginning !== null) {
      return;
    }
    parts.push(part);
    if (pending > maxLineBytes) {
      // A copy: the parts share memory with chunks that would be kept alive.
      beginning = Buffer.from(Buffer.concat(parts).subarray(0, beginningBytes));
      parts = [];
    }
  }

  function tellTooLong(ended: boolean): void {
    if (beginning !== null) {
      onTooLong({ beginning, bytes: pending, offset, line, ended });
    }
  }

  /** The line that ends with this part; null when it was too long. */
  function finish(part: Buffer): Buffer | null {
    const isWhole = pending === 0 && part.length <= maxLineBytes;
    if (!isWhole) {
      hold(part);
    }
    const whole = isWhole ? part : beginning === null ? Buffer.concat(parts, pending) : null;
    tellTooLong(true);
    offset += (isWhole ? part.length : pending) + 1;
    line += 1;
    parts = [];
    pending = 0;
    beginning = null;
    return whole === null ? null : withoutCarriageReturn(whole);
  }

  return {
    push(chunk) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        const whole = finish(chunk.subarray(start, end));
        if (whole !== null) {
          lines.push(whole);
        }
        start = end + 1;
      }
      if (start < chunk.length) {
        hold(chunk.subarray(start));
      }
      return lines;
    },
    end() {
      tellTooLong(false);
      return beginning === null ? pending : 0;
    },
  };
}

function withoutCarriageReturn(line: Buffer): Buffer {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}
