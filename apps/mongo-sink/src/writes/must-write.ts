import type { mongo } from 'mongoose';
import { PipelineError } from '@tdp/service';
import type { Operations, Write } from '../operations';

/**
 * Writes what no refusal may prevent: a removal cannot be dead-lettered, what was removed would stay readable.
 * @throws MONGO_UNAVAILABLE (retriable); MONGO_WRITE_FAILED when something is refused
 */
export async function mustWrite<T>(operations: Operations, request: Write<T>): Promise<void> {
  if (request.items.length === 0) {
    return;
  }
  const { refusals } = await operations.write(request);
  // An upsert that finds its _id there was not for that document: a later word holds.
  const refused = refusals.find(({ isDuplicateId }) => !isDuplicateId);
  if (refused !== undefined) {
    throw new PipelineError('MONGO_WRITE_FAILED', `${request.doing}: ${refused.message}`);
  }
}

/** Deletes every document of which the field is one of these. @throws as mustWrite */
export async function mustDelete(
  operations: Operations,
  { collectionName: name }: Pick<mongo.Collection, 'collectionName'>,
  field: string,
  values: readonly string[],
): Promise<void> {
  await mustWrite(operations, {
    doing: `deleting from ${name}`,
    items: values.length === 0 ? [] : [{ [field]: { $in: values } }],
    command: (items) => ({ delete: name, deletes: items.map((q) => ({ q, limit: 0 })) }),
  });
}
