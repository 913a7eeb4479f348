import type { mongo } from 'mongoose';
import { errorMessage, redactUserInfo, type Clock, type Logger } from '@tdp/service';
import type { Database } from '../database';
import { isOfMongo } from '../mongo-faults';
import type { SinkMetrics } from '../metrics';
import { WHOLE_SCHEMAS } from './validators';

/**
 * Looks every now and then whether the newest documents of each collection fit all that is described of them. MongoDB
 * looks at less, and only writes a line into its log. It counts whoever wrote them, the sink or anybody else.
 */
export interface Inspection {
  /** Looks once. */
  inspect(): Promise<void>;
  start(): void;
  /** Begins no other look. */
  stop(): void;
}

export interface InspectionDeps {
  readonly database: Pick<Database, 'command'>;
  readonly metrics: Pick<SinkMetrics, 'unfitDocuments'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fatal: (error: Error) => void;
}

const EVERY_MS = 60_000;
/** Inserted last, of each collection: what a look reads of `tweets` is some 10 MB. */
export const INSPECTED = 2_000;
/** A look must never be in the way. */
const MAX_TIME_MS = 5_000;

export function createInspection({ database, metrics, clock, logger, fatal }: InspectionDeps): Inspection {
  let timer: { stop(): void } | null = null;
  let isLooking = false;

  async function count(collection: string, schema: mongo.Document): Promise<number> {
    const answer = await database.command({
      aggregate: collection,
      pipeline: [{ $limit: INSPECTED }, { $match: { $nor: [{ $jsonSchema: schema }] } }, { $count: 'unfit' }],
      // In the order in which they were inserted, backwards.
      hint: { $natural: -1 },
      cursor: {},
      maxTimeMS: MAX_TIME_MS,
    });
    const { firstBatch } = answer['cursor'] as { readonly firstBatch: readonly { readonly unfit: number }[] };
    return firstBatch[0]?.unfit ?? 0;
  }

  async function inspect(): Promise<void> {
    for (const [collection, schema] of WHOLE_SCHEMAS) {
      metrics.unfitDocuments.set({ collection }, await count(collection, schema));
    }
  }

  /** A server that is away, busy or does not know how is none of the inspection's business: the writers see to that. */
  async function look(): Promise<void> {
    if (isLooking) {
      return;
    }
    isLooking = true;
    try {
      await inspect();
    } catch (error) {
      if (!isOfMongo(error)) {
        fatal(error as Error);
      }
      // The connection is closed under a look that is still under way.
      if (timer === null || !isOfMongo(error)) {
        return;
      }
      for (const collection of WHOLE_SCHEMAS.keys()) {
        metrics.unfitDocuments.set({ collection }, Number.NaN);
      }
      logger.info({ detail: redactUserInfo(errorMessage(error)) }, 'documents could not be inspected');
    } finally {
      isLooking = false;
    }
  }

  return {
    inspect,
    start() {
      timer ??= clock.setInterval(() => void look(), EVERY_MS);
    },
    stop() {
      timer?.stop();
      timer = null;
    },
  };
}
