import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { askNewTrino } from './ask-trino';

let server: Server;
afterEach(() => void server.close());

/** A server that gives these answers, one after the other. */
async function answering(answers: readonly object[]): Promise<string> {
  let next = 0;
  server = createServer((request, response) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    const text = JSON.stringify(answer).replaceAll('HOST', request.headers.host ?? '');
    response.setHeader('content-type', 'application/json').end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const clock = { monotonic: () => 0, sleep: () => Promise.resolve() };
const ask = (url: string) =>
  askNewTrino({ url, schema: 'twitter', sql: 'SELECT 1', signal: new AbortController().signal }, clock);
const refusal = (errorName: string) => ({ error: { message: `words of ${errorName}`, errorName } });

describe('asking a Trino that has just started', () => {
  it('goes on until it can answer, and collects the pages of the answer', async () => {
    const url = await answering([
      refusal('NO_NODES_AVAILABLE'),
      { nextUri: 'http://HOST/v1/next', data: [[1]] },
      { data: [[2]] },
    ]);
    expect(await ask(url)).toEqual([[1], [2]]);
  });

  it('gives up at once on any other refusal, in its words', async () => {
    const url = await answering([refusal('COLUMN_NOT_FOUND'), { data: [[1]] }]);
    await expect(ask(url)).rejects.toThrow('Trino cannot answer "SELECT 1": words of COLUMN_NOT_FOUND');
  });
});
