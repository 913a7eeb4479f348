import { observe } from '../../../test-support/observed';
import { OBSERVED_AT } from '../../../test-support/pages';
import type { Delivery } from '../../observation';
import type { Position } from '../../state/journal';
import { networkFailure, type XFailure } from '../../x/failure';
import type { Chunk } from './read-stream';
import { createReceiver } from './receive';

/** A receiver on a publisher and a journal of our own interface; publishing waits until it is let go. */
function setUp() {
  const { logger, metrics, valueOf } = observe();
  const published: string[] = [];
  const told: string[] = [];
  const positions: Position[] = [];
  const acknowledgements: (() => void)[] = [];
  let letGo: () => void = () => undefined;
  const receiver = createReceiver(
    {
      publisher: {
        publish(deliveries: readonly Delivery[], acknowledged = () => undefined) {
          published.push(...deliveries.map(({ bytes }) => String(bytes)));
          acknowledgements.push(acknowledged);
          return new Promise<void>((resolve) => (letGo = resolve));
        },
      },
      journal: {
        start: () => Promise.resolve(),
        reading(position) {
          positions.push(position);
          return () => told.push('acknowledged');
        },
        interrupted: (cause, detail) => told.push(`${cause}: ${detail}`),
        resumed: (at) => told.push(`resumed ${at - OBSERVED_AT}`),
      },
      maxLineBytes: 100,
      metrics,
      logger,
    },
    OBSERVED_AT - 5_000,
  );
  return { receiver, published, told, positions, acknowledgements, letGo: () => letGo(), valueOf };
}

const chunk = (lines: readonly string[], rest: Partial<Chunk> = {}): Chunk => ({
  lines: lines.map((line) => Buffer.from(line)),
  tooLong: [],
  observedAt: OBSERVED_AT,
  waitedMs: 0,
  ...rest,
});
const post = '{"data":{"id":"20","text":"t"}}';
const lost: XFailure = networkFailure('connection-lost', 'reset');

describe('what a connection brings', () => {
  it('ends the gap, is published, and is read on when there is room; its acknowledgement moves the cursor', async () => {
    const { receiver, published, told, positions, acknowledgements, letGo, valueOf } = setUp();
    let taken = false;
    const taking = receiver.take(chunk([post, ''])).then(() => (taken = true));
    await new Promise(setImmediate);
    expect([published, told, taken]).toEqual([[post], ['resumed 0'], false]);
    expect(positions).toEqual([{ at: null, postId: '20' }]);
    letGo();
    await taking;
    acknowledgements[0]?.();
    expect(told).toEqual(['resumed 0', 'acknowledged']);
    expect(await valueOf('x_stream_lines_total', { kind: 'keep-alive' })).toBe(1);
  });

  it('does not end the gap before a line is whole, nor by a page that is no stream', () => {
    const { receiver, told } = setUp();
    void receiver.take(chunk([]));
    void receiver.take(chunk(['<html>']));
    expect(told).toEqual([]);
  });

  it('publishes the beginning of a line that is too long, and counts it', async () => {
    const { receiver, published, told, valueOf } = setUp();
    const line = { beginning: Buffer.from('{"data'), bytes: 500, offset: 0, line: 0, ended: true };
    void receiver.take(chunk([], { tooLong: [line] }));
    expect([published, told]).toEqual([['{"data'], ['resumed 0']]);
    expect(await valueOf('x_stream_lines_total', { kind: 'too-long' })).toBe(1);
  });
});

describe('the end of a connection', () => {
  it.each<[string, Partial<XFailure>, number, string]>([
    ['a lost connection', {}, 0, 'disconnect'],
    ['a silence', { reason: 'keep-alive-timeout' }, 0, 'stall'],
    ['X saying that we read too slowly', { slowReader: true }, 0, 'overflow'],
    ['reading having waited for Kafka', {}, 60_000, 'overflow'],
  ])('by %s begins a gap', (_, failure, heldMs, cause) => {
    const { receiver, told } = setUp();
    receiver.ended({ failure: { ...lost, ...failure }, cutOffBytes: 0, heldMs });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^${cause}: .*reset`));
    expect(told[0]?.includes('waited 60 s for Kafka')).toBe(heldMs > 0);
  });

  it('counts a line that it cuts off, and says so in the gap', async () => {
    const { receiver, told, valueOf } = setUp();
    receiver.ended({ failure: lost, cutOffBytes: 7, heldMs: 0 });
    expect(told[0]).toContain('a line was cut off after 7 bytes');
    expect(await valueOf('x_stream_lines_total', { kind: 'partial' })).toBe(1);
  });
});
