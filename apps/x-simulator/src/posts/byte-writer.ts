/** Collects a text in UTF-8; cheaper than a string that has to be encoded when it is sent. */
export interface ByteWriter {
  /** A short text of ASCII characters only. */
  ascii(text: string): void;
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** Appends once more what was written from one position to another. */
  repeat(from: number, to: number): void;
  position(): number;
  /** A copy of all that was written; begins anew. */
  take(): Buffer;
}

const INITIAL_BYTES = 262_144;

export function createByteWriter(): ByteWriter {
  let buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  let length = 0;

  function reserve(bytes: number): void {
    if (length + bytes > buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (length + bytes));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
  }

  return {
    ascii(text) {
      reserve(text.length);
      for (let index = 0; index < text.length; index += 1) {
        buffer[length + index] = text.charCodeAt(index);
      }
      length += text.length;
    },
    text(text) {
      reserve(3 * text.length);
      length += buffer.write(text, length);
    },
    bytes(bytes) {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    repeat(from, to) {
      reserve(to - from);
      buffer.copyWithin(length, from, to);
      length += to - from;
    },
    position: () => length,
    take() {
      const taken = Buffer.from(buffer.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}
