import { mongo } from 'mongoose';
import { isNetworkError, MONGO_RETRIABLE_CODES } from '@tdp/service';

/**
 * What a failure of MongoDB is about. retriable: the server, the connection or the login; waiting
 * or a person cures it. document: something in a document; the others can be written.
 * fatal: anything else, which is a bug of ours or a server we do not know.
 */
export type Fault = 'retriable' | 'document' | 'fatal';

/** Server codes about a document with which the server may refuse a whole command. */
const DOCUMENT_CODES = new Set([
  // nested too deep, not BSON, names of fields
  15, 22, 52, 53, 56, 57,
  // validator, parallel arrays, key too long, place not on Earth, too large
  121, 171, 10_334, 16_755, 17_280, 17_419, 17_420,
]);

/** How the server marks errors after which the same write is safe to repeat. */
const RETRIABLE_LABELS = ['RetryableWriteError', 'TransientTransactionError', 'SystemOverloadedError'];

/** The driver's own errors about a connection; its others are about how it is used. */
const CONNECTION_ERRORS = [
  mongo.MongoNetworkError,
  mongo.MongoSystemError,
  mongo.MongoOperationTimeoutError,
  mongo.MongoServerClosedError,
  mongo.MongoStalePrimaryError,
  mongo.MongoUnexpectedServerResponseError,
  mongo.MongoExpiredSessionError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
];

/** The driver does not export the classes of all its pool's errors. */
const POOL_ERRORS = new Set(['MongoPoolClosedError', 'MongoWaitQueueTimeoutError']);

/** What an error thrown by the driver is about. */
export function faultOf(error: unknown): Fault {
  if (error instanceof mongo.MongoServerError) {
    return faultOfServer(error);
  }
  // What a socket says while the driver writes to it comes through unwrapped, when a server just died.
  if (
    CONNECTION_ERRORS.some((kind) => error instanceof kind) ||
    isOfThePool(error) ||
    isNetworkError(error)
  ) {
    return 'retriable';
  }
  return isOfSerialization(error) ? 'document' : 'fatal';
}

/**
 * What the refusal of one document is about, when the server took the others: about the document
 * unless its code says otherwise.
 */
export function faultOfRefusal(code: number): Exclude<Fault, 'fatal'> {
  return MONGO_RETRIABLE_CODES.has(code) ? 'retriable' : 'document';
}

function faultOfServer(error: mongo.MongoServerError): Fault {
  const code = Number(error.code);
  if (
    // Dead-lettering every document meanwhile would lose them all.
    MONGO_RETRIABLE_CODES.has(code) ||
    RETRIABLE_LABELS.some((label) => error.hasErrorLabel(label)) ||
    // Written, and not yet known to survive a change of the primary.
    error instanceof mongo.MongoWriteConcernError
  ) {
    return 'retriable';
  }
  return DOCUMENT_CODES.has(code) ? 'document' : 'fatal';
}

const isOfThePool = (error: unknown): boolean =>
  error instanceof mongo.MongoError && POOL_ERRORS.has(error.name);

/**
 * Whether a document, or a command as long as all of them together, could not be written as BSON.
 * By name: the RangeError is Node's own, of another realm than a test's.
 */
function isOfSerialization(error: unknown): boolean {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return name === 'RangeError' || name.startsWith('BSON');
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

const UNAUTHORIZED = 13;

/** Whether the user has no right to this command; to others he may. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === UNAUTHORIZED;

/** Whether an error comes from the driver or the server, and not from a bug of ours. */
export const isOfMongo = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('Mongo');
