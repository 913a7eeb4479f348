import { viewOf, type Column, type Table } from '@tdp/bi';
import type { Document } from 'mongodb';
import type { ExportOptions } from './options';
import type { Pseudonyms, Row } from './pseudonyms';
import { matchOf } from './selection';

/** The part of a collection that rows are read with. */
export interface Aggregable {
  aggregate(
    pipeline: Document[],
    options: { readonly allowDiskUse: boolean; readonly batchSize: number; readonly signal: AbortSignal },
  ): AsyncIterable<Document>;
}

const BATCH = 1_000;
const PRECISION = 'geo_precision';
/** What X finds a post by. */
export const POST_ID = 'version_id';

/** The columns that are exported, in the contract's order. */
export function columnsOf(
  table: Table,
  { format, columns }: Pick<ExportOptions, 'format' | 'columns'>,
): readonly Column[] {
  const wanted = format === 'ids' ? [POST_ID] : columns;
  return table.columns.filter(({ name }) => wanted === null || wanted.includes(name));
}

/**
 * Rows of a table with these columns, one at a time. Posts are chosen by fields of the base collection, which has the
 * indexes; the rest of the pipeline is that of the view. Pseudonyms also need to know how close a position is.
 */
export async function* readRows(
  collection: Aggregable,
  { table, columns }: { readonly table: Table; readonly columns: readonly Column[] },
  { selection, sample }: Pick<ExportOptions, 'selection' | 'sample'>,
  pseudonyms: Pseudonyms | null,
  stopSignal: AbortSignal,
): AsyncIterable<Row> {
  const read = table.columns.filter(
    (column) => columns.includes(column) || (pseudonyms !== null && column.name === PRECISION),
  );
  const pipeline = [
    ...matchOf(selection),
    ...viewOf({ ...table, columns: read }).pipeline,
    ...(sample === null ? [] : [{ $sample: { size: sample } }]),
  ];
  for await (const document of aggregate(collection, pipeline, stopSignal)) {
    yield pseudonyms === null ? document : pseudonyms.row(document, document[PRECISION]);
  }
}

/** Sorting and sampling may take the server's disk. @throws the signal's reason, also while the server works */
export const aggregate = (
  collection: Aggregable,
  pipeline: readonly Document[],
  signal: AbortSignal,
): AsyncIterable<Document> =>
  collection.aggregate([...pipeline], { allowDiskUse: true, batchSize: BATCH, signal });
