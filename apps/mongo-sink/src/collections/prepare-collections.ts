import type { Model, mongo } from 'mongoose';
import { PipelineError } from '@tdp/service';
import { connectionFailure } from '../connection-failure';
import { faultOf } from '../mongo-faults';
import type { Models } from '../models/models';
import { optionalIndexes, settleIndex } from './optional-indexes';
import type { CollectionSettings } from './settings';

export interface PrepareCollectionsDeps {
  readonly db: mongo.Db;
  readonly models: Models;
  readonly settings: CollectionSettings;
  /** For messages. */
  readonly uri: string;
}

/**
 * Makes every collection with its indexes, as the models and the settings say. Idempotent.
 * @throws PipelineError, retriable when waiting cures it
 */
export async function prepareCollections({
  db,
  models,
  settings,
  uri,
}: PrepareCollectionsDeps): Promise<void> {
  for (const model of Object.values(models) as unknown as readonly Model<unknown>[]) {
    await attempt(`creating the indexes of ${model.collection.name}`, uri, async () => {
      await model.createCollection();
      await model.createIndexes();
    });
  }
  for (const index of optionalIndexes(settings)) {
    const doing = `${index.options === null ? 'dropping' : 'creating'} the index ${index.name} of ${index.collection}`;
    await attempt(doing, uri, () => settleIndex(db, index));
  }
}

async function attempt(doing: string, uri: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const waitable = faultOf(error) === 'retriable';
    const failure = await connectionFailure(error, { doing, uri, waitable });
    // An index that contradicts one that is there, or documents that do.
    throw failure.code === 'MONGO_UNAVAILABLE' && !failure.retriable
      ? new PipelineError('MONGO_WRITE_FAILED', failure.message, { cause: error })
      : failure;
  }
}
