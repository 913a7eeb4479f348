import { type Clock, errorMessage } from '@tdp/service';
import {
  deadLetter,
  drop,
  ok,
  type Envelope,
  type ConsumerReasons,
  type Handle,
  type HandleResult,
  type ObserveEventAge,
} from '@tdp/streaming';
import type { Database } from '../database';
import type { SinkMetrics } from '../metrics';
import type { Operations } from '../operations';
import type { StoredDocument } from '../write-models/versioned';
import type { Corrections } from '../writes/corrections';
import type { Removals } from '../writes/removals';
import type { VersionedWriter } from '../writes/versioned-writer';

export interface WriterDeps {
  readonly database: Database;
  readonly operations: Operations;
  readonly removals: Removals;
  readonly corrections: Corrections;
  readonly metrics: SinkMetrics;
  readonly observeAge: ObserveEventAge;
  readonly clock: Clock;
}

type RefusalReason = 'DOCUMENT_INVALID' | 'KEY_MISMATCH' | 'REMOVAL_INVALID' | 'WRITE_REFUSED';
type DropReason = 'REMOVED' | 'LETTER_REFUSED';

/** Everything that may become of a record but to be stored. */
export const SINK_REASONS: ConsumerReasons<RefusalReason, DropReason> = {
  deadLetters: ['DOCUMENT_INVALID', 'KEY_MISMATCH', 'REMOVAL_INVALID', 'WRITE_REFUSED'],
  drops: ['REMOVED', 'LETTER_REFUSED'],
  retries: ['MONGO_UNAVAILABLE'],
};

export type SinkResult = HandleResult<RefusalReason, DropReason>;
export type SinkHandle = Handle<RefusalReason, DropReason>;

/** Creates what stores slices of one topic. */
export type CreateWriter = (deps: WriterDeps) => SinkHandle;

/** Nothing to produce: the sink is the end of the line. */
export const STORED: SinkResult = ok([]);

/** Not stored, because it has been removed. */
export const REMOVED: SinkResult = drop('REMOVED');

/** A record on its way: the document to be written, or the result it has already. */
export type Prepared = StoredDocument | SinkResult;

export const isDocument = (prepared: Prepared): prepared is StoredDocument => '_id' in prepared;

/** Makes a record's document; `idOf` gives the id that must be the record's key. */
export function prepare(
  { key }: Envelope,
  idOf: (document: StoredDocument) => string,
  toDocument: () => StoredDocument,
): Prepared {
  let document: StoredDocument;
  try {
    document = toDocument();
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(errorMessage(error));
    return deadLetter('DOCUMENT_INVALID', cause, 'write-model');
  }
  const id = idOf(document);
  return id === key
    ? document
    : deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the record's id ${id}`), 'key');
}

/** Writes what is to be written; one result for each. */
export async function writePrepared(
  writer: VersionedWriter,
  prepared: readonly Prepared[],
): Promise<readonly SinkResult[]> {
  const refused = await writer.write(prepared.filter(isDocument));
  return prepared.map((item) => {
    if (!isDocument(item)) {
      return item;
    }
    const error = refused.get(item);
    return error === undefined ? STORED : deadLetter('WRITE_REFUSED', error, 'write');
  });
}
