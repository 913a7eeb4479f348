import http from 'node:http';
import { TwitterApi } from 'twitter-api-v2';
import { hasOpenApi, validateAgainstOpenApi } from '../test-support/openapi';
import { toNewSpelling } from '../test-support/new-spelling';
import { BROAD, EVERYTHING, lineCount } from '../test-support/requests';
import { startSimulator, type RunningSimulator } from '../test-support/start-simulator';

// A world is made for each simulator, and X's description is large: a busy machine needs its time for both.
jest.setTimeout(60_000);

describe('the rest of the API', () => {
  let simulator: RunningSimulator;
  beforeAll(async () => {
    simulator = await startSimulator({ X_SIMULATOR_RATE: '5000', X_SIMULATOR_SEARCH_DELAY_MS: '0' });
    await simulator.addRule(BROAD, 'all');
    await simulator.readStream('', (text) => lineCount(text) > 200);
  });
  afterAll(() => simulator.stop());

  it('exchanges key and secret for the token that everything else asks for', async () => {
    const token = (authorization: string, body = 'grant_type=client_credentials') =>
      fetch(`${simulator.url}/oauth2/token`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    const basic = `Basic ${Buffer.from('simulator-key:simulator-secret').toString('base64')}`;
    expect(await (await token(basic)).json()).toEqual({
      token_type: 'bearer',
      access_token: 'simulator-token',
    });
    expect((await token('Basic bad')).status).toBe(403);
    expect((await token(basic, 'grant_type=password')).status).toBe(400);
    const refused = await fetch(`${simulator.url}/2/usage/tweets`, {
      headers: { authorization: 'Bearer wrong' },
    });
    expect([refused.status, await refused.json()]).toMatchObject([401, { title: 'Unauthorized' }]);
  });

  it('pages through recent search, newest first, every post once', async () => {
    const ids: string[] = [];
    let token = '';
    for (let page = 0; page < 3; page += 1) {
      const query = `?query=${encodeURIComponent(BROAD)}&max_results=50${token && `&next_token=${token}`}`;
      const { body } = await simulator.get(`/2/tweets/search/recent${query}`);
      const { data, meta } = body as {
        data: { id: string }[];
        meta: { next_token: string; result_count: number };
      };
      expect(meta.result_count).toBe(50);
      ids.push(...data.map(({ id }) => id));
      token = meta.next_token;
    }
    expect(new Set(ids).size).toBe(150);
    expect(ids).toEqual(ids.toSorted((a, b) => (BigInt(a) > BigInt(b) ? -1 : 1)));
  });

  it('says what is wrong with a query, and where', async () => {
    const { status, body } = await simulator.get('/2/tweets/search/recent?query=from%3A&max_results=5');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/max_results[^]*at position/);
  });

  it.each([
    ['/2/users', 'ids'],
    ['/2/users?ids=12,abc', 'abc'],
    [`/2/users?ids=${Array(101).fill('1').join(',')}`, '1 to 100'],
    ['/2/users/by?usernames=no-dash', 'no-dash'],
    ['/2/users/by/username/a_name_that_is_too_long', 'username'],
    ['/2/tweets?ids=', 'ids'],
    ['/2/trends/by/woeid/here', 'woeid'],
    ['/2/trends/by/woeid/1?max_trends=51', 'max_trends'],
    ['/2/trends/by/woeid/1?trend.fields=mood', 'mood'],
    ['/2/tweets/search/recent?query=coffee&since_id=x', 'since_id'],
    ['/2/tweets/search/recent?query=coffee&next_token=x', 'next_token'],
    ['/2/tweets/search/recent?query=coffee&start_time=yesterday', 'start_time'],
  ])('answers %.60s with 400 and names %s', async (path, named) => {
    const { status, body } = await simulator.get(path);
    expect([status, body]).toMatchObject([400, { title: 'Invalid Request' }]);
    expect(JSON.stringify(body)).toContain(named);
  });

  it('finds posts only when they are old enough, unless end_time asks for newer ones', async () => {
    const hurried = await startSimulator({ X_SIMULATOR_RATE: '5000' });
    await hurried.addRule(BROAD);
    await hurried.readStream('', (text) => lineCount(text) > 20);
    const count = async (query: string) =>
      (
        (await hurried.get(`/2/tweets/search/recent?query=${encodeURIComponent(BROAD)}${query}`)).body as {
          meta: { result_count: number };
        }
      ).meta.result_count;
    expect(await count('')).toBe(0);
    expect(await count(`&end_time=${new Date(Date.now() + 1_000).toISOString()}`)).toBe(10);
    await hurried.stop();
  });

  it('sends the fields of trends that are asked for', async () => {
    const { body } = await simulator.get('/2/trends/by/woeid/44418?max_trends=3&trend.fields=trend_name');
    const { data } = body as { data: object[] };
    expect(data.map((trend) => Object.keys(trend))).toEqual(Array(3).fill(['trend_name']));
  });

  it('announces its rate limits and keeps them', async () => {
    const { headers } = await simulator.get('/2/usage/tweets');
    expect(headers.get('x-rate-limit-limit')).toBe('50');
    let last = { status: 200 };
    for (let request = 0; request < 60 && last.status === 200; request += 1) {
      last = await simulator.get('/2/usage/tweets');
    }
    expect(last.status).toBe(429);
  });

  it('serves a client that only knows its address: twitter-api-v2', async () => {
    const rebase = (args: { params: { url: string } }): void => {
      args.params.url = args.params.url.replace('https://api.x.com', simulator.url);
    };
    const plugin = { onBeforeRequestConfig: rebase, onBeforeStreamRequestConfig: rebase };
    const client = new TwitterApi('simulator-token', {
      httpAgent: new http.Agent(),
      plugins: [plugin],
    });
    const rules = await client.v2.streamRules();
    expect(rules.data).toMatchObject([{ value: BROAD, tag: 'all' }]);
    const found = await client.v2.search('coffee', { max_results: 10, expansions: ['author_id'] });
    expect(found.tweets).toHaveLength(10);
    const author = found.includes.users?.[0];
    const byName = await client.v2.userByUsername(String(author?.username));
    expect(byName.data).toMatchObject({ id: author?.id });
  });

  const responses: [string, string, string][] = [
    ['/2/tweets/search/recent', `/2/tweets/search/recent${EVERYTHING}&query=coffee`, 'GET'],
    ['/2/trends/by/woeid/{woeid}', '/2/trends/by/woeid/1', 'GET'],
    ['/2/users/by/username/{username}', '/2/users/by/username/nobody_at_all', 'GET'],
    ['/2/users/by', '/2/users/by?usernames=nobody_at_all,user_0_1', 'GET'],
    ['/2/tweets/search/stream/rules/counts', '/2/tweets/search/stream/rules/counts', 'GET'],
  ];
  const check = hasOpenApi ? it : it.skip;
  check.each(responses)(
    "answers %s as X's description has it (skipped where it is absent)",
    async (route, path, method) => {
      const { status, body } = await simulator.get(path);
      // The description gives trends the old name still.
      const described = route.startsWith('/2/trends') ? body : toNewSpelling(body);
      expect([status, validateAgainstOpenApi(method, route, status, described)]).toEqual([200, []]);
    },
  );
});
