import type { ClientSession, Document } from 'mongodb';
import type { Database, RollupState } from './database';

/** Goes up when a post is counted otherwise than before: everything is then counted anew. */
export const REVISION = 1;

/** The one document of `rollup_state`. */
export const STATE_ID = 'rollup';

/** How far it is; what is absent stays as it is. */
export type Progress = Partial<
  Pick<RollupState, 'token' | 'countedUpTo' | 'isReconciling' | 'reconciledUpTo' | 'revision'>
>;

/** Another process has taken over: what this one was about to write is none of its business any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The right to count, until another process takes over. */
export interface Lease {
  /** As it was when the lease began. */
  readonly state: RollupState;
  /**
   * Notes how far it is and renews the lease. In a transaction this comes first: it conflicts with a process that takes over
   * meanwhile, so that one of the two is refused.
   * @throws LeaseLost
   */
  advance(progress: Progress, session?: ClientSession): Promise<void>;
  /** Gives it up, so that another process need not wait. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  /** Of this process; no other has the same. */
  readonly owner: string;
  readonly leaseMs: number;
}

/** Takes the lease; null when another process has it. By the server's clock: those of two machines differ. */
export async function claimLease(
  { state }: Pick<Database, 'state'>,
  { owner, leaseMs }: LeaseOptions,
): Promise<Lease | null> {
  const expiresAt = { $add: ['$$NOW', leaseMs] };
  const free = [{ owner: null }, { owner }, { $expr: { $lt: ['$expiresAt', '$$NOW'] } }];
  const claimed = await state.findOneAndUpdate(
    { _id: STATE_ID, $or: free },
    [{ $set: { owner, term: { $add: ['$term', 1] }, expiresAt } }],
    { returnDocument: 'after' },
  );
  if (claimed === null) {
    return null;
  }
  const mine = { _id: STATE_ID, owner, term: claimed.term };
  return {
    state: claimed,
    async advance(progress, session) {
      // What is in a token is data, whatever it looks like.
      const noted = Object.fromEntries(
        Object.entries(progress).map(([name, value]): [string, Document] => [name, { $literal: value }]),
      );
      const { matchedCount } = await state.updateOne(mine, [{ $set: { ...noted, expiresAt } }], {
        ...(session && { session }),
      });
      if (matchedCount === 0) {
        throw new LeaseLost('another process has taken over');
      }
    },
    async release() {
      await state.updateOne(mine, { $set: { owner: null } });
    },
  };
}

/** Makes the state of who has never counted, unless there is one. */
export async function createState({ state }: Pick<Database, 'state'>): Promise<void> {
  const fresh = {
    ...{ owner: null, term: { $toLong: 0 }, expiresAt: '$$NOW', revision: REVISION },
    ...{ token: null, countedUpTo: null, isReconciling: false, reconciledUpTo: null },
  };
  const fields = Object.entries(fresh).map(
    ([name, value]) => [name, { $ifNull: [`$${name}`, value] }] as const,
  );
  await state.updateOne({ _id: STATE_ID }, [{ $set: Object.fromEntries(fields) }], { upsert: true });
}
