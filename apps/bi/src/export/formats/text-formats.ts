import type { Column } from '@tdp/bi';
import { stringify } from 'csv-stringify';
import { pipeline, Readable } from 'node:stream';
import type { Row } from '../pseudonyms';
import { POST_ID } from '../rows';

/** Bytes of a file, in order. */
export type Chunks = AsyncIterable<string | Buffer> | Iterable<string>;

/** A value as text: instants in ISO 8601 (UTC), a day without its time. */
export function toText(value: unknown, type: Column['type']): string | number | boolean | null {
  if (value instanceof Date) {
    const text = value.toISOString();
    return type === 'date' ? text.slice(0, 10) : text;
  }
  return value as string | number | boolean | null;
}

/**
 * RFC 4180 with a header. A text that a spreadsheet would take for a formula begins with an apostrophe; numbers are
 * left alone, -1 is one.
 */
export function csv(
  rows: AsyncIterable<Row>,
  columns: readonly Column[],
  { bom }: { readonly bom: boolean },
): Chunks {
  return pipeline(
    Readable.from(mapped(rows, columns)),
    stringify({
      bom,
      header: true,
      columns: columns.map(({ name }) => name),
      escape_formulas: true,
      cast: { boolean: String, number: (value) => ({ value: String(value), escape_formulas: false }) },
      record_delimiter: 'windows',
    }),
    // What fails reaches whoever reads the text.
    () => undefined,
  );
}

/** One object a line; what is unknown is null. */
export async function* jsonl(rows: AsyncIterable<Row>, columns: readonly Column[]): AsyncIterable<string> {
  for await (const values of mapped(rows, columns)) {
    yield `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, values[index]])))}\n`;
  }
}

/** Ids of posts, one a line: what tools that ask X for posts again take. */
export async function* ids(rows: AsyncIterable<Row>): AsyncIterable<string> {
  for await (const row of rows) {
    yield `${String(row[POST_ID])}\n`;
  }
}

async function* mapped(
  rows: AsyncIterable<Row>,
  columns: readonly Column[],
): AsyncIterable<readonly ReturnType<typeof toText>[]> {
  for await (const row of rows) {
    yield columns.map(({ name, type }) => toText(row[name] ?? null, type));
  }
}
