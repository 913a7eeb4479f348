import { refuseTooLong, sortLines } from './sort-lines';

const sort = (...lines: string[]) =>
  sortLines(
    lines.map((line) => Buffer.from(line)),
    7,
  );
const post = (id: string) => JSON.stringify({ data: { id, text: 't' } });
const goodbye =
  '{"errors":[{"title":"operational-disconnect","detail":"bye","type":"x/operational-disconnect"}]}';

describe('sorting lines', () => {
  it('hands over posts parsed and as they came, and counts keep-alives only', () => {
    const { deliveries, kinds, failure } = sort(post('1'), '', post('2'));
    expect(deliveries).toMatchObject([
      { kind: 'observation', origin: 'stream', observedAt: 7, body: { data: { id: '1' } } },
      { body: { data: { id: '2' } }, bytes: Buffer.from(post('2')) },
    ]);
    expect(kinds).toEqual(['post', 'keep-alive', 'post']);
    expect(failure).toBeNull();
  });

  it.each([
    ['{"data":{"id":"7"', 'INVALID_JSON'],
    ['{"something":"new"}', 'UNKNOWN_MESSAGE'],
  ])('hands over %s as unreadable, between its neighbours', (bad, reason) => {
    expect(sort(post('1'), bad, post('2')).deliveries).toMatchObject([
      { kind: 'observation' },
      { kind: 'unreadable', reason, id: null, bytes: Buffer.from(bad) },
      { kind: 'observation' },
    ]);
  });

  it("ends the connection on X's announcement, and keeps the posts beside it", () => {
    const { deliveries, failure } = sort(post('1'), goodbye, post('2'));
    expect(deliveries).toHaveLength(2);
    expect(failure).toMatchObject({ reason: 'disconnected-by-x', next: 'network', slowReader: false });
  });

  it('knows when X says that we read too slowly', () => {
    const slow = goodbye.replace('"detail"', '"disconnect_type":"SlowReader","detail"');
    expect(sort(slow).failure).toMatchObject({ slowReader: true });
  });

  it('ends the connection at the first line of a page, and takes nothing of the rest for a post', () => {
    const { deliveries, kinds, failure } = sort('<html>', '<body>', 'text');
    expect(failure).toMatchObject({ reason: 'not-a-stream' });
    expect([deliveries, kinds]).toEqual([[], ['html']]);
  });
});

describe('a line that is too long', () => {
  const line = { bytes: 5_000_000, offset: 1_234, line: 9, ended: true };
  const refuse = (beginning: string, ended = true) =>
    refuseTooLong({ ...line, ended, beginning: Buffer.from(beginning) }, 1_000, Date.UTC(2026, 0, 1));

  it('is told by its length and its place, and its beginning is kept', () => {
    expect(refuse('{"data":{"id":"123","text":"tt')).toEqual({
      kind: 'unreadable',
      reason: 'LINE_TOO_LONG',
      id: '123',
      bytes: Buffer.from('{"data":{"id":"123","text":"tt'),
      message:
        'the line has 5000000 bytes, more than the 1000 allowed (INGESTER_MAX_LINE_BYTES); the first 30 are kept. ' +
        'It is line 10, at byte 1234 of the stream opened at 2026-01-01T00:00:00.000Z',
    });
  });

  it.each(['{"data":{"author_id":"5"', '{"data":{"id":123', '{"includes":{"id":"5"'])(
    'has no id that can be trusted in %s',
    (beginning) => {
      expect(refuse(beginning)).toMatchObject({ id: null });
    },
  );

  it('may have been cut off besides', () => {
    expect(refuse('x', false)).toMatchObject({
      message: expect.stringContaining('until the stream ended in it'),
    });
  });
});
