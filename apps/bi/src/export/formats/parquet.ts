import type { Column } from '@tdp/bi';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Long } from 'mongodb';
import type { Row } from '../pseudonyms';

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type Element = Schema[number];

/** What Parquet calls the types of the contract; counts are 64 bits wide, instants UTC in milliseconds. */
const TYPES: Readonly<Record<Column['type'], Omit<Element, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  long: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
};

/** Rows in memory at once. */
const GROUP_ROWS = 2_000;

/**
 * Writes a Parquet file, compressed by Snappy, in groups of rows, whatever the number of them. One that is on its way to be read
 * once (`isPassing`) is written plainly: what would make it small or quick to search costs more than it saves.
 */
export async function writeParquet(
  file: string,
  rows: AsyncIterable<Row>,
  columns: readonly Column[],
  { isPassing = false }: { readonly isPassing?: boolean } = {},
): Promise<void> {
  const schema: Schema = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, isNullable }): Element => ({
      ...{ name, repetition_type: isNullable ? 'OPTIONAL' : 'REQUIRED' },
      ...TYPES[type],
    })),
  ];
  const writer = new ParquetWriter({
    ...{ writer: fileWriter(file), schema, statistics: !isPassing },
    codec: isPassing ? 'UNCOMPRESSED' : 'SNAPPY',
  });
  let group: Row[] = [];
  const flush = async (): Promise<void> => {
    await writer.write({
      columnData: columns.map(({ name, type }) => ({
        name,
        ...(isPassing && { encoding: 'PLAIN' as const }),
        data: group.map((row) => toParquet(row[name], type)),
      })),
      rowGroupSize: GROUP_ROWS,
    });
    group = [];
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length === GROUP_ROWS) {
      await flush();
    }
  }
  if (group.length > 0) {
    await flush();
  }
  await writer.finish();
}

function toParquet(value: unknown, type: Column['type']): unknown {
  if (value === null || value === undefined) {
    return null;
  }
  if (type !== 'long') {
    return value;
  }
  // What is beyond the integers of a double comes as the driver's own Long.
  return typeof value === 'number' ? BigInt(value) : (value as Pick<Long, 'toBigInt'>).toBigInt();
}
