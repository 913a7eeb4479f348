import fc from 'fast-check';
import { createLineFramer, type TooLongLine } from './line-framer';

function frame(bytes: Buffer, cuts: readonly number[], maxLineBytes = 10_000) {
  const tooLong: TooLongLine[] = [];
  const framer = createLineFramer({ maxLineBytes, onTooLong: (line) => tooLong.push(line) });
  const lines: string[] = [];
  const ends = [...cuts, bytes.length];
  ends.forEach((end, index) => {
    // A copy each: nothing may depend on chunks lying side by side in memory.
    const chunk = Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end));
    lines.push(...framer.push(chunk).map((line) => line.toString('utf8')));
  });
  return { lines, cutOff: framer.end(), tooLong };
}

const posts = ['👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈', '東京タワー𠮷野家', 'שלום ‏مرحبا‎ עולם', '', 'plain'];

describe.each(['\r\n', '\n'])('lines that end in %j', (end) => {
  const bytes = Buffer.from(posts.map((text) => text + end).join(''));

  it('come out whole wherever the bytes are split', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(frame(bytes, [cut])).toEqual({ lines: posts, tooLong: [], cutOff: 0 });
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
    expect(frame(Buffer.from('{"a":1}\r\n{"b'), [])).toMatchObject({ lines: ['{"a":1}'], cutOff: 3 });
  });

  it('keeps a carriage return that does not end it', () => {
    expect(frame(Buffer.from('a\rb\r\r\n'), [2]).lines).toEqual(['a\rb\r']);
  });

  it('that is too long is told with its beginning, length and place wherever it is cut; its neighbours stay', () => {
    const bytes = Buffer.from(`one\n\n${'x'.repeat(20)}\ntwo\n${'y'.repeat(11)}\n`);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const result = frame(bytes, [cut], 10);
      expect(result.lines).toEqual(['one', '', 'two']);
      expect(result.tooLong).toEqual([
        { beginning: Buffer.from('x'.repeat(10)), bytes: 20, offset: 5, line: 2, ended: true },
        { beginning: Buffer.from('y'.repeat(10)), bytes: 11, offset: 30, line: 4, ended: true },
      ]);
    }
  });

  it('that is too long and never ends is told at the end of the stream', () => {
    const result = frame(Buffer.from(`one\r\n${'x'.repeat(20)}`), [9], 10);
    expect(result).toMatchObject({ lines: ['one'], cutOff: 0 });
    expect(result.tooLong).toMatchObject([{ bytes: 20, offset: 5, line: 1, ended: false }]);
  });

  it('that is too long holds no memory beyond its beginning', () => {
    const tooLong: TooLongLine[] = [];
    const framer = createLineFramer({ maxLineBytes: 100_000, onTooLong: (line) => tooLong.push(line) });
    const chunk = Buffer.alloc(30_000, 'x');
    for (let count = 0; count < 50; count += 1) {
      expect(framer.push(chunk)).toEqual([]);
    }
    chunk.fill('y');
    expect(framer.push(Buffer.from('\nnext\n')).map(String)).toEqual(['next']);
    expect(tooLong).toMatchObject([{ bytes: 1_500_000 }]);
    expect(tooLong[0]?.beginning.buffer.byteLength).toBeLessThan(100_000);
    expect(tooLong[0]?.beginning.toString()).toBe('x'.repeat(65_536));
  });
});
