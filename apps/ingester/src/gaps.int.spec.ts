import type { IngesterState, StreamGap } from '@tdp/contracts';
import { waitUntil } from '@tdp/testing';
import { endIngesters, runIngester } from '../test-support/ingester-run';
import { openStreamResponse, type StreamScript } from '../test-support/x-server';

afterEach(endIngesters);

describe('the ingester, started again', () => {
  it('tells what passed while it was away, from its last acknowledged post to the first line', async () => {
    const sent: { id: string; at: number }[] = [];
    const sends: StreamScript = (response) => {
      const at = Date.now();
      const id = String(BigInt(at - 1_288_834_974_657) << 22n);
      sent.push({ id, at });
      openStreamResponse(response);
      response.write(`${JSON.stringify({ data: { id, text: 't' } })}\r\n`);
    };
    const first = await runIngester([sends]);
    await waitUntil(async () => (await first.total('tweets-raw')) === 1);
    await first.stop();
    expect(await first.read<StreamGap>('stream-gaps')).toEqual([]);
    const states = await first.read<IngesterState>('ingester-state');
    expect(states.at(-1)).toMatchObject({
      kind: 'cursor',
      name: 'filtered-stream',
      lastPostId: sent[0]?.id,
      lastObservedAt: sent[0]?.at,
    });

    const second = await runIngester([sends], {}, first.topicPrefix);
    await waitUntil(async () => (await second.total('stream-gaps')) === 2);
    await second.stop();
    const [opened, closed] = await second.read<StreamGap>('stream-gaps');
    expect(opened).toMatchObject({
      source: 'filtered-stream',
      cause: 'restart',
      from: (sent[0]?.at ?? 0) - 10_000,
      to: null,
    });
    expect(closed).toEqual({ ...opened, to: expect.any(Number), closedAt: expect.any(Number) });
    expect(closed?.to).toBeGreaterThanOrEqual(sent[1]?.at ?? Infinity);
    const cursor = (await second.read<IngesterState>('ingester-state')).at(-1);
    expect(cursor).toMatchObject({ kind: 'cursor', lastPostId: sent[1]?.id });
  });
});
