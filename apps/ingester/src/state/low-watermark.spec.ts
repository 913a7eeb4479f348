import fc from 'fast-check';
import { createLowWatermark } from './low-watermark';

describe('the low watermark', () => {
  it('is the last piece that is done together with all before it, in whatever order they end', () => {
    const orders = fc.shuffledSubarray(
      Array.from({ length: 12 }, (_, at) => at),
      { minLength: 12 },
    );
    fc.assert(
      fc.property(orders, (order) => {
        const marks: number[] = [];
        const watermark = createLowWatermark<number>((mark) => marks.push(mark));
        const ends = order.map((_, at) => watermark.begin(at));
        const done = new Set<number>();
        for (const at of order) {
          ends[at]?.();
          done.add(at);
          let first = 0;
          while (done.has(first)) {
            first += 1;
          }
          expect(marks.at(-1) ?? -1).toBe(first - 1);
        }
        expect(marks).toEqual([...marks].sort((a, b) => a - b));
      }),
    );
  });

  it('does not move twice for one piece', () => {
    const marks: string[] = [];
    const watermark = createLowWatermark<string>((mark) => marks.push(mark));
    const end = watermark.begin('a');
    end();
    end();
    expect(marks).toEqual(['a']);
  });
});
