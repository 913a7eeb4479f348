import { CONTRACT_VERSION, type Column, type Table } from '@tdp/bi';
import { errorMessage, PipelineError } from '@tdp/service';
import { MongoServerError } from 'mongodb';
import type { Row } from '../export/pseudonyms';

/** Of $toLong and $toDouble: a text that is no number, an object. */
const CONVERSION_FAILURE = 241;

/**
 * Rows as they are. Where MongoDB finds a value that it cannot convert it does not say of what; each column that is
 * converted is then read alone, until one fails.
 * @throws PipelineError RECORD_INVALID naming the column; whatever else reading throws
 */
export async function* namingConversions(
  table: Table,
  read: (columns: readonly Column[]) => AsyncIterable<Row>,
): AsyncIterable<Row> {
  try {
    yield* read(table.columns);
  } catch (error) {
    if (!isConversion(error)) {
      throw error;
    }
    for (const column of table.columns.filter(({ type }) => type === 'long' || type === 'double')) {
      const failure = await failureOf(read([column]));
      if (isConversion(failure)) {
        throw new PipelineError(
          'RECORD_INVALID',
          `reading ${table.name}: ${column.name} cannot be converted (${errorMessage(failure)}); ` +
            `version ${CONTRACT_VERSION} of the contract says ${column.type} or null, from ${column.source.paths.join(', ')}`,
          { cause: failure },
        );
      }
    }
    throw error;
  }
}

const isConversion = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === CONVERSION_FAILURE;

async function failureOf(rows: AsyncIterable<Row>): Promise<unknown> {
  try {
    for await (const _row of rows) {
      // Only whether it can be read is asked.
    }
    return null;
  } catch (error) {
    return error;
  }
}
