import type { mongo } from 'mongoose';
import { PipelineError } from '@tdp/service';
import type { Operations, Write } from '../operations';

/** A server takes commands of 48 MB, of 100,000 statements; what is written here is small. */
const AT_ONCE = 10_000;

/**
 * Writes what no refusal may prevent: a removal cannot be dead-lettered, what was removed would stay readable.
 * @throws MONGO_UNAVAILABLE (retriable); MONGO_WRITE_FAILED when something is refused
 */
export async function mustWrite<T>(operations: Operations, request: Write<T>): Promise<void> {
  const { items, doing } = request;
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const { refusals } = await operations.write({ ...request, items: items.slice(from, from + AT_ONCE) });
    // An upsert that finds its _id there was not for that document: a later word holds.
    const refused = refusals.find(({ isDuplicateId }) => !isDuplicateId);
    if (refused !== undefined) {
      throw new PipelineError('MONGO_WRITE_FAILED', `${doing}: ${refused.message}`);
    }
  }
}

/**
 * Deletes documents, each by its _id: a cluster sends that to the one shard that has the document. A deletion of many
 * by anything else would go to all shards, and miss what is just being moved between them.
 * @throws as mustWrite
 */
export async function mustDelete(
  operations: Operations,
  { collectionName: name }: Pick<mongo.Collection, 'collectionName'>,
  ids: readonly string[],
): Promise<void> {
  await mustWrite(operations, {
    doing: `deleting from ${name}`,
    items: ids,
    command: (items) => ({ delete: name, deletes: items.map((_id) => ({ q: { _id }, limit: 1 })) }),
  });
}
