import type { mongo } from 'mongoose';
import type { Clock } from '@tdp/service';
import { errorMessage } from '@tdp/service';
import type { SinkMetrics } from './metrics';
import {
  DUPLICATE_KEY,
  isAboutADocument,
  isAboutTheServer,
  isRetriable,
  refusedInserts,
  refusedWrites,
  unavailable,
  type RefusedWrite,
} from './mongo-errors';
import { isNewer, olderThan, type StoredDocument } from './write-models/versioned';

/** A document that can never be stored. */
export interface FailedWrite {
  readonly id: string;
  readonly error: Error;
}

/** Writes documents so that each id ends up once, in its newest version. */
export interface BulkWriter {
  /**
   * Stores the documents; returns those that MongoDB refused, the others are stored.
   * @throws PipelineError MONGO_UNAVAILABLE (retriable); writing the same again is harmless
   */
  write(documents: readonly StoredDocument[]): Promise<readonly FailedWrite[]>;
}

export interface BulkWriterDeps {
  readonly collection: mongo.Collection<StoredDocument>;
  /** Runs a command on the collection's database. */
  readonly command: (command: mongo.Document) => Promise<mongo.Document>;
  readonly metrics: SinkMetrics;
  readonly clock: Clock;
}

/**
 * Inserts first: nearly every post is new, and an insert costs half of an upsert. What turns
 * out to be a duplicate is then written only over an older version of itself, so replays,
 * backfill and reordering change nothing.
 */
export function createBulkWriter({ collection, command, metrics, clock }: BulkWriterDeps): BulkWriter {
  const name = collection.collectionName;

  function count(outcome: 'inserted' | 'updated' | 'unchanged' | 'failed', documents: number): void {
    metrics.documents.inc({ collection: name, outcome }, documents);
  }

  /**
   * Inserts; returns what was refused, by position. The insert command itself and not insertMany,
   * which walks every document once more to learn its size (ADR 0005). A slice of a batch is
   * bounded in bytes, so that it fits a message of 48 MB.
   */
  async function insert(documents: readonly StoredDocument[]): Promise<readonly RefusedWrite[]> {
    let answer: mongo.Document;
    try {
      answer = await command({ insert: name, documents, ordered: false, writeConcern: { w: 'majority' } });
    } catch (error) {
      if (isRetriable(error)) {
        throw unavailable(`inserting into ${name}`, error);
      }
      if (isAboutADocument(error)) {
        return isolate(documents, error);
      }
      throw error;
    }
    const refused = refusedInserts(answer);
    const aboutTheServer = refused.find(isAboutTheServer);
    if (aboutTheServer !== undefined) {
      throw unavailable(`inserting into ${name}`, new Error(aboutTheServer.message));
    }
    return refused;
  }

  /** The driver refused the whole batch because of some document in it: halve until it is found. */
  async function isolate(
    documents: readonly StoredDocument[],
    error: unknown,
  ): Promise<readonly RefusedWrite[]> {
    if (documents.length === 1) {
      return [{ index: 0, code: 0, message: errorMessage(error) }];
    }
    const half = Math.ceil(documents.length / 2);
    const left = await insert(documents.slice(0, half));
    const right = await insert(documents.slice(half));
    return [...left, ...right.map((refused) => ({ ...refused, index: refused.index + half }))];
  }

  async function replaceOlder(documents: readonly StoredDocument[]): Promise<readonly RefusedWrite[]> {
    const operations = documents.map((document) => {
      const { _id, storedAt: _storedAt, ...fields } = document;
      return { updateOne: { filter: olderThan(document), update: { $set: fields } } };
    });
    try {
      const { matchedCount } = await collection.bulkWrite(operations, { ordered: false });
      count('updated', matchedCount);
      count('unchanged', documents.length - matchedCount);
      return [];
    } catch (error) {
      const refused = refusedWrites(error);
      if (refused === null) {
        throw isRetriable(error) ? unavailable(`updating ${name}`, error) : error;
      }
      return refused;
    }
  }

  return {
    async write(documents) {
      const started = clock.monotonic();
      const newest = newestById(documents);
      count('unchanged', documents.length - newest.length);
      if (newest.length === 0) {
        return [];
      }
      const refused = await insert(newest);
      const duplicates = refused.filter(({ code }) => code === DUPLICATE_KEY);
      const failed = refused
        .filter(({ code }) => code !== DUPLICATE_KEY)
        .map((write) => toFailure(newest, write));
      count('inserted', newest.length - refused.length);
      if (duplicates.length > 0) {
        const again = duplicates.map(({ index }) => newest[index] as StoredDocument);
        failed.push(...(await replaceOlder(again)).map((write) => toFailure(again, write)));
      }
      count('failed', failed.length);
      metrics.batchDocuments.observe(documents.length);
      metrics.writeSeconds.observe({ collection: name }, (clock.monotonic() - started) / 1_000);
      return failed;
    },
  };
}

/** One document an id: the newest version among those of a batch. */
function newestById(documents: readonly StoredDocument[]): readonly StoredDocument[] {
  const byId = new Map<string, StoredDocument>();
  for (const document of documents) {
    const other = byId.get(document._id);
    if (other === undefined || isNewer(document, other)) {
      byId.set(document._id, document);
    }
  }
  return byId.size === documents.length ? documents : [...byId.values()];
}

function toFailure(
  documents: readonly StoredDocument[],
  { index, code, message }: RefusedWrite,
): FailedWrite {
  const { _id: id } = documents[index] as StoredDocument;
  return { id, error: new Error(`MongoDB refused the document (code ${code}): ${message}`) };
}
