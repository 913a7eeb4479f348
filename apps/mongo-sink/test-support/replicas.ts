import fc from 'fast-check';
import { PipelineError } from '@tdp/service';
import type { Envelope, Handle } from '@tdp/streaming';
import type { Operations } from '../src/operations';

/* Two replicas of the sink that store at the same time, and what goes wrong for them. */

/** Which replica gets each record, in turn. */
export const anyReplicas = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 8 });
export const anySliceSizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
/** What happens at each operation in turn. */
export const anyMishaps = fc.array(fc.constantFrom('none', 'none', 'slow', 'refused', 'answer lost'), {
  maxLength: 24,
});

/** The slices of each of the two. */
export const shareOut = (
  records: readonly Envelope[],
  replicas: readonly number[],
  sliceSizes: readonly number[],
): readonly (readonly (readonly Envelope[])[])[] =>
  [0, 1].map((number) => [
    ...cut(
      records.filter((_, index) => replicas[index % replicas.length] === number),
      sliceSizes,
    ),
  ]);

/** Operations to which the mishaps happen, one after the other, then nothing any more. */
export const unlucky =
  (mishaps: string[]) =>
  (operations: Operations): Operations => {
    const died = () => new PipelineError('MONGO_UNAVAILABLE', 'died', { retriable: true });
    const suffer = async <T>(work: () => Promise<T>): Promise<T> => {
      const mishap = mishaps.shift();
      if (mishap === 'refused') {
        throw died();
      }
      if (mishap === 'slow') {
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      const result = await work();
      if (mishap === 'answer lost') {
        throw died();
      }
      return result;
    };
    return {
      ...operations,
      read: (doing, work) => suffer(() => operations.read(doing, work)),
      write: (write) => suffer(() => operations.write(write)),
    };
  };

/** As the consumer loop does: a slice is tried again until it is stored, then the next. */
export async function storeAll(replica: Handle, slices: readonly (readonly Envelope[])[]): Promise<void> {
  for (const slice of slices) {
    let isStored = false;
    while (!isStored) {
      try {
        const results = await replica(slice);
        expect(results.filter(({ kind }) => kind === 'dlq')).toEqual([]);
        isStored = true;
      } catch (error) {
        if (!(error instanceof PipelineError && error.retriable)) {
          throw error;
        }
      }
    }
  }
}

/** A slice is of one topic. */
function* cut(records: readonly Envelope[], sizes: readonly number[]): Generator<readonly Envelope[]> {
  for (let from = 0, index = 0; from < records.length; index += 1) {
    const some = records.slice(from, from + (sizes[index % sizes.length] as number));
    const other = some.findIndex(({ topic }) => topic !== some[0]?.topic);
    const slice = other < 0 ? some : some.slice(0, other);
    yield slice;
    from += slice.length;
  }
}
