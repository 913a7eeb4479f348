import { observe } from '../../test-support/observed';
import { sendJson, startXServer, type XServer, type XServerOptions } from '../../test-support/x-server';
import { createXClient, type XClientOptions } from './client';

const servers: XServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function connect(options: XServerOptions = {}, overrides: Partial<XClientOptions> = {}) {
  const server = await startXServer(options);
  servers.push(server);
  const { metrics, valueOf } = observe();
  const client = createXClient({
    baseUrl: server.baseUrl,
    userAgent: 'test-agent',
    credentials: () => ({ bearerToken: 't0ken' }),
    metrics,
    ...overrides,
  });
  return { server, client, valueOf };
}

const keyAndSecret = { apiKey: 'key', apiSecret: 'secret' };

describe("X's REST API", () => {
  it('adds, lists page by page, and deletes rules at the configured address', async () => {
    const { server, client, valueOf } = await connect({ pageSize: 40 });
    const rules = Array.from({ length: 130 }, (_, index) => ({ value: `word${index}`, tag: 't' }));
    expect(await client.addRules(rules, { dryRun: true })).toEqual([]);
    expect(server.rules).toEqual([]);
    expect(await client.addRules(rules, { dryRun: false })).toEqual([]);
    const listed = await client.listRules();
    expect(listed.map(({ value, tag }) => ({ value, tag }))).toEqual(rules);
    await client.deleteRules(listed.map(({ id }) => id));
    expect(server.rules).toEqual([]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer t0ken',
      'user-agent': 'test-agent',
    });
    expect(await valueOf('x_api_requests_total', { endpoint: 'rules', status: '200' })).toBe(10);
  });

  it('gives the problems that X has with single rules', async () => {
    const errors = [
      { value: 'bad', title: 'UnprocessableEntity', details: ['no'], type: 'https://x/invalid-rules' },
    ];
    for (const status of [200, 201, 400]) {
      const { client } = await connect({
        handle: (_request, response) => {
          sendJson(response, status, { title: 'Invalid Request', errors });
          return true;
        },
      });
      const problems = await client.addRules([{ value: 'bad', tag: 't' }], { dryRun: false });
      expect(problems).toContainEqual(
        expect.objectContaining({ type: 'invalid-rules', value: 'bad', detail: 'no' }),
      );
    }
  });

  it('exchanges key and secret for a token, once', async () => {
    const { server, client } = await connect(
      {
        handle(request, response) {
          if (request.url.pathname !== '/oauth2/token') {
            return false;
          }
          sendJson(response, 200, { token_type: 'bearer', access_token: 'exchanged' });
          return true;
        },
      },
      { credentials: () => keyAndSecret },
    );
    expect(await client.bearerToken()).toBe('exchanged');
    await client.listRules();
    expect(await client.bearerToken()).toBe('exchanged');
    const tokens = server.requests.filter(({ url }) => url.pathname === '/oauth2/token');
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.headers.authorization).toBe(`Basic ${Buffer.from('key:secret').toString('base64')}`);
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer exchanged');
  });

  it.each([
    [401, 'unauthorized', 'terminal'],
    [429, 'rate-limited', 'rate-limited'],
    [503, 'http-error', 'http'],
  ])('turns a %i into %s', async (status, reason, next) => {
    const { client, valueOf } = await connect({
      handle: (_request, response) => {
        sendJson(
          response,
          status,
          { title: 'No', detail: 'not now' },
          { 'x-rate-limit-reset': '1800000000' },
        );
        return true;
      },
    });
    await expect(client.listRules()).rejects.toMatchObject({
      failure: { reason, next, resetAt: 1_800_000_000_000 },
      message: `listing rules: X answered ${status}: No: not now`,
    });
    expect(await valueOf('x_api_requests_total', { endpoint: 'rules', status: String(status) })).toBe(1);
  });

  it.each([
    ['lists rules', { bearerToken: 's3cret' }],
    ['exchanges its key', { apiKey: 'key', apiSecret: 's3cret' }],
  ])('keeps the secret out of the error when nobody answers while it %s', async (_, credentials) => {
    const { client } = await connect({}, { baseUrl: 'http://127.0.0.1:9', credentials: () => credentials });
    const error = await client.listRules().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ failure: { reason: 'connection-failed', next: 'network' } });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('s3cret');
  });
});
