import path from 'node:path';
import { literal, quoted, type Table } from '@tdp/bi';
import { writeParquet } from '../export/formats/parquet';
import type { Row } from '../export/pseudonyms';
import { checked } from './checked';
import type { HyperSession } from './hyper-session';

export interface Loader {
  readonly session: HyperSession;
  /** For the rows on their way. */
  readonly directory: string;
}

/** Rows that Hyper is handed at once, in a file; of these, two thousand at a time are in memory. */
const CHUNK_ROWS = 25_000;

/**
 * Puts rows into a table of the extract, whatever the number of them: while Hyper takes one chunk the next is read.
 * @throws PipelineError for rows that are not what the contract says; Error in Hyper's words
 */
export async function load(
  rows: AsyncIterable<Row>,
  table: Pick<Table, 'name' | 'key' | 'columns'>,
  { session, directory }: Loader,
): Promise<number> {
  const iterator = checked(rows, table)[Symbol.asyncIterator]();
  let copying: Promise<number> = Promise.resolve(0);
  let loaded = 0;
  let isLast = false;
  try {
    for (let chunk = 0; !isLast; chunk += 1) {
      const file = path.join(directory, `rows-${chunk % 2}.parquet`);
      let taken = 0;
      async function* some(): AsyncIterable<Row> {
        for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
          taken += 1;
          yield next.value;
          if (taken === CHUNK_ROWS) {
            return;
          }
        }
        isLast = true;
      }
      await writeParquet(file, some(), table.columns, { isPassing: true });
      await copying;
      if (taken > 0) {
        copying = session.execute(copyOf(table.name, file));
        // What fails is told by the one that waits for it.
        copying.catch(() => undefined);
      }
      loaded += taken;
    }
    await copying;
    return loaded;
  } finally {
    await iterator.return?.();
  }
}

const copyOf = (table: string, file: string): string =>
  `COPY ${quoted(table)} FROM ${literal(file)} WITH (FORMAT => 'parquet')`;
