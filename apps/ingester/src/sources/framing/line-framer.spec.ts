import fc from 'fast-check';
import { createLineFramer } from './line-framer';

function frame(bytes: Buffer, cuts: readonly number[], maxLineBytes = 10_000) {
  const tooLong: number[] = [];
  const framer = createLineFramer({ maxLineBytes, onTooLong: (length) => tooLong.push(length) });
  const lines: string[] = [];
  const ends = [...cuts, bytes.length];
  ends.forEach((end, index) => {
    // A copy each: nothing may depend on chunks lying side by side in memory.
    const chunk = Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end));
    lines.push(...framer.push(chunk).map((line) => line.toString('utf8')));
  });
  return { lines, tooLong, pending: framer.pendingBytes() };
}

const posts = ['👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈', '東京タワー𠮷野家', 'שלום ‏مرحبا‎ עולם', '', 'plain'];

describe.each(['\r\n', '\n'])('lines that end in %j', (end) => {
  const bytes = Buffer.from(posts.map((text) => text + end).join(''));

  it('come out whole wherever the bytes are split', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(frame(bytes, [cut])).toEqual({ lines: posts, tooLong: [], pending: 0 });
    }
  });

  it('come out whole when every byte comes alone', () => {
    expect(
      frame(
        bytes,
        Array.from({ length: bytes.length }, (_, at) => at),
      ).lines,
    ).toEqual(posts);
  });

  it('come out whole in any chunks', () => {
    const text = fc
      .string({ unit: 'binary' })
      .filter((value) => !/[\r\n]/.test(value) && value.isWellFormed());
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat()), (lines, numbers) => {
        const all = Buffer.from(lines.map((line) => line + end).join(''));
        const cuts = numbers.map((number) => number % (all.length + 1)).sort((a, b) => a - b);
        expect(frame(all, cuts).lines).toEqual(lines);
      }),
    );
  });
});

describe('a line', () => {
  it('that has not ended is held back and counted', () => {
    expect(frame(Buffer.from('{"a":1}\r\n{"b'), [])).toMatchObject({ lines: ['{"a":1}'], pending: 3 });
  });

  it('keeps a carriage return that does not end it', () => {
    expect(frame(Buffer.from('a\rb\r\r\n'), [2]).lines).toEqual(['a\rb\r']);
  });

  it.each([[[]], [[3]], [[5, 9, 14]]])(
    'that is too long is told once and its neighbours stay, cut at %j',
    (cuts) => {
      const bytes = Buffer.from(`one\n${'x'.repeat(20)}\ntwo\n`);
      const result = frame(bytes, cuts, 10);
      expect(result.lines).toEqual(['one', 'two']);
      expect(result.tooLong).toHaveLength(1);
    },
  );

  it('that never ends holds no memory beyond the limit', () => {
    const tooLong: number[] = [];
    const framer = createLineFramer({ maxLineBytes: 100, onTooLong: (length) => tooLong.push(length) });
    for (let chunk = 0; chunk < 50; chunk += 1) {
      expect(framer.push(Buffer.alloc(30, 'x'))).toEqual([]);
    }
    expect(tooLong).toEqual([120]);
    expect(framer.push(Buffer.from('\nnext\n')).map(String)).toEqual(['next']);
  });
});
