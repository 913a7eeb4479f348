import type { Collection } from 'mongodb';
import type { Database } from './database';
import { REVISION, type Lease } from './lease';

const AT_ONCE = 5_000;

/**
 * Deletes everything that was counted by other rules: what a post counted for can be taken back by the rules only that it was
 * counted by. In transactions that a process which has lost the lease cannot commit, and not by dropping, which it could.
 * @throws LeaseLost
 */
export async function forgetCounts(database: Database, lease: Lease, onStep: () => void): Promise<void> {
  const { hourly, daily, posts, groups, members } = database;
  for (const collection of [hourly, daily, posts, groups, members] as unknown as readonly Collection<{
    _id: string;
  }>[]) {
    while (await forgetSome(database, lease, collection)) {
      onStep();
    }
  }
  await lease.advance({ revision: REVISION, token: null, countedUpTo: null });
}

async function forgetSome(
  { client }: Pick<Database, 'client'>,
  lease: Lease,
  collection: Collection<{ _id: string }>,
): Promise<boolean> {
  const found = await collection.find({}, { projection: { _id: 1 }, limit: AT_ONCE }).toArray();
  if (found.length === 0) {
    return false;
  }
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await lease.advance({}, session);
      await collection.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }, { session });
    }),
  );
  return true;
}
