import { mongo } from 'mongoose';
import { errorMessage, PipelineError } from '@tdp/service';

/** One document that MongoDB refused while it took the others. */
export interface RefusedWrite {
  readonly index: number;
  readonly code: number;
  readonly message: string;
}

/** Duplicate key. */
export const DUPLICATE_KEY = 11_000;

/**
 * Server codes that say nothing about the document: the server is going down, changes its
 * primary, is full, or does not let us in. Waiting, or a person, cures them; dead-lettering
 * every document meanwhile would not.
 */
const RETRIABLE_CODES = new Set([
  6, 7, 13, 18, 24, 46, 50, 64, 89, 91, 100, 112, 133, 134, 189, 202, 251, 262, 9_001, 10_107, 11_600, 11_601,
  11_602, 13_435, 13_436, 14_031,
]);

/** The per-document refusals in the answer to an insert command. */
export function refusedInserts(answer: mongo.Document): readonly RefusedWrite[] {
  const errors = (answer['writeErrors'] ?? []) as readonly { index: number; code: number; errmsg?: string }[];
  return errors.map(({ index, code, errmsg }) => ({ index, code, message: errmsg ?? 'refused' }));
}

/** Whether a refusal says nothing about the document. */
export const isAboutTheServer = ({ code }: RefusedWrite): boolean => RETRIABLE_CODES.has(code);

/** The per-document refusals of a bulk write; null when the error is about the write as a whole. */
export function refusedWrites(error: unknown): readonly RefusedWrite[] | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) {
    return null;
  }
  const refused = [error.writeErrors].flat().map(({ index, code, errmsg }) => ({
    index,
    code,
    message: errmsg ?? 'refused',
  }));
  const aboutTheWhole = refused.length === 0 || refused.some(isAboutTheServer);
  return aboutTheWhole ? null : refused;
}

/** Whether a later try of the same write may succeed. */
export function isRetriable(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) {
    const codes = [Number(error.code), ...writeErrorCodes(error)];
    return (
      codes.some((code) => RETRIABLE_CODES.has(code)) ||
      error.hasErrorLabel('RetryableWriteError') ||
      // Written, and not yet known to survive a change of the primary.
      error instanceof mongo.MongoWriteConcernError ||
      // A bulk write that failed without refusing a document failed at its write concern.
      (error instanceof mongo.MongoBulkWriteError && writeErrorCodes(error).length === 0)
    );
  }
  // Everything else that the driver reports, and that is not about an argument, is about the connection.
  return error instanceof mongo.MongoError && !isAboutADocument(error) && !isUnusableUri(error);
}

/** Whether the driver could not write some document as BSON. */
export function isAboutADocument(error: unknown): boolean {
  return (
    error instanceof mongo.MongoInvalidArgumentError ||
    error instanceof RangeError ||
    (error instanceof Error && error.name.startsWith('BSON'))
  );
}

/** Whether a connection string is wrong in itself: no waiting makes it right. */
export function isUnusableUri(error: unknown): boolean {
  return [
    mongo.MongoParseError,
    mongo.MongoInvalidArgumentError,
    mongo.MongoMissingCredentialsError,
    mongo.MongoMissingDependencyError,
  ].some((kind) => error instanceof kind);
}

/** Wraps what waiting cures; the consumer loop tries such a slice again. */
export function unavailable(doing: string, cause: unknown): PipelineError {
  return new PipelineError('MONGO_UNAVAILABLE', `${doing}: ${errorMessage(cause)}`, {
    cause,
    retriable: true,
  });
}

function writeErrorCodes(error: unknown): readonly number[] {
  return error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat().map(({ code }) => code) : [];
}
