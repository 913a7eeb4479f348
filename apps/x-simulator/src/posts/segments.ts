import type { ByteWriter } from './byte-writer';

/** Writes what differs each time. */
export type Slot<T> = (value: T, out: ByteWriter) => void;

/** JSON with slots where something differs each time, ready to be filled in. */
export type Segments<T> = readonly (Uint8Array | Slot<T>)[];

/** A token that stands for a whole JSON value, not for a part of a string. */
export const wholeValue = (name: string): string => `@@=${name}@@`;

/** Whole values with the quotes around them, and parts of strings. */
const TOKENS = /("@@=[^@"]+@@"|@@[A-Z]+@@)/;

/** Renders a value that holds tokens; a token without a slot stays what it is: text. */
export function toSegments<T>(value: unknown, slots: (token: string) => Slot<T> | undefined): Segments<T> {
  return JSON.stringify(value)
    .split(TOKENS)
    .map(
      (text, index) => (index % 2 === 1 ? slots(text.replaceAll('"', '')) : undefined) ?? Buffer.from(text),
    );
}

export function fill<T>(segments: Segments<T>, value: T, out: ByteWriter): void {
  for (const segment of segments) {
    if (typeof segment === 'function') {
      segment(value, out);
    } else {
      out.bytes(segment);
    }
  }
}
