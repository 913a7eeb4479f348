import type { Table } from '@tdp/bi';
import type { Db } from 'mongodb';
import type { Row } from '../export/pseudonyms';
import { shownRows } from '../export/shown-rows';

/** Tells how far it is. */
export interface Counting {
  /** The same rows, counted as they pass. */
  of(table: Table, rows: AsyncIterable<Row>): AsyncIterable<Row>;
}

/**
 * Shows rows, and of tables with a row a document the share of it. How many items arrays have is not known before they are
 * read: of their tables it says which one it is at.
 */
export function createCounting(
  tables: readonly Table[],
  { database, isWhole }: { readonly database: Db; readonly isWhole: boolean },
  progress: (line: string) => void,
): Counting {
  return {
    async *of(table, rows) {
      const at = `table ${tables.indexOf(table) + 1} of ${tables.length}`;
      const hasTotal = isWhole && table.unwind === null;
      const total = hasTotal ? await database.collection(table.collection).estimatedDocumentCount() : 0;
      yield* shownRows(rows, (count) => {
        const share = total > 0 ? `, ${Math.min(100, Math.floor((count / total) * 100))} %` : '';
        progress(`${table.name}: ${count.toLocaleString('en')} rows${share} (${at})`);
      });
    },
  };
}
