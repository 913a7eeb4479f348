import type { mongo } from 'mongoose';
import { errorMessage, PipelineError, redactUserInfo, type Clock, type HealthStatus } from '@tdp/service';
import type { Database } from './database';
import { faultOf, faultOfRefusal, isOfMongo } from './mongo-faults';
import { createTrouble } from './trouble';

/** One item of a write that MongoDB refused while it took the others. */
export interface Refusal<T> {
  readonly item: T;
  readonly message: string;
  /** A document of this _id is there already; no other unique index is meant. */
  readonly isDuplicateId: boolean;
}

export interface WriteAnswer<T> {
  /** Documents inserted, matched or deleted. */
  readonly documents: number;
  readonly refusals: readonly Refusal<T>[];
}

export interface Write<T> {
  /** A gerund, for errors and health: "inserting into tweets". */
  readonly doing: string;
  readonly items: readonly T[];
  /** The insert, update or delete command of these items, in their order. */
  readonly command: (items: readonly T[]) => mongo.Document;
}

/**
 * Everything the sink asks of MongoDB goes through here, so that what a failure means is decided
 * in one place: what waiting cures is thrown as retriable, what is about one document is told of
 * that document alone, and anything else is thrown as it is and ends the process.
 */
export interface Operations {
  /** @throws PipelineError MONGO_UNAVAILABLE (retriable) */
  read<T>(doing: string, work: () => Promise<T>): Promise<T>;
  /**
   * Writes with write concern majority, not in order.
   * @throws PipelineError MONGO_UNAVAILABLE (retriable); the same write again must be harmless
   */
  write<T>(write: Write<T>): Promise<WriteAnswer<T>>;
  /** Whether reads and writes succeed; not ok once they have failed for 30 s. */
  health(): HealthStatus;
}

/** A write that this long is not replicated is reported as trouble instead of hanging. */
const WRITE_CONCERN = { w: 'majority', wtimeout: 20_000 };
const DUPLICATE_KEY = 11_000;

/** Creates the operations on a connected database. */
export function createOperations(
  { command, use, servers }: Pick<Database, 'command' | 'use' | 'servers'>,
  clock: Clock,
): Operations {
  const trouble = createTrouble(clock);

  /** What an error means; returned only when it is about a document. */
  function judge(doing: string, error: unknown): Error {
    const fault = faultOf(error);
    if (fault === 'document') {
      return error as Error;
    }
    if (fault === 'retriable') {
      throw unavailable(doing, reasonOf(error));
    }
    throw isOfMongo(error)
      ? new PipelineError('MONGO_WRITE_FAILED', `${doing} at ${servers}: ${reasonOf(error)}`)
      : error;
  }

  /** Without a cause: its message is in this one, as far as it may be told. */
  function unavailable(doing: string, reason: string): PipelineError {
    const detail = `${doing} at ${servers}: ${reason}`;
    trouble.failed(doing, detail);
    return new PipelineError('MONGO_UNAVAILABLE', detail, { retriable: true });
  }

  async function write<T>({ doing, items, command: build }: Write<T>): Promise<WriteAnswer<T>> {
    let answer: mongo.Document;
    try {
      answer = await command({ ...build(items), ordered: false, writeConcern: WRITE_CONCERN });
    } catch (error) {
      return isolate({ doing, items, command: build }, judge(doing, error));
    }
    const errors = (answer['writeErrors'] ?? []) as readonly WriteError[];
    const aboutTheServer = errors.find(({ code }) => faultOfRefusal(code) === 'retriable');
    if (aboutTheServer !== undefined) {
      throw unavailable(
        doing,
        `${withoutPayload(aboutTheServer.errmsg ?? '')} (code ${aboutTheServer.code})`,
      );
    }
    trouble.succeeded(doing);
    return {
      documents: Number(answer['n'] ?? 0),
      refusals: errors.map((error) => toRefusal(items[error.index] as T, error)),
    };
  }

  /** The whole command was refused because of some document in it: halve until it is found. */
  async function isolate<T>(whole: Write<T>, error: Error): Promise<WriteAnswer<T>> {
    const { items } = whole;
    if (items.length === 1) {
      return {
        documents: 0,
        refusals: [{ item: items[0] as T, message: errorMessage(error), isDuplicateId: false }],
      };
    }
    const half = Math.ceil(items.length / 2);
    const left = await write({ ...whole, items: items.slice(0, half) });
    const right = await write({ ...whole, items: items.slice(half) });
    return {
      documents: left.documents + right.documents,
      refusals: [...left.refusals, ...right.refusals],
    };
  }

  return {
    write,
    async read(doing, work) {
      try {
        const result = await use(work);
        trouble.succeeded(doing);
        return result;
      } catch (error) {
        throw judge(doing, error);
      }
    },
    health: () => trouble.status(),
  };
}

interface WriteError {
  readonly index: number;
  readonly code: number;
  readonly errmsg?: string;
  readonly keyPattern?: Readonly<Record<string, unknown>>;
}

function toRefusal<T>(item: T, { code, errmsg, keyPattern }: WriteError): Refusal<T> {
  return {
    item,
    message: `MongoDB refused the document (code ${code}): ${errmsg ?? 'no reason given'}`,
    isDuplicateId: code === DUPLICATE_KEY && (keyPattern === undefined || '_id' in keyPattern),
  };
}

function reasonOf(error: unknown): string {
  const reason = withoutPayload(errorMessage(error));
  const hasCode = typeof error === 'object' && error !== null && 'code' in error && error.code !== undefined;
  return hasCode ? `${reason} (code ${String(error.code)})` : reason;
}

/** The server quotes the whole command, posts and all, to those it does not let write it. */
function withoutPayload(message: string): string {
  const [told = ''] = message.split(/ to execute command \{| command: \{/);
  return redactUserInfo(told.length > MAX_MESSAGE ? `${told.slice(0, MAX_MESSAGE)}…` : told);
}

const MAX_MESSAGE = 300;
