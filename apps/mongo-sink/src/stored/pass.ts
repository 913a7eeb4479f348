import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { PipelineError, type AgainOptions, type Clock } from '@tdp/service';
import type { SinkState, StoredPass } from '../models/sink-state';
import type { Operations } from '../operations';
import { mustDelete } from '../writes/must-write';
import { BEGINNING, type Meant, type Position } from './stored-posts';

/** How far a pass over the stored posts is, kept in `sink_state` so that it can be gone on with. */
export interface Pass {
  readonly goesOn: boolean;
  readonly meant: Meant;
  readonly position: Position;
  readonly total: number;
  readonly sent: number;
  /** @throws PipelineError CONFIG_INVALID when another process has taken the pass over */
  keep(position: Position, sent: number): Promise<void>;
  /** Forgets it: the next one begins anew. */
  end(): Promise<void>;
}

export interface PassDeps {
  readonly sinkState: mongo.Collection<SinkState>;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly options: Pick<AgainOptions, 'since' | 'only' | 'restart'>;
  /** Counts the posts that are meant. */
  readonly count: (meant: Meant) => Promise<number>;
}

const ID = 'reenrich';

/**
 * Takes over the pass that was interrupted, or begins one.
 * @throws PipelineError CONFIG_INVALID when the interrupted one was about other posts; MONGO_UNAVAILABLE (retriable)
 */
export async function takePass(deps: PassDeps): Promise<Pass> {
  const { sinkState, operations, clock, options, count } = deps;
  const since = options.since === null ? null : new Date(options.since);
  const by = randomUUID();
  const found = await operations.read('reading sink_state', () => sinkState.findOne({ _id: ID }));
  const before = options.restart ? undefined : found?.pass;
  if (before !== undefined && !isSame(before, since, options.only)) {
    throw new PipelineError(
      'CONFIG_INVALID',
      `an interrupted pass, ${describe(before)}, has ${before.total - before.sent} posts left: ` +
        'go on with it by the same options, or give it up with --restart',
    );
  }
  const meant = before ?? { since, begunAt: new Date(clock.now()) };
  const pass: StoredPass =
    before === undefined
      ? { by, ...meant, only: options.only, total: await count(meant), sent: 0, ...BEGINNING }
      : { ...before, by };
  await set({ _id: ID }, { pass }, true);
  return {
    goesOn: before !== undefined,
    meant,
    position: pass,
    total: pass.total,
    sent: pass.sent,
    async keep({ part, afterTime, afterId }, sent) {
      const matched = await set(
        { _id: ID, 'pass.by': by },
        { 'pass.sent': sent, 'pass.part': part, 'pass.afterTime': afterTime, 'pass.afterId': afterId },
      );
      if (matched === 0) {
        throw new PipelineError('CONFIG_INVALID', 'another reenrich has taken this pass over: this one ends');
      }
    },
    async end() {
      await mustDelete(operations, sinkState, [ID]);
    },
  };

  async function set(q: object, fields: object, upsert = false): Promise<number> {
    const { documents, refusals } = await operations.write({
      doing: 'writing sink_state',
      items: [fields],
      command: (items) => ({
        update: sinkState.collectionName,
        updates: items.map(($set) => ({ q, u: { $set }, upsert })),
      }),
    });
    const [refusal] = refusals;
    if (refusal !== undefined) {
      throw new PipelineError('MONGO_WRITE_FAILED', `writing sink_state: ${refusal.message}`);
    }
    return documents;
  }
}

const isSame = (pass: StoredPass, since: Date | null, only: readonly string[] | null): boolean =>
  pass.since?.getTime() === since?.getTime() && String(pass.only) === String(only);

const describe = ({ since, only }: StoredPass): string =>
  [
    since === null ? '--all' : `--since ${since.toISOString()}`,
    ...(only === null ? [] : [`--only ${only.join(',')}`]),
  ].join(' ');
