import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lineOf } from '../../test-support/line-of';
import { createSnowflakes } from '../snowflake';
import { createReplay, readRecording } from './replay';

const dir = mkdtempSync(path.join(tmpdir(), 'replay-'));
function recording(text: string): string {
  const file = path.join(dir, 'posts.ndjson');
  writeFileSync(file, text);
  return file;
}
// Odd spacing and an escape: what is replayed once must not be rewritten.
const lines = [
  '{"data": {"id":"11","text":"a \\u00e9 é","conversation_id":"11","edit_history_tweet_ids":["10","11"],"created_at":"2020-01-01T00:00:00.000Z"} }',
  '{"data":{"id":"12","text":"reply","conversation_id":"11"},"includes":{"tweets":[{"id":"11"}]}}',
];

describe('replay', () => {
  it('once: delivers every line byte for byte, then nothing', () => {
    const replay = createReplay(
      readRecording(recording(`${lines.join('\r\n')}\r\n\n`)),
      'once',
      createSnowflakes(),
    );
    expect([replay.next(0), replay.next(0), replay.next(0)].map((post) => post && lineOf(post))).toEqual([
      ...lines,
      undefined,
    ]);
    expect(replay.done()).toBe(true);
  });

  it('loop: goes on with fresh ids and times, and touches nothing else', () => {
    const replay = createReplay(readRecording(recording(lines.join('\n'))), 'loop', createSnowflakes());
    const now = Date.UTC(2026, 0, 1);
    const posts = Array.from({ length: 5 }, () => replay.next(now));
    expect(new Set(posts.map((post) => post?.id)).size).toBe(5);
    const [first, second] = posts.map(
      (post) => JSON.parse(post ? lineOf(post) : '') as { data: Record<string, unknown>; includes?: unknown },
    );
    expect(first?.data).toEqual({
      id: posts[0]?.id,
      text: 'a é é',
      conversation_id: posts[0]?.id,
      edit_history_tweet_ids: [posts[0]?.chainId, posts[0]?.id],
      created_at: '2026-01-01T00:00:00.000Z',
    });
    expect(second).toEqual({
      data: { id: posts[1]?.id, text: 'reply', conversation_id: '11' },
      includes: { tweets: [{ id: '11' }] },
    });
    expect(replay.done()).toBe(false);
  });

  it('loop: an edited post stays one chain in each round, another in the next', () => {
    const version = (id: string) => `{"data":{"id":"${id}","edit_history_tweet_ids":["21","22"]}}`;
    const file = recording([version('21'), '{"data":{"id":"9"}}', version('22')].join('\n'));
    const replay = createReplay(readRecording(file), 'loop', createSnowflakes());
    const [first, other, second, next] = Array.from({ length: 4 }, () => replay.next(0));
    expect(second?.chainId).toBe(first?.id);
    expect(JSON.parse(second ? lineOf(second) : '')).toMatchObject({
      data: { id: second?.id, edit_history_tweet_ids: [first?.id, second?.id] },
    });
    expect(other?.chainId).toBe(other?.id);
    expect(next?.chainId).not.toBe(first?.id);
  });

  it.each([
    ['{"data":{"id":"1"}}\n{"data":', ':2: is not JSON'],
    ['{"data":{"id":1}}', ':1: has no data.id'],
    ['[]', ':1: has no data.id'],
    ['\n\n', 'holds no posts'],
  ])('refuses %j, naming file, line and reason', (text, message) => {
    expect(() => readRecording(recording(text))).toThrow(message);
  });
});
