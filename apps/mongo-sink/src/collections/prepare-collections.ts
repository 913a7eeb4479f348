import type { Model, mongo } from 'mongoose';
import { PipelineError, type Logger } from '@tdp/service';
import { connectionFailure } from '../connection-failure';
import { faultOf } from '../mongo-faults';
import type { Models } from '../models/models';
import { COLLECTIONS } from '../write-models/collections';
import { optionalIndexes, settleIndex } from './optional-indexes';
import type { CollectionSettings } from './settings';
import { creationOptions, settleValidator, type SettledValidator } from './validators';

export interface PrepareCollectionsDeps {
  readonly db: mongo.Db;
  readonly models: Models;
  readonly settings: CollectionSettings;
  readonly logger: Logger;
  /** For messages. */
  readonly uri: string;
}

/**
 * Makes every collection with its indexes and its validator, as the models and the settings say. Idempotent.
 * @throws PipelineError, retriable when waiting cures it
 */
export async function prepareCollections({
  db,
  models,
  settings,
  logger,
  uri,
}: PrepareCollectionsDeps): Promise<void> {
  for (const model of Object.values(models) as unknown as readonly Model<unknown>[]) {
    await attempt(`creating the indexes of ${model.collection.name}`, uri, async () => {
      await model.createCollection(creationOptions(model.collection.name));
      await model.createIndexes();
    });
  }
  for (const index of optionalIndexes(settings)) {
    const { collection, name, options } = index;
    const doing = `${options === null ? 'dropping' : 'creating'} the index ${name} of ${collection}`;
    await attempt(doing, uri, async () => {
      const change = await settleIndex(db, index);
      if (change !== 'unchanged') {
        // Whoever set a retention wants to see that what is older goes now.
        logger.info({ collection, index: name, change, ...options }, 'the settings have changed an index');
      }
    });
  }
  for (const collection of COLLECTIONS) {
    await attempt(`setting the validator of ${collection.name}`, uri, async () => {
      const said = LEFT[await settleValidator(db, collection)];
      if (said !== undefined) {
        logger[said.level]({ collection: collection.name }, said.message);
      }
    });
  }
}

/** What is to be said of a validator that is not as the sink wants it. */
const LEFT: Partial<Record<SettledValidator, { readonly level: 'info' | 'warn'; readonly message: string }>> =
  {
    foreign: { level: 'info', message: 'the collection has a validator of somebody else: it is left' },
    forbidden: {
      level: 'warn',
      message:
        'the validator is of another release and the user may not change it: give him collMod (role dbAdmin)',
    },
  };

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
