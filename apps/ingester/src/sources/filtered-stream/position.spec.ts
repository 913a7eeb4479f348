import { observationOf, OBSERVED_AT } from '../../../test-support/pages';
import { positionAfter } from './position';

const X_EPOCH_MS = 1_288_834_974_657;
const idAt = (ms: number): string => String(BigInt(ms - X_EPOCH_MS) << 22n);
const post = (id: unknown) => observationOf({ data: { id, text: 't' } });
const after = (ids: readonly unknown[], waitedMs = 0) =>
  positionAfter(ids.map(post), { observedAt: OBSERVED_AT, waitedMs });

describe('how far the stream is read', () => {
  it('is told by the last post, whose id is a clock', () => {
    const id = idAt(OBSERVED_AT - 300);
    expect(after([idAt(OBSERVED_AT - 500), id])).toEqual({ at: OBSERVED_AT - 300, postId: id });
  });

  it('is told by a silence: all that X had sent before has come', () => {
    expect(after([], 19_000)).toEqual({ at: OBSERVED_AT - 19_000, postId: null });
    expect(after([], 19_000.25).at).toBe(OBSERVED_AT - 19_001);
    expect(after([], 999)).toEqual({ at: null, postId: null });
  });

  it.each([
    ['of a recording', idAt(OBSERVED_AT - 2 * 86_400_000)],
    ['from before such ids', '20'],
    ['from the future', idAt(OBSERVED_AT + 3_600_000)],
  ])('is not told by an id %s', (_, id) => {
    expect(after([id])).toEqual({ at: null, postId: id });
    expect(after([id], 2_000).at).toBe(OBSERVED_AT - 2_000);
  });

  it('is not later than now, whatever the clock of X says', () => {
    expect(after([idAt(OBSERVED_AT + 500)]).at).toBe(OBSERVED_AT);
  });

  it('passes over what has no id', () => {
    const id = idAt(OBSERVED_AT - 300);
    expect(after([id, 7, 'x', null]).postId).toBe(id);
    expect(positionAfter([], { observedAt: OBSERVED_AT, waitedMs: 0 })).toEqual({ at: null, postId: null });
  });
});
